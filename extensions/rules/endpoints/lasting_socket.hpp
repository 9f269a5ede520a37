/// LastingSocket: a WebSocket connection to an endpoint of rules that renews itself for ever.
///
///     auto socket = std::make_shared<LastingSocket>(node, loop, place, limits, events);
///     socket->start();
///     ...
///     socket->close();
///
/// After each failure it waits longer, up to a limit, and at random, so that many do not return in
/// step. Lives on the channel's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ripple/channel.hpp"
#include "ripple/error.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "ripple/thunder/backoff.hpp"
#include "ripple/thunder/endpoint.hpp"
#include "rules/endpoints/socket.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"

namespace ripple::rules {

/// None of them is called after close().
struct LastingSocketEvents {
  /// Sent first on each new connection, unless it is empty.
  std::string greeting{};
  /// A new connection is open; send() works.
  std::function<void()> opened{};
  std::function<void(std::string_view text)> message{};
  /// The connection broke.
  std::function<void(const Error& reason)> lost{};
};

class LastingSocket : public std::enable_shared_from_this<LastingSocket> {
 public:
  LastingSocket(Node node, boost::asio::io_context& loop, thunder::Endpoint place,
                const WebSocketLimits& limits, LastingSocketEvents events);

  /// Once: connects from now on.
  void start();

  bool is_open() const { return is_open_; }

  /// Errors: kNotAvailable with the last failure, kOverloaded.
  Result<void> send(std::string text);

  /// Why there is no connection at the moment: kNotAvailable.
  Error not_available() const;

  /// For good.
  void close();

 private:
  static Task<void> keep_open(std::shared_ptr<LastingSocket> self);
  Receiver<bool> make_socket();
  void fail(const Error& reason);

  Node node_;
  boost::asio::io_context& loop_;
  thunder::Endpoint place_;
  WebSocketLimits limits_;
  LastingSocketEvents events_;
  thunder::Backoff pauses_;
  std::optional<Socket> socket_;
  bool is_open_ = false;
  bool is_closed_ = false;
  std::string last_failure_ = "no attempt to connect has ended yet";
  JoinHandle<void> keeper_;
};

}  // namespace ripple::rules
