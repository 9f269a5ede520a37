#include "bare_thunder_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <charconv>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <string_view>
#include <utility>

namespace ripple::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;

namespace {

void expect(const beast::error_code& error) {
  if (!error) return;
  std::cerr << "the bare client: " << error.message() << '\n';
  std::exit(1);
}

int id_of(std::string_view text) {
  constexpr std::string_view kKey = R"("id":)";
  const std::size_t place = text.find(kKey);
  int id = -1;
  if (place == std::string_view::npos) return id;
  std::from_chars(text.data() + place + kKey.size(), text.data() + text.size(), id);
  return id;
}

}  // namespace

class BareThunderClient::Link {
 public:
  /// Called with the id of each message, -1 when it has none.
  using Handler = std::function<void(int id)>;

  Link(asio::io_context& loop, std::uint16_t port) : stream_(loop) {
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
    stream_.next_layer().set_option(tcp::no_delay(true));
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, "notification");
    }));
    stream_.handshake("127.0.0.1:" + std::to_string(port), "/jsonrpc");
    stream_.auto_fragment(false);
    stream_.text(true);
    read();
  }

  void handle_with(Handler handler) { handler_ = std::move(handler); }

  void send(std::string text) {
    outbound_.push_back(std::move(text));
    if (outbound_.size() == 1) write();
  }

 private:
  void read() {
    stream_.async_read(inbound_, [this](const beast::error_code& error, std::size_t) {
      expect(error);
      const auto bytes = inbound_.cdata();
      const int id = id_of({static_cast<const char*>(bytes.data()), bytes.size()});
      inbound_.clear();
      if (handler_) handler_(id);
      read();
    });
  }

  void write() {
    stream_.async_write(asio::buffer(outbound_.front()),
                        [this](const beast::error_code& error, std::size_t) {
                          expect(error);
                          outbound_.pop_front();
                          if (!outbound_.empty()) write();
                        });
  }

  websocket::stream<tcp::socket> stream_;
  beast::flat_buffer inbound_;
  std::deque<std::string> outbound_;
  Handler handler_;
};

BareThunderClient::BareThunderClient(asio::io_context& loop, std::uint16_t port, std::size_t links)
    : loop_(loop) {
  for (std::size_t i = 0; i < links; ++i) links_.push_back(std::make_unique<Link>(loop, port));
}

BareThunderClient::~BareThunderClient() = default;

void BareThunderClient::run(const int& left) {
  loop_.restart();
  while (left > 0) loop_.run_one();
}

void BareThunderClient::call(const std::string& method, const std::string& params, int depth,
                             int calls) {
  int unsent = calls;
  int unanswered = calls;
  const auto send = [&](Link& link, int id) {
    if (unsent-- <= 0) return;
    link.send(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + method +
              R"(","params":)" + params + "}");
  };
  for (const auto& link : links_) {
    link->handle_with([&, to = link.get()](int id) {
      if (id < 0) return;
      --unanswered;
      send(*to, id);
    });
  }
  for (int i = 0; i < depth; ++i) send(*links_[static_cast<std::size_t>(i) % links_.size()], i + 1);
  run(unanswered);
  for (const auto& link : links_) link->handle_with({});
}

void BareThunderClient::subscribe(const std::string& callsign, const std::string& event) {
  int unanswered = 1;
  links_.front()->handle_with([&unanswered](int) { --unanswered; });
  links_.front()->send(R"({"jsonrpc":"2.0","id":1,"method":")" + callsign +
                       R"(.1.register","params":{"event":")" + event + R"(","id":"bare"}})");
  run(unanswered);
  links_.front()->handle_with({});
}

void BareThunderClient::hear(int count) {
  int unheard = count;
  links_.front()->handle_with([&unheard](int) { --unheard; });
  run(unheard);
  links_.front()->handle_with({});
}

}  // namespace ripple::bench
