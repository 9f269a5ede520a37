/// Tells when this machine changes: its network, its displays, its time zone.
///
///     DeviceEvents events(node, *node.io_context(), machine);   // from now on, until it goes
///
/// Every change is told as the event of device_info and as that of the *.device_events contract;
/// the time zone also goes into the platform's context. Nothing is told twice with one value.
/// Descriptors of the kernel wake it, so a machine that does not change costs nothing.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <ripple/node.hpp>
#include <string>

#include "device_linux/hotplug_socket.hpp"
#include "device_linux/machine.hpp"
#include "device_linux/route_socket.hpp"
#include "device_linux/time_zone_watch.hpp"
#include "posix/descriptor_watch.hpp"

namespace ripple::device_linux {

/// Lives on the channel's thread, which must be the one that runs `io`.
class DeviceEvents {
 public:
  /// Fills the machine's network table. What cannot be watched is logged, and never told.
  DeviceEvents(Node node, boost::asio::io_context& io, std::shared_ptr<Machine> machine);
  DeviceEvents(const DeviceEvents&) = delete;
  DeviceEvents& operator=(const DeviceEvents&) = delete;

  /// Looks at the time zone at once, for who has just set it.
  void on_time_zone();

 private:
  using DeviceInfo = contracts::DeviceInfo;

  void watch_network(boost::asio::io_context& io);
  void watch_displays(boost::asio::io_context& io);
  void watch_time_zone(boost::asio::io_context& io);
  void on_network();
  void on_displays();
  void tell_context();

  Node node_;
  std::shared_ptr<Machine> machine_;

  std::optional<DeviceInfo::NetworkInfoResult> network_;
  std::optional<DeviceInfo::HDRFormatMap> hdr_;
  std::optional<DeviceInfo::AudioProfiles> audio_;
  std::optional<Machine::Pixels> screen_;
  std::optional<Machine::Pixels> video_;
  std::optional<std::string> time_zone_;

  std::optional<RouteSocket> route_socket_;
  std::optional<HotplugSocket> hotplug_socket_;
  std::optional<TimeZoneWatch> time_zone_watch_;
  std::optional<posix::DescriptorWatch> network_watch_;
  std::optional<posix::DescriptorWatch> display_watch_;
  std::optional<posix::DescriptorWatch> zone_watch_;
};

/// Registers the processors of the *.device_events contracts, which have events and no requests.
/// Until the channel is asked to stop, beside whatever else it does.
void serve_event_contracts(const Node& node);

}  // namespace ripple::device_linux
