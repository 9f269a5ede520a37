#include "device_thunder/device_events.hpp"

#include <ripple/contracts/audio_device_events.hpp>
#include <ripple/contracts/hdr_device_events.hpp>
#include <ripple/contracts/input_device_events.hpp>
#include <ripple/contracts/internet_device_events.hpp>
#include <ripple/contracts/network_device_events.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/screen_resolution_device_events.hpp>
#include <ripple/contracts/system_power_state_device_events.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/contracts/video_resolution_device_events.hpp>
#include <ripple/contracts/voice_guidance_device_events.hpp>
#include <ripple/json.hpp>
#include <ripple/thunder/plugin_state.hpp>
#include <utility>

#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using namespace contracts;

constexpr std::chrono::seconds kActivationTime{30};
/// What Ripple asks for, too.
constexpr int kInternetIntervalSeconds = 180;

/// Tells a value as each of the events; one contract's type becomes another's by way of JSON.
template <typename... Events, typename T>
void tell(const Node& node, const T& value) {
  const Json::Value json = to_json(value);
  const auto tell_one = [&](auto event) {
    auto sent = from_json(json, event.payload);
    if (sent) sent = node.emit(event);
    if (!sent) node.log(LogLevel::kWarning, "an event was not told: " + sent.error().message);
  };
  (tell_one(Events()), ...);
}

Task<void> update_context(Node node, RippleContext::update change) {
  const auto updated = co_await node.call(change);
  if (!updated) {
    node.log(LogLevel::kWarning, "the platform's context was not told: " + updated.error().message);
  }
}

/// Tells as tell() does, unless it is the first value.
template <typename... Events>
auto teller(const Node& node) {
  return [node](const auto& value, bool is_change) {
    if (is_change) tell<Events...>(node, value);
  };
}

/// The same, and the platform's context in any case.
template <typename... Events, typename Member>
auto context_teller(const Node& node, Member member) {
  return [node, member](const auto& value, bool is_change) {
    if (is_change) tell<Events...>(node, value);
    RippleContext::update change;
    auto& field = change.context.*member;
    field.emplace();
    if (from_json(to_json(value), *field)) {
      node.spawn(update_context(node, std::move(change)), "update of the context");
    }
  };
}

void tell_input(const Node& node, bool connected) {
  InputDeviceEvents::OnChanged event;
  event.payload = Json::Value(Json::objectValue);
  event.payload["display"]["connected"] = connected;
  if (const auto sent = node.emit(event); !sent) {
    node.log(LogLevel::kWarning, sent.error().message);
  }
}

template <typename... Contracts>
void serve_events_of(const Node& node, const std::shared_ptr<ThunderServer>& server) {
  const auto unsupported = [](auto& call) { return answer_unsupported(call); };
  (node.spawn(serve_while_there<Contracts>(node, server, unsupported),
              std::string(Contracts::kName)),
   ...);
}

}  // namespace

template <typename T, typename Read, typename Tell>
std::shared_ptr<WatchedFact<T>> DeviceEvents::watched(const char* name, Read read, Tell tell) {
  return std::make_shared<WatchedFact<T>>(
      node_, name, [facts = facts_, read](Deadline deadline) { return ((*facts).*read)(deadline); },
      tell);
}

template <typename... Facts>
DeviceEvents::FollowedPointer DeviceEvents::follow(const char* callsign,
                                                   const std::vector<const char*>& events,
                                                   const std::shared_ptr<Facts>&... facts) {
  auto plugin = std::make_shared<Followed>();
  plugin->callsign = callsign;
  (plugin->facts.push_back([facts] { facts->refresh(); }), ...);
  for (const char* const event : events) {
    plugin->subscriptions.push_back(server_->device().subscribe(
        callsign, event, [refreshers = plugin->facts](const Json::Value&) {
          for (const auto& refresh : refreshers) refresh();
        }));
  }
  plugins_.push_back(plugin);
  return plugin;
}

DeviceEvents::DeviceEvents(Node node, std::shared_ptr<ThunderServer> server,
                           std::shared_ptr<DeviceFacts> facts)
    : node_(std::move(node)), server_(std::move(server)), facts_(std::move(facts)) {
  using Facts = DeviceFacts;
  name_ = watched<std::string>(
      "device.name", &Facts::name,
      teller<DeviceInfo::OnNameChanged, DeviceInfo::OnDeviceNameChanged>(node_));
  time_zone_ = watched<std::string>(
      "localization.timeZone", &Facts::time_zone,
      context_teller<DeviceInfo::OnTimeZoneChanged, TimeZoneDeviceEvents::OnChanged>(
          node_, &RippleContext::Platform::time_zone));
  const auto power = watched<DeviceInfo::PowerLevel>(
      "device_info.powerState", &Facts::power_state,
      context_teller<DeviceInfo::OnPowerStateChanged, SystemPowerStateDeviceEvents::OnChanged>(
          node_, &RippleContext::Platform::system_power_state));
  follow("org.rdk.System", {"onFriendlyNameChanged"}, name_);
  follow("org.rdk.System", {"onTimeZoneDSTChanged"}, time_zone_);
  follow("org.rdk.System", {"onSystemPowerStateChanged"}, power);

  const auto network = watched<DeviceInfo::NetworkInfoResult>(
      "device.network", &Facts::network,
      teller<DeviceInfo::OnNetworkChanged, NetworkDeviceEvents::OnChanged>(node_));
  const auto internet = watched<DeviceInfo::Connectivity>(
      "device_info.internetStatus", &Facts::connectivity,
      context_teller<DeviceInfo::OnInternetStatusChanged, InternetDeviceEvents::OnChanged>(
          node_, &RippleContext::Platform::internet_connectivity));
  follow("org.rdk.Network",
         {"onConnectionStatusChanged", "onInterfaceStatusChanged", "onDefaultInterfaceChanged"},
         network);
  follow("org.rdk.Network", {"onInternetStatusChange"}, internet)->at_first = [server = server_] {
    return monitor_internet(server);
  };

  const auto hdcp = watched<DeviceInfo::HDCPVersionMap>("device.hdcp", &Facts::hdcp,
                                                        teller<DeviceInfo::OnHdcpChanged>(node_));
  const auto hdr = watched<DeviceInfo::HDRFormatMap>(
      "device.hdr", &Facts::hdr,
      teller<DeviceInfo::OnHdrChanged, HdrDeviceEvents::OnChanged>(node_));
  const auto display = watched<bool>("the display", &Facts::display_connected,
                                     [node = node_](bool connected, bool is_change) {
                                       if (is_change) tell_input(node, connected);
                                     });
  follow("org.rdk.HdcpProfile", {"onDisplayConnectionChanged"}, hdcp, hdr, display);

  const auto audio = watched<DeviceInfo::AudioProfiles>(
      "device.audio", &Facts::audio,
      teller<DeviceInfo::OnAudioChanged, AudioDeviceEvents::OnChanged>(node_));
  const auto screen = watched<DeviceFacts::Pixels>(
      "device.screenResolution", &Facts::screen_resolution,
      teller<DeviceInfo::OnScreenResolutionChanged, ScreenResolutionDeviceEvents::OnChanged>(
          node_));
  const auto video = watched<DeviceFacts::Pixels>(
      "device.videoResolution", &Facts::video_resolution,
      teller<DeviceInfo::OnVideoResolutionChanged, VideoResolutionDeviceEvents::OnChanged>(node_));
  follow("org.rdk.DisplaySettings", {"audioFormatChanged", "connectedAudioPortUpdated"}, audio);
  follow("org.rdk.DisplaySettings", {"resolutionChanged", "connectedVideoDisplaysUpdated"}, screen,
         video);

  const auto guidance =
      watched<DeviceFacts::VoiceGuidance>("voice guidance", &Facts::voice_guidance,
                                          teller<VoiceGuidanceDeviceEvents::OnChanged>(node_));
  follow("org.rdk.UserSettings",
         {"onVoiceGuidanceChanged", "onVoiceGuidanceRateChanged", "onVoiceGuidanceHintsChanged"},
         guidance);
}

void DeviceEvents::begin() {
  server_->on_connected([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    for (const auto& plugin : self->plugins_) self->want(plugin);
  });
  watch_states();
}

void DeviceEvents::watch_states() {
  states_ = server_->device().subscribe(
      "Controller", "statechange", [weak = weak_from_this()](const Json::Value& params) {
        const auto self = weak.lock();
        const auto callsign = text_of(params, "callsign");
        const auto state = text_of(params, "state");
        if (!self || !callsign || !state) return;
        if (!thunder::is_ready(thunder::plugin_state_from(*state))) return;
        for (const auto& plugin : self->plugins_) {
          if (plugin->callsign == *callsign) self->want(plugin);
        }
      });
}

void DeviceEvents::want(const FollowedPointer& plugin) {
  plugin->is_wanted = true;
  if (plugin->is_running) return;
  plugin->is_running = true;
  node_.spawn(run(shared_from_this(), plugin), "events of " + plugin->callsign);
}

Task<void> DeviceEvents::run(std::shared_ptr<DeviceEvents> self, FollowedPointer plugin) {
  while (plugin->is_wanted && !self->node_.is_stopping()) {
    plugin->is_wanted = false;
    if (!co_await self->settle(plugin)) continue;
    for (const auto& refresh : plugin->facts) refresh();
  }
  plugin->is_running = false;
}

/// Waits until the plugin is active and its events are registered; false when it is not to be.
Task<bool> DeviceEvents::settle(FollowedPointer plugin) {
  auto& device = server_->device();
  auto connecting = device.connected(kActivationTime);
  const auto connected = co_await server_->wait_for(std::move(connecting));
  if (!connected || !*connected) co_return false;
  auto activating = device.state().activate(plugin->callsign, kActivationTime);
  const auto active = co_await server_->wait_for(std::move(activating));
  if (!active) co_return false;
  if (!*active) {
    node_.log(LogLevel::kInfo, "events of " + plugin->callsign +
                                   " are not told for now: " + active->error().message);
    co_return false;
  }
  if (plugin->at_first) co_await plugin->at_first();
  for (const auto& subscription : plugin->subscriptions) {
    auto registering = subscription.registered(kActivationTime);
    const auto registered = co_await server_->wait_for(std::move(registering));
    if (!registered) co_return false;
    if (!*registered) node_.log(LogLevel::kWarning, registered->error().message);
  }
  co_return true;
}

Task<void> DeviceEvents::monitor_internet(std::shared_ptr<ThunderServer> server) {
  Json::Value params(Json::objectValue);
  params["interval"] = kInternetIntervalSeconds;
  // A plugin that cannot look for itself says so; its state can still be asked for.
  static_cast<void>(co_await server->call("org.rdk.Network.1.startConnectivityMonitoring",
                                          std::move(params), Deadline()));
}

void serve_event_contracts(const Node& node, const std::shared_ptr<ThunderServer>& server) {
  serve_events_of<NetworkDeviceEvents, TimeZoneDeviceEvents, HdrDeviceEvents, AudioDeviceEvents,
                  ScreenResolutionDeviceEvents, VideoResolutionDeviceEvents,
                  SystemPowerStateDeviceEvents, InternetDeviceEvents, VoiceGuidanceDeviceEvents,
                  InputDeviceEvents>(node, server);
}

}  // namespace ripple::device_thunder
