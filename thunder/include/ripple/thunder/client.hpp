/// ThunderClient: JSON-RPC calls to a Thunder server over one connection that renews itself.
///
///     boost::asio::io_context loop;
///     ThunderClient client(loop, {.endpoint = *Endpoint::parse("ws://127.0.0.1:9998/jsonrpc")});
///     co_await client.connected(5s);
///     Result<Json::Value> info = co_await client.call("DeviceInfo.1.systeminfo", {}, 2s);
///
/// When the connection breaks all pending calls fail at once with kLinkLost and are not sent again;
/// the client reconnects with growing pauses for ever. While it is away calls fail at once with
/// kNotConnected. Replies may come in any order. Everything runs on the loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ripple/thunder/backoff.hpp"
#include "ripple/thunder/deadline.hpp"
#include "ripple/thunder/endpoint.hpp"
#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

struct ClientConfig {
  Endpoint endpoint{};
  /// Asked before each handshake, since Thunder's tokens die with the server; may be empty.
  std::function<std::string()> token{};
  Generation generation = Generation::kUnknown;

  std::chrono::milliseconds open_timeout{5'000};
  /// See LinkConfig.
  std::chrono::milliseconds keepalive{15'000};
  BackoffConfig reconnect{};
  /// A connection that held this long starts the pauses anew when it breaks.
  std::chrono::milliseconds stable_after{5'000};

  std::size_t max_message_bytes = std::size_t{64} << 20;
  std::size_t max_pending_calls = 10'000;

  /// For the jitter; the system's when empty.
  Random random{};
  /// What no caller can be told: failed attempts to connect, errors without an id. May be empty.
  std::function<void(std::string_view)> log{};
};

/// What a client tells those who watch it, on the loop's thread.
struct ClientEvents {
  std::function<void()> connected{};
  /// Pending calls have failed by now.
  std::function<void(const Error&)> lost{};
  /// A notification of the server: its method (`<client id>.<event>[@index]`) and params.
  std::function<void(const std::string& method, const Json::Value& params)> event{};
};

struct ClientCounters {
  std::uint64_t connections = 0;
  std::uint64_t failed_attempts = 0;
  /// Answers that no call waited for any more.
  std::uint64_t late_answers = 0;
  /// Errors that the server sent without an id.
  std::uint64_t errors_without_id = 0;
  /// Messages that were no JSON-RPC.
  std::uint64_t malformed = 0;
};

class ThunderClient {
 public:
  /// Starts to connect as soon as the loop runs.
  ThunderClient(boost::asio::io_context& loop, ClientConfig config);
  /// Closes.
  ~ThunderClient();
  ThunderClient(const ThunderClient&) = delete;
  ThunderClient& operator=(const ThunderClient&) = delete;

  bool is_connected() const;

  /// Waits for the connection. On kDeadlineExceeded the message has the last attempt's failure.
  boost::asio::awaitable<Result<void>> connected(Deadline deadline);

  /// `method` is a designator: `[callsign.][version.]method[@index]`, case-sensitive. Without
  /// params, or with an empty object, none are sent: Thunder would take them for a property's new
  /// value. Otherwise params must be an object, or what the method's own documentation says.
  boost::asio::awaitable<Result<Json::Value>> call(std::string method, Json::Value params,
                                                   Deadline deadline);

  /// The value of a property.
  boost::asio::awaitable<Result<Json::Value>> get(std::string property, Deadline deadline);

  /// Sends `value` as it is, also when it is empty.
  boost::asio::awaitable<Result<void>> set(std::string property, Json::Value value,
                                           Deadline deadline);

  /// Adds a watcher, for the client's life. It hears of the next connection, not of a present one.
  void watch(ClientEvents events);

  std::size_t pending_calls() const;
  const ClientCounters& counters() const;

  /// Pending calls fail with kClosed; the client stays closed.
  void close();

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace ripple::thunder
