#include "ripple/thunder/link.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <limits>
#include <utility>
#include <vector>

namespace ripple::thunder {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kKeptBufferBytes = std::size_t{256} << 10;
constexpr int kSilentPeriods = 3;

// Beast asks a rate policy before each transfer and tells it the size: the place to see every byte.
class InboundWatch {
 public:
  Clock::time_point last_byte() const { return last_byte_; }
  void restart() { last_byte_ = Clock::now(); }

 private:
  friend class beast::rate_policy_access;

  static std::size_t available_read_bytes() { return std::numeric_limits<std::size_t>::max(); }
  static std::size_t available_write_bytes() { return std::numeric_limits<std::size_t>::max(); }
  void transfer_read_bytes(std::size_t size) {
    if (size > 0) last_byte_ = Clock::now();
  }
  static void transfer_write_bytes(std::size_t) {}
  static void on_timer() {}

  Clock::time_point last_byte_;
};

using Socket = beast::basic_stream<tcp, asio::any_io_executor, InboundWatch>;

Error closed_error() { return Error{ErrorCode::kClosed, "the link was closed", 0, 0}; }

}  // namespace

class ThunderLink::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::io_context& loop, LinkConfig config, LinkEvents events)
      : config_(std::move(config)),
        events_(std::move(events)),
        resolver_(loop.get_executor()),
        stream_(asio::any_io_executor(loop.get_executor())),
        keepalive_(loop.get_executor()) {}

  static asio::awaitable<Result<void>> open(std::shared_ptr<Connection> self);

  bool is_open() const { return open_; }
  Result<void> send(std::string message);
  void close();

 private:
  asio::awaitable<std::vector<tcp::endpoint>> addresses(beast::error_code& error);
  Error unreachable(const beast::error_code& error) const;
  Error declined(const websocket::response_type& response) const;
  void start();
  void read();
  void on_read(const beast::error_code& error);
  void write();
  void on_written(const beast::error_code& error);
  void watch();
  void on_watch();
  void ping();
  void lose(const std::string& reason);
  void cut();

  LinkConfig config_;
  LinkEvents events_;
  tcp::resolver resolver_;
  websocket::stream<Socket> stream_;
  asio::steady_timer keepalive_;
  beast::flat_buffer inbound_;
  std::deque<std::string> outbound_;
  std::size_t unsent_bytes_ = 0;
  bool open_ = false;
  bool closed_ = false;
  bool pinging_ = false;
  int silent_periods_ = 0;
  Clock::time_point last_seen_;
};

// A number needs no resolver, and with it no thread of its own.
asio::awaitable<std::vector<tcp::endpoint>> ThunderLink::Connection::addresses(
    beast::error_code& error) {
  std::vector<tcp::endpoint> found;
  const auto number = asio::ip::make_address(config_.endpoint.host, error);
  if (!error) {
    found.emplace_back(number, config_.endpoint.port);
    co_return found;
  }
  const auto entries =
      co_await resolver_.async_resolve(config_.endpoint.host, std::to_string(config_.endpoint.port),
                                       asio::redirect_error(asio::use_awaitable, error));
  if (!error) found.assign(entries.begin(), entries.end());
  co_return found;
}

Error ThunderLink::Connection::unreachable(const beast::error_code& error) const {
  return Error{ErrorCode::kUnreachable,
               "expected a WebSocket server at " + config_.endpoint.authority() +
                   ", found: " + error.message() + "; is it running there?",
               0, 0};
}

Error ThunderLink::Connection::declined(const websocket::response_type& response) const {
  const bool refused = response.result() == beast::http::status::forbidden;
  return Error{refused ? ErrorCode::kRefused : ErrorCode::kHandshakeFailed,
               "expected " + config_.endpoint.authority() + config_.endpoint.path +
                   " to open a WebSocket, found HTTP " + std::to_string(response.result_int()) +
                   " " + std::string(response.reason()) +
                   (refused ? "; it needs a valid token" : "; is the path right?"),
               static_cast<std::int64_t>(response.result_int()), 0};
}

asio::awaitable<Result<void>> ThunderLink::Connection::open(std::shared_ptr<Connection> self) {
  beast::error_code error;
  const std::vector<tcp::endpoint> targets = co_await self->addresses(error);
  if (self->closed_) co_return closed_error();
  if (error) co_return self->unreachable(error);

  Socket& socket = beast::get_lowest_layer(self->stream_);
  socket.expires_after(self->config_.open_timeout);
  co_await socket.async_connect(targets, asio::redirect_error(asio::use_awaitable, error));
  if (self->closed_) co_return closed_error();
  if (error) co_return self->unreachable(error);
  beast::error_code ignored;
  socket.socket().set_option(tcp::no_delay(true), ignored);

  self->stream_.set_option(websocket::stream_base::decorator(
      [subprotocol = self->config_.subprotocol](websocket::request_type& request) {
        if (subprotocol.empty()) return;
        request.set(beast::http::field::sec_websocket_protocol, subprotocol);
      }));
  self->stream_.set_option(websocket::stream_base::timeout{self->config_.open_timeout,
                                                           websocket::stream_base::none(), false});
  self->stream_.read_message_max(self->config_.max_message_bytes);
  self->stream_.auto_fragment(false);

  const std::string authority = self->config_.endpoint.authority();
  const std::string target = self->config_.endpoint.target(self->config_.token);
  websocket::response_type response;
  co_await self->stream_.async_handshake(response, authority, target,
                                         asio::redirect_error(asio::use_awaitable, error));
  if (self->closed_) co_return closed_error();
  if (error == websocket::error::upgrade_declined) {
    Error refusal = self->declined(response);
    self->cut();
    co_return refusal;
  }
  if (error) {
    self->cut();
    co_return Error{ErrorCode::kHandshakeFailed,
                    "expected " + authority + " to open a WebSocket, found: " + error.message(), 0,
                    0};
  }
  socket.expires_never();
  self->start();
  co_return Result<void>();
}

void ThunderLink::Connection::start() {
  open_ = true;
  stream_.text(true);
  InboundWatch& inbound = beast::get_lowest_layer(stream_).rate_policy();
  inbound.restart();
  last_seen_ = inbound.last_byte();
  read();
  watch();
}

void ThunderLink::Connection::read() {
  stream_.async_read(inbound_, [self = shared_from_this()](const beast::error_code& error,
                                                           std::size_t) { self->on_read(error); });
}

void ThunderLink::Connection::on_read(const beast::error_code& error) {
  if (!open_) return;
  if (error) {
    lose(error == asio::error::eof || error == websocket::error::closed
             ? "the server closed the connection"
             : error.message());
    return;
  }
  if (stream_.got_text()) {
    const auto bytes = inbound_.cdata();
    if (events_.message) events_.message({static_cast<const char*>(bytes.data()), bytes.size()});
    if (!open_) return;
  }
  inbound_.clear();
  if (inbound_.capacity() > kKeptBufferBytes) inbound_.shrink_to_fit();
  read();
}

Result<void> ThunderLink::Connection::send(std::string message) {
  if (!open_) return Error{ErrorCode::kNotConnected, "the link is not open", 0, 0};
  if (unsent_bytes_ + message.size() > config_.max_unsent_bytes) {
    return Error{ErrorCode::kOverloaded,
                 "expected at most " + std::to_string(config_.max_unsent_bytes) +
                     " bytes waiting for the server, found " + std::to_string(unsent_bytes_) +
                     " and " + std::to_string(message.size()) + " more; the server is too slow",
                 0, 0};
  }
  unsent_bytes_ += message.size();
  outbound_.push_back(std::move(message));
  if (outbound_.size() == 1) write();
  return {};
}

void ThunderLink::Connection::write() {
  stream_.async_write(asio::buffer(outbound_.front()),
                      [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                        self->on_written(error);
                      });
}

void ThunderLink::Connection::on_written(const beast::error_code& error) {
  if (!open_) return;
  if (error) {
    lose(error.message());
    return;
  }
  unsent_bytes_ -= outbound_.front().size();
  outbound_.pop_front();
  if (!outbound_.empty()) write();
}

void ThunderLink::Connection::watch() {
  const Clock::time_point from = silent_periods_ == 0
                                     ? beast::get_lowest_layer(stream_).rate_policy().last_byte()
                                     : Clock::now();
  keepalive_.expires_at(from + config_.keepalive);
  keepalive_.async_wait([self = shared_from_this()](const beast::error_code& error) {
    if (!error) self->on_watch();
  });
}

// Counts periods rather than time, so that a loop that was held up blames itself and not the
// server.
void ThunderLink::Connection::on_watch() {
  if (!open_) return;
  const Clock::time_point last = beast::get_lowest_layer(stream_).rate_policy().last_byte();
  silent_periods_ = last > last_seen_ ? 0 : silent_periods_ + 1;
  last_seen_ = last;
  if (silent_periods_ >= kSilentPeriods) {
    lose("the server sent nothing for " + std::to_string(kSilentPeriods) + " periods of " +
         std::to_string(config_.keepalive.count()) + " ms, not even to pings");
    return;
  }
  if (silent_periods_ > 0) ping();
  watch();
}

void ThunderLink::Connection::ping() {
  if (pinging_) return;
  pinging_ = true;
  stream_.async_ping(
      {}, [self = shared_from_this()](const beast::error_code&) { self->pinging_ = false; });
}

void ThunderLink::Connection::lose(const std::string& reason) {
  const auto lost = std::move(events_.lost);
  cut();
  if (lost) {
    lost(Error{ErrorCode::kLinkLost,
               "the connection to " + config_.endpoint.authority() + " broke: " + reason, 0, 0});
  }
}

void ThunderLink::Connection::cut() {
  open_ = false;
  closed_ = true;
  resolver_.cancel();
  keepalive_.cancel();
  beast::get_lowest_layer(stream_).close();
}

void ThunderLink::Connection::close() {
  if (!closed_) cut();
}

ThunderLink::ThunderLink(asio::io_context& loop, LinkConfig config, LinkEvents events)
    : connection_(std::make_shared<Connection>(loop, std::move(config), std::move(events))) {}

ThunderLink::~ThunderLink() { connection_->close(); }

asio::awaitable<Result<void>> ThunderLink::open() { return Connection::open(connection_); }

bool ThunderLink::is_open() const { return connection_->is_open(); }

Result<void> ThunderLink::send(std::string message) {
  return connection_->send(std::move(message));
}

void ThunderLink::close() { connection_->close(); }

}  // namespace ripple::thunder
