/// DeviceEvents: tells when the device changes, as its Thunder plugins tell it.
///
///     auto events = std::make_shared<DeviceEvents>(node, server, facts);
///     events->begin();
///
/// After each connection, and each activation of a plugin, the plugin is activated if need be, its
/// events are registered, and its facts are read: so a change while Thunder was away is told when
/// it is back. Every change is told as the event of device_info and as that of the *.device_events
/// contract; time zone, power state and internet also go into the platform's context. A plugin that
/// the server does not have tells nothing. Lives on the channel's thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <ripple/node.hpp>
#include <string>
#include <vector>

#include "device_thunder/device_facts.hpp"
#include "device_thunder/thunder_server.hpp"
#include "device_thunder/watched_fact.hpp"

namespace ripple::device_thunder {

class DeviceEvents : public std::enable_shared_from_this<DeviceEvents> {
 public:
  DeviceEvents(Node node, std::shared_ptr<ThunderServer> server,
               std::shared_ptr<DeviceFacts> facts);
  DeviceEvents(const DeviceEvents&) = delete;
  DeviceEvents& operator=(const DeviceEvents&) = delete;

  /// Watches from now on.
  void begin();

  /// For who has just changed them.
  void set_name(const std::string& name) { name_->set(name); }
  void set_time_zone(const std::string& zone) { time_zone_->set(zone); }

 private:
  /// A plugin and what it tells of.
  struct Followed {
    std::string callsign;
    std::vector<thunder::Subscription> subscriptions;
    /// Facts that are read when the plugin is there again.
    std::vector<std::function<void()>> facts;
    /// Other things to do then.
    std::function<Task<void>()> at_first;
    bool is_wanted = false;
    bool is_running = false;
  };
  using FollowedPointer = std::shared_ptr<Followed>;
  using DeviceInfo = contracts::DeviceInfo;

  template <typename T, typename Read, typename Tell>
  std::shared_ptr<WatchedFact<T>> watched(const char* name, Read read, Tell tell);
  /// Refreshes the facts at each of the events.
  template <typename... Facts>
  FollowedPointer follow(const char* callsign, const std::vector<const char*>& events,
                         const std::shared_ptr<Facts>&... facts);
  void want(const FollowedPointer& plugin);
  static Task<void> run(std::shared_ptr<DeviceEvents> self, FollowedPointer plugin);
  Task<bool> settle(FollowedPointer plugin);
  static Task<void> monitor_internet(std::shared_ptr<ThunderServer> server);
  void watch_states();

  Node node_;
  std::shared_ptr<ThunderServer> server_;
  std::shared_ptr<DeviceFacts> facts_;
  std::shared_ptr<WatchedFact<std::string>> name_;
  std::shared_ptr<WatchedFact<std::string>> time_zone_;
  std::vector<FollowedPointer> plugins_;
  thunder::Subscription states_;
};

/// Registers the processors of the *.device_events contracts, which have events and no requests.
/// Until the channel is asked to stop, beside whatever else it does.
void serve_event_contracts(const Node& node, const std::shared_ptr<ThunderServer>& server);

}  // namespace ripple::device_thunder
