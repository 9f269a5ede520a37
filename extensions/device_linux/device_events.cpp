#include "device_linux/device_events.hpp"

#include <json/value.h>

#include <ripple/contracts/audio_device_events.hpp>
#include <ripple/contracts/hdr_device_events.hpp>
#include <ripple/contracts/network_device_events.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/screen_resolution_device_events.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/contracts/video_resolution_device_events.hpp>
#include <ripple/json.hpp>
#include <ripple/serve.hpp>
#include <utility>

namespace ripple::device_linux {
namespace {

/// Takes what is so now. True when it is known and differs from what was so before.
template <typename T>
bool take_change(std::optional<T>& known, const Result<T>& now) {
  if (!now) {
    known.reset();
    return false;
  }
  if (known == *now) return false;
  known = *now;
  return true;
}

/// Tells a value as two events: that of device_info and that of a contract of its own.
template <typename Event, typename OwnEvent, typename T>
void tell(const Node& node, const T& value) {
  Event event;
  event.payload = value;
  OwnEvent own_event;
  if (auto read = from_json(to_json(value), own_event.payload); !read) {
    node.log(LogLevel::kError, "an event was left out: " + read.error().message);
    return;
  }
  for (const auto& sent : {node.emit(event), node.emit(own_event)}) {
    if (!sent) node.log(LogLevel::kWarning, sent.error().message);
  }
}

Task<void> update_context(Node node, contracts::RippleContext::update change) {
  const auto updated = co_await node.call(change);
  if (!updated) {
    node.log(LogLevel::kWarning,
             "the platform's context was not told the time zone: " + updated.error().message);
  }
}

template <typename... Contracts>
void serve_events_of(const Node& node) {
  (node.spawn(serve<Contracts>(node, [](auto& call) { call.reply_unsupported(); }),
              std::string(Contracts::kName)),
   ...);
}

}  // namespace

DeviceEvents::DeviceEvents(Node node, boost::asio::io_context& io, std::shared_ptr<Machine> machine)
    : node_(std::move(node)), machine_(std::move(machine)) {
  watch_network(io);
  watch_displays(io);
  watch_time_zone(io);
}

void DeviceEvents::watch_network(boost::asio::io_context& io) {
  auto socket = RouteSocket::open();
  auto loaded = socket ? socket->load(machine_->network_table()) : Result<void>(socket.error());
  if (!loaded) {
    node_.log(LogLevel::kWarning, "the network is not watched: " + loaded.error().message);
    return;
  }
  route_socket_.emplace(std::move(*socket));
  take_change(network_, machine_->network());
  network_watch_.emplace(io, route_socket_->descriptor(), [this] { on_network(); });
}

void DeviceEvents::watch_displays(boost::asio::io_context& io) {
  auto socket = HotplugSocket::open();
  if (!socket) {
    node_.log(LogLevel::kWarning, "displays are not watched: " + socket.error().message);
    return;
  }
  hotplug_socket_.emplace(std::move(*socket));
  take_change(hdr_, machine_->hdr());
  take_change(audio_, machine_->audio());
  take_change(screen_, machine_->screen_resolution());
  take_change(video_, machine_->video_resolution());
  display_watch_.emplace(io, hotplug_socket_->descriptor(), [this] {
    if (hotplug_socket_->drain()) on_displays();
  });
}

void DeviceEvents::watch_time_zone(boost::asio::io_context& io) {
  if (take_change(time_zone_, machine_->time_zone())) tell_context();
  auto watch = TimeZoneWatch::open(machine_->files());
  if (!watch) {
    node_.log(LogLevel::kWarning, "the time zone is not watched: " + watch.error().message);
    return;
  }
  time_zone_watch_.emplace(std::move(*watch));
  zone_watch_.emplace(io, time_zone_watch_->descriptor(), [this] {
    if (time_zone_watch_->drain()) on_time_zone();
  });
}

void DeviceEvents::on_network() {
  if (auto drained = route_socket_->drain(machine_->network_table()); !drained) {
    node_.log(LogLevel::kError, "the network is not watched any more: " + drained.error().message);
    network_watch_.reset();
    return;
  }
  if (!take_change(network_, machine_->network())) return;
  tell<DeviceInfo::OnNetworkChanged, contracts::NetworkDeviceEvents::OnChanged>(node_, *network_);
}

void DeviceEvents::on_displays() {
  if (take_change(hdr_, machine_->hdr())) {
    tell<DeviceInfo::OnHdrChanged, contracts::HdrDeviceEvents::OnChanged>(node_, *hdr_);
  }
  if (take_change(audio_, machine_->audio())) {
    tell<DeviceInfo::OnAudioChanged, contracts::AudioDeviceEvents::OnChanged>(node_, *audio_);
  }
  if (take_change(screen_, machine_->screen_resolution())) {
    tell<DeviceInfo::OnScreenResolutionChanged, contracts::ScreenResolutionDeviceEvents::OnChanged>(
        node_, *screen_);
  }
  if (take_change(video_, machine_->video_resolution())) {
    tell<DeviceInfo::OnVideoResolutionChanged, contracts::VideoResolutionDeviceEvents::OnChanged>(
        node_, *video_);
  }
}

void DeviceEvents::on_time_zone() {
  if (!take_change(time_zone_, machine_->time_zone())) return;
  tell<DeviceInfo::OnTimeZoneChanged, contracts::TimeZoneDeviceEvents::OnChanged>(node_,
                                                                                  *time_zone_);
  tell_context();
}

void DeviceEvents::tell_context() {
  contracts::RippleContext::update change;
  change.context.time_zone = *time_zone_;
  node_.spawn(update_context(node_, std::move(change)), "update of the context");
}

void serve_event_contracts(const Node& node) {
  using namespace contracts;
  serve_events_of<NetworkDeviceEvents, TimeZoneDeviceEvents, HdrDeviceEvents, AudioDeviceEvents,
                  ScreenResolutionDeviceEvents, VideoResolutionDeviceEvents>(node);
}

}  // namespace ripple::device_linux
