/// Socket: one WebSocket connection to an endpoint of rules, as the tasks of a channel use it.
///
///     Socket socket(loop, place, limits, {.text = on_text, .lost = on_lost});
///     Result<void> opened = co_await socket.open(node);
///     socket.send("now");
///
/// Destroying it ends the connection at once, also from within its events. Lives on the channel's
/// thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "ripple/thunder/link.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"

namespace ripple::rules {

struct SocketEvents {
  /// A whole text message; valid during the call.
  std::function<void(std::string_view text)> text{};
  /// Once, when the open connection broke: kNotAvailable.
  std::function<void(const Error& reason)> lost{};
};

class Socket {
 public:
  Socket(boost::asio::io_context& loop, const thunder::Endpoint& place,
         const WebSocketLimits& limits, SocketEvents events);

  /// Once. Errors: kNotAvailable, kCancelled when the channel stops.
  Task<Result<void>> open(const Node& node);

  /// Errors: kNotAvailable, kOverloaded when the server does not take what was sent before.
  Result<void> send(std::string text);

 private:
  thunder::ThunderLink link_;
};

}  // namespace ripple::rules
