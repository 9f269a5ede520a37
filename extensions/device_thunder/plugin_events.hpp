/// PluginEvents: what a plugin tells while one request waits for it.
///
///     PluginEvents events(server, "org.rdk.Wifi");
///     events.listen("onAvailableSSIDs");
///     if (auto ready = co_await events.ready(deadline); !ready) co_return ready.error();
///     ...                                                  // ask the plugin for what it will tell
///     auto event = co_await events.next(deadline);
///
/// A coroutine of Asio's. A lost connection ends the wait at once with kLinkLost.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <ripple/thunder/device.hpp>
#include <string>
#include <vector>

#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

struct PluginEvent {
  std::string name;
  Json::Value params;
};

class PluginEvents {
 public:
  PluginEvents(std::shared_ptr<ThunderServer> server, std::string callsign);
  ~PluginEvents();
  PluginEvents(const PluginEvents&) = delete;
  PluginEvents& operator=(const PluginEvents&) = delete;

  void listen(const std::string& event);

  /// Activates the plugin, and waits until the server knows that somebody listens.
  boost::asio::awaitable<thunder::Result<void>> ready(thunder::Deadline deadline);

  /// The next event, in the order of arrival. kDeadlineExceeded, kLinkLost, or kOverloaded when
  /// events came faster than they were taken.
  boost::asio::awaitable<thunder::Result<PluginEvent>> next(thunder::Deadline deadline);

  /// For the server.
  void on_lost(const thunder::Error& error);

 private:
  void take(const std::string& event, const Json::Value& params);
  void end(thunder::Error error);

  std::shared_ptr<ThunderServer> server_;
  std::string callsign_;
  std::vector<thunder::Subscription> subscriptions_;
  std::deque<PluginEvent> events_;
  std::optional<thunder::Error> end_;
  boost::asio::steady_timer changed_;
};

}  // namespace ripple::device_thunder
