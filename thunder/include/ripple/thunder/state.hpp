/// ThunderState: which plugins are active, and calls that activate the one they need.
///
///     ThunderState state(loop, pool, subscriptions, {.mandatory = {"DeviceInfo"}});
///     Result<Json::Value> ssid = co_await state.call("org.rdk.Wifi.1.getConnectedSSID", {}, 5s);
///
/// A call to a plugin that is not active asks for its activation once, however many calls want it,
/// and waits; so many may wait and no more. While no connection is up calls fail at once. Mandatory
/// plugins are activated after each connection and again when they fail, with growing pauses.
/// Lives on the loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/thunder/backoff.hpp"
#include "ripple/thunder/callsign.hpp"
#include "ripple/thunder/deadline.hpp"
#include "ripple/thunder/error.hpp"
#include "ripple/thunder/plugin_state.hpp"
#include "ripple/thunder/pool.hpp"
#include "ripple/thunder/subscriptions.hpp"

namespace ripple::thunder {

struct StateConfig {
  /// Callsigns that are kept active.
  std::vector<std::string> mandatory{};
  /// How long one activation may take, with all its attempts.
  std::chrono::milliseconds activation_timeout{30'000};
  /// Pauses between attempts; devices have needed seconds between deactivation and activation.
  BackoffConfig retry{std::chrono::milliseconds{100}, std::chrono::milliseconds{5'000}};
  /// Calls that wait for an activation, over all plugins.
  std::size_t max_parked_calls = 1'000;
  Random random{};
  std::function<void(std::string_view)> log{};
};

class ThunderState {
 public:
  /// `pool` and `subscriptions` must outlive this.
  ThunderState(boost::asio::io_context& loop, ThunderPool& pool,
               ThunderSubscriptions& subscriptions, StateConfig config);
  ~ThunderState();
  ThunderState(const ThunderState&) = delete;
  ThunderState& operator=(const ThunderState&) = delete;

  /// As last heard.
  PluginState state_of(const std::string& callsign) const;

  /// Activates the plugin unless it is active, and waits until it answers calls. kUnknownPlugin,
  /// kIllegalState for an unavailable one, kOpenFailed, kOverloaded, kDeadlineExceeded, kLinkLost,
  /// kNotConnected.
  boost::asio::awaitable<Result<void>> activate(std::string callsign, Deadline deadline);

  /// Waits until the plugin answers calls, without activating it.
  boost::asio::awaitable<Result<void>> ready(std::string callsign, Deadline deadline);

  /// Waits until every mandatory plugin is active; the error names those that are not.
  boost::asio::awaitable<Result<void>> mandatory_ready(Deadline deadline);

  /// ThunderPool::call to an active plugin: `method` must begin with a callsign. A call that the
  /// server refused because the plugin had just gone was not carried out and is sent once more.
  boost::asio::awaitable<Result<Json::Value>> call(std::string method, Json::Value params,
                                                   Deadline deadline);

  /// Calls that wait for an activation now.
  std::size_t parked_calls() const;

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace ripple::thunder
