#include "emulator/connection.hpp"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "emulator/designator.hpp"

namespace ripple::thunder::emulator {
namespace {

constexpr std::size_t kMaxHead = 64 << 10;

Outcome not_allowed() {
  Outcome outcome = Outcome::failed(wire_error(kNotAllowed, "Method invocation not allowed."));
  outcome.echoes_request = true;
  return outcome;
}

std::size_t content_length(const HttpHead& head) {
  const std::string text = head.header("content-length");
  std::size_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

}  // namespace

Connection::Connection(boost::asio::ip::tcp::socket socket, LinkId id, ConnectionHost& host)
    : socket_(std::move(socket)), id_(id), host_(host), inbound_(), parser_(host.generation()) {}

void Connection::start() { read(); }

void Connection::read() {
  socket_.async_read_some(
      boost::asio::buffer(inbound_),
      [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
        if (self->is_cut_) return;
        if (error) {
          self->cut();
          return;
        }
        self->on_bytes({self->inbound_.data(), size});
        if (!self->is_cut_) self->read();
      });
}

void Connection::on_bytes(std::string_view bytes) {
  had_traffic_ = true;
  if (!is_upgraded_) {
    head_.append(bytes);
    try_handshake();
    return;
  }
  frames_.feed(bytes);
  while (!is_cut_) {
    std::optional<Frame> frame = frames_.next();
    if (!frame) return;
    on_frame(std::move(*frame));
  }
}

void Connection::try_handshake() {
  const std::size_t end = head_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (head_.size() > kMaxHead) cut();
    return;
  }
  const std::optional<HttpHead> head = parse_http_head(std::string_view(head_).substr(0, end + 2));
  if (!head) {
    cut();
    return;
  }
  const std::size_t body = end + 4;
  if (head->verb == "POST" && head_.size() - body < content_length(*head)) return;
  handshake(*head);
}

void Connection::handshake(const HttpHead& head) {
  const std::string rest = head_.substr(head_.find("\r\n\r\n") + 4);
  head_.clear();
  cuts_when_written_ = true;
  const std::string refusal = host_.admit(head, bound_, rights_);
  const bool is_post = head.verb == "POST";
  if (!refusal.empty()) {
    const bool is_denied = is_post && refusal.starts_with("403");
    send_bytes(http_response(
        is_denied ? "401 Request needs authorization, but it was not authorized" : refusal));
    return;
  }
  if (is_post) {
    answer_post(rest.substr(0, content_length(head)));
    return;
  }
  if (head.header("sec-websocket-key").empty()) {
    send_bytes(http_response("405 Method Not Allowed"));
    return;
  }
  const Subprotocol subprotocol =
      choose_subprotocol(head.header("sec-websocket-protocol"), host_.generation());
  const std::string response = switching_protocols(head, subprotocol);
  if (host_.faults().cut_handshakes > 0) {
    --host_.faults().cut_handshakes;
    send_bytes(response.substr(0, response.size() / 2));
    return;
  }
  cuts_when_written_ = false;
  is_upgraded_ = true;
  is_dead_ = subprotocol.is_dead;
  send_bytes(response);
  if (!rest.empty()) on_bytes(rest);
}

bool Connection::may_call(const Request& request) const {
  if (rights_ == Rights::kAll) return true;
  return rights_ == Rights::kOnlyExists && Designator::parse(request.method).method == "exists";
}

void Connection::answer_post(const std::string& body) {
  Parsed parsed = parser_.parse(body);
  if (!parsed.request) {
    Json::Value reply(Json::objectValue);
    reply["jsonrpc"] = "2.0";
    reply["id"] = Json::Value();
    reply["error"] = wire_error(FrameworkError::kParseFailure, host_.generation());
    send_bytes(http_response("400 Bad Request", thunder_json(reply)));
    return;
  }
  posts_first_event_ = Designator::parse(parsed.request->method).method == "register";
  const auto done = [self = shared_from_this(), request = *parsed.request,
                     is_register = posts_first_event_](const Outcome& outcome) {
    if (is_register && outcome.error.isNull()) return;
    const std::string reply = reply_text(request, outcome);
    self->send_bytes(reply.empty() ? http_response("204 No Content")
                                   : http_response("200 OK", reply));
  };
  if (may_call(*parsed.request)) {
    host_.answer(id_, bound_, *parsed.request, done);
  } else {
    done(not_allowed());
  }
}

void Connection::on_frame(Frame frame) {
  switch (frame.opcode) {
    case Opcode::kPing:
      host_.pinged();
      send_bytes(frame_bytes(Opcode::kPong, {}));
      return;
    case Opcode::kPong:
      host_.ponged();
      return;
    case Opcode::kClose:
      cuts_when_written_ = true;
      send_bytes(frame_bytes(Opcode::kClose, {}));
      return;
    case Opcode::kText:
    case Opcode::kBinary:
      is_text_ = frame.opcode == Opcode::kText;
      fragmented_ = std::move(frame.payload);
      break;
    case Opcode::kContinuation:
      fragmented_ += frame.payload;
      break;
    default:
      return;
  }
  if (!frame.is_last) return;
  const std::string text = std::exchange(fragmented_, {});
  if (is_text_ && !is_dead_) on_text(text);
}

void Connection::on_text(const std::string& text) {
  Parsed parsed = parser_.parse(text);
  if (!parsed.error.isNull()) {
    Request request;
    request.id = parsed.error_id;
    host_.deliver(id_, request.method, reply_text(request, Outcome::failed(parsed.error)));
    return;
  }
  if (!parsed.request) return;
  if (!host_.faults().cut_on_method.empty() &&
      host_.faults().cut_on_method == parsed.request->method) {
    host_.faults().cut_on_method.clear();
    cut();
    return;
  }
  waiting_.push_back(std::move(*parsed.request));
  work();
}

void Connection::work() {
  while (!waiting_.empty() && working_ < kThrottle && !is_cut_) {
    const Request request = std::move(waiting_.front());
    waiting_.pop_front();
    ++working_;
    const auto done = [self = shared_from_this(), request](const Outcome& outcome) {
      --self->working_;
      std::string reply = reply_text(request, outcome);
      if (!reply.empty() && !self->is_cut_) {
        self->host_.deliver(self->id_, request.method, std::move(reply));
      }
      self->work();
    };
    if (may_call(request)) {
      host_.answer(id_, bound_, request, done);
    } else {
      done(not_allowed());
    }
  }
}

std::string Connection::fragments(std::string_view text, bool& cuts) {
  std::string bytes;
  bytes.reserve(text.size() + text.size() / kFramePayload * 4 + 16);
  std::size_t& cut_after = host_.faults().cut_after_frames;
  std::size_t count = 0;
  bool is_first = true;
  do {
    const std::string_view part = text.substr(0, kFramePayload);
    text.remove_prefix(part.size());
    bytes += frame_bytes(is_first ? Opcode::kText : Opcode::kContinuation, part, text.empty());
    is_first = false;
    if (++count == cut_after && !text.empty()) {
      cut_after = 0;
      cuts = true;
      return bytes;
    }
  } while (!text.empty());
  return bytes;
}

void Connection::send(std::string_view text) {
  if (std::exchange(posts_first_event_, false)) send_bytes(http_response("200 OK", text));
  if (!is_open()) return;
  bool cuts = false;
  std::string bytes = fragments(text, cuts);
  if (cuts) cuts_when_written_ = true;
  send_bytes(std::move(bytes));
}

void Connection::send_bytes(std::string bytes) {
  if (is_cut_ || host_.faults().is_silent) return;
  outbound_.push_back(std::move(bytes));
  if (outbound_.size() == 1) write();
}

void Connection::write() {
  boost::asio::async_write(
      socket_, boost::asio::buffer(outbound_.front()),
      [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
        if (self->is_cut_) return;
        self->outbound_.pop_front();
        if (error || (self->outbound_.empty() && self->cuts_when_written_)) {
          self->cut();
        } else if (!self->outbound_.empty()) {
          self->write();
        }
      });
}

void Connection::ping() { send_bytes(frame_bytes(Opcode::kPing, {})); }

void Connection::cut() {
  if (is_cut_) return;
  is_cut_ = true;
  waiting_.clear();
  boost::system::error_code ignored;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  host_.closed(id_);
}

}  // namespace ripple::thunder::emulator
