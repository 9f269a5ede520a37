/// ThunderDevice: pool, subscriptions and plugin states of one server, put together.
///
///     ThunderDevice device(loop, {.client = {.endpoint = *Endpoint::parse(url)}});
///     Subscription colour = device.subscribe("Lightbar", "onColourChanged", on_colour);
///     Result<Json::Value> reply = co_await device.call("Lightbar.1.setColour", params, 2s);
///
/// What a program needs that talks to the plugins of a device. Lives on the loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <string>
#include <utility>

#include "ripple/thunder/deadline.hpp"
#include "ripple/thunder/error.hpp"
#include "ripple/thunder/pool.hpp"
#include "ripple/thunder/state.hpp"
#include "ripple/thunder/subscriptions.hpp"

namespace ripple::thunder {

struct DeviceConfig {
  ClientConfig client{};
  std::size_t call_links = 2;
  SubscriptionsConfig subscriptions{};
  StateConfig state{};
};

class ThunderDevice {
 public:
  ThunderDevice(boost::asio::io_context& loop, DeviceConfig config)
      : pool_(loop, {std::move(config.client), config.call_links}),
        subscriptions_(loop, pool_.events(), std::move(config.subscriptions)),
        state_(loop, pool_, subscriptions_, std::move(config.state)) {}

  /// See ThunderPool.
  bool is_connected() const { return pool_.is_connected(); }
  boost::asio::awaitable<Result<void>> connected(Deadline deadline) {
    return pool_.connected(deadline);
  }

  /// See ThunderState::call.
  boost::asio::awaitable<Result<Json::Value>> call(std::string method, Json::Value params,
                                                   Deadline deadline) {
    return state_.call(std::move(method), std::move(params), deadline);
  }

  /// See ThunderSubscriptions.
  [[nodiscard]] Subscription subscribe(std::string callsign, std::string event,
                                       EventHandler handler, std::string index = {}) {
    return subscriptions_.subscribe(std::move(callsign), std::move(event), std::move(handler),
                                    std::move(index));
  }

  ThunderPool& pool() { return pool_; }
  ThunderSubscriptions& subscriptions() { return subscriptions_; }
  ThunderState& state() { return state_; }

 private:
  ThunderPool pool_;
  ThunderSubscriptions subscriptions_;
  ThunderState state_;
};

}  // namespace ripple::thunder
