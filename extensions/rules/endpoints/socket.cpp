#include "rules/endpoints/socket.hpp"

#include <utility>

#include "ripple/asio.hpp"

namespace ripple::rules {
namespace {

thunder::LinkConfig link_config(const thunder::Endpoint& place, const WebSocketLimits& limits) {
  thunder::LinkConfig config;
  config.endpoint = place;
  config.subprotocol = {};
  config.open_timeout = limits.open_timeout;
  config.keepalive = limits.keepalive;
  config.max_message_bytes = limits.max_message_bytes;
  config.max_unsent_bytes = limits.max_unsent_bytes;
  return config;
}

Error from_link(const thunder::Error& error) {
  const bool is_full = error.code == thunder::ErrorCode::kOverloaded;
  return Error{is_full ? ErrorCode::kOverloaded : ErrorCode::kNotAvailable, error.message, {}};
}

thunder::LinkEvents link_events(SocketEvents events) {
  thunder::LinkEvents of_link;
  of_link.message = std::move(events.text);
  of_link.lost = [lost = std::move(events.lost)](const thunder::Error& error) {
    if (lost) lost(from_link(error));
  };
  return of_link;
}

}  // namespace

Socket::Socket(boost::asio::io_context& loop, const thunder::Endpoint& place,
               const WebSocketLimits& limits, SocketEvents events)
    : link_(loop, link_config(place, limits), link_events(std::move(events))) {}

Task<Result<void>> Socket::open(const Node& node) {
  boost::asio::awaitable<thunder::Result<void>> opening = link_.open();
  const Result<thunder::Result<void>> opened = co_await await_asio(node, std::move(opening));
  if (!opened) co_return opened.error();
  if (!*opened) co_return from_link(opened->error());
  co_return Result<void>();
}

Result<void> Socket::send(std::string text) {
  const thunder::Result<void> sent = link_.send(std::move(text));
  if (!sent) return from_link(sent.error());
  return {};
}

}  // namespace ripple::rules
