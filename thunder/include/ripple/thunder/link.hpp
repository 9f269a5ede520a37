/// ThunderLink: one WebSocket connection to a Thunder server, until it breaks.
///
///     ThunderLink link(loop, {.endpoint = endpoint}, {.message = on_text, .lost = on_lost});
///     Result<void> opened = co_await link.open();
///     link.send(R"({"jsonrpc":"2.0","id":1,"method":"Controller.1.status"})");
///
/// Speaks the handshake that every Thunder release accepts (subprotocol `notification`), puts
/// fragmented messages together, and takes any received byte as a sign of life, because Thunder's
/// pongs are always empty. A link does not come back: make a new one. Lives on the loop's thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ripple/thunder/endpoint.hpp"
#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

struct LinkConfig {
  Endpoint endpoint{};
  /// Sent with the handshake when not empty.
  std::string token{};
  /// Offered at the handshake when not empty; Thunder leaves links dead that offer another one.
  std::string subprotocol = "notification";
  /// For the connection and the handshake together.
  std::chrono::milliseconds open_timeout{5'000};
  /// After this long without a received byte the link pings; after three times as long it is lost.
  std::chrono::milliseconds keepalive{15'000};
  std::size_t max_message_bytes = std::size_t{64} << 20;
  /// Bytes that wait for the server to take them; more are refused.
  std::size_t max_unsent_bytes = std::size_t{64} << 20;
};

/// What a link tells its owner, on the loop's thread. Either function may close the link.
struct LinkEvents {
  /// A whole text message; valid during the call.
  std::function<void(std::string_view)> message{};
  /// Once, when an open link broke; not after close().
  std::function<void(const Error&)> lost{};
};

class ThunderLink {
 public:
  ThunderLink(boost::asio::io_context& loop, LinkConfig config, LinkEvents events);
  /// Closes.
  ~ThunderLink();
  ThunderLink(const ThunderLink&) = delete;
  ThunderLink& operator=(const ThunderLink&) = delete;

  /// Once. kUnreachable, kRefused, kHandshakeFailed, or kClosed when closed meanwhile.
  boost::asio::awaitable<Result<void>> open();

  bool is_open() const;

  /// Queues one text message. kNotConnected, or kOverloaded when too many bytes wait.
  Result<void> send(std::string message);

  /// Ends the connection at once; nothing is reported. May be called at any time.
  void close();

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace ripple::thunder
