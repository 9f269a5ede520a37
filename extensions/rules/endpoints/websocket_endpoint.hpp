/// make_websocket_endpoint: requests of rules to a WebSocket server.
///
///     auto made = make_websocket_endpoint(node, "ws://127.0.0.1:9000/api", true);
///     auto reply = co_await (*made)->call({.alias = "lamp.color", .deadline = by});
///     auto held = (*made)->subscribe({.alias = "lamp.onColor"}, on_color);
///
/// With `jsonrpc` there is one connection, which renews itself for ever, and JSON-RPC 2.0 on it:
/// the alias is the method, replies are matched by id in any order. What the other side answers,
/// result or error, is the reply as it came. While there is no connection calls fail at once with
/// kNotAvailable, those under way too when it breaks; they are not sent again. A subscription sends
/// the alias as a method and again on each new connection; its events are further results under the
/// same id (as Firebolt 1 sends them), notifications named "ID.ANYTHING" (as Thunder does), and
/// notifications named as the alias. When it is given up, params with "listen": true are sent once
/// more with "listen": false.
///
/// Without, each request has a connection of its own to the endpoint's URL with the alias behind
/// it. The params are sent as one text, or nothing where there are none. A call's reply is the
/// first text that comes, a subscription's events are all of them: as JSON, or as a string when a
/// text is no JSON. A subscription connects again for ever.
///
/// Only ws:// is spoken.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "ripple/thunder/backoff.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

struct WebSocketLimits {
  /// A longer message breaks its connection.
  std::size_t max_message_bytes = std::size_t{4} << 20;
  /// What waits for the server to take it; more is refused with kOverloaded.
  std::size_t max_unsent_bytes = std::size_t{4} << 20;
  /// More are refused with kOverloaded.
  std::size_t max_calls_under_way = 256;
  std::size_t max_subscriptions = 256;

  /// For the connection and the handshake together; a call's deadline counts besides.
  std::chrono::milliseconds open_timeout{5'000};
  /// After this long without a byte the connection is pinged; after three times as long it is lost.
  std::chrono::milliseconds keepalive{15'000};
  thunder::BackoffConfig reconnect{};
  /// A connection that held this long starts the pauses anew when it breaks.
  std::chrono::milliseconds stable_after{5'000};
  /// For the jitter of the pauses; the system's when empty.
  thunder::Random random{};
};

/// For a channel with a thread of its own. Errors: kBadManifest for a URL that is not ws://,
/// kFailedPrecondition on an inline channel.
Result<std::unique_ptr<Endpoint>> make_websocket_endpoint(Node node, const std::string& url,
                                                          bool jsonrpc,
                                                          WebSocketLimits limits = {});

}  // namespace ripple::rules
