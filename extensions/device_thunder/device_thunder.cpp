#include <chrono>
#include <ripple/contracts/audio_device_events.hpp>
#include <ripple/contracts/browser.hpp>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/hdr_device_events.hpp>
#include <ripple/contracts/input_device_events.hpp>
#include <ripple/contracts/internet_device_events.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/network_device_events.hpp>
#include <ripple/contracts/remote_accessory.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/screen_resolution_device_events.hpp>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/contracts/system_power_state_device_events.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/contracts/video_resolution_device_events.hpp>
#include <ripple/contracts/voice_guidance_device_events.hpp>
#include <ripple/contracts/wifi.hpp>
#include <ripple/contracts/window_manager.hpp>
#include <ripple/sdk.hpp>

#include "device_thunder/device_channel.hpp"

namespace {

using namespace ripple::contracts;

std::int64_t wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

ripple::Task<void> serve(ripple::Node node) {
  return ripple::device_thunder::serve_device(node, {*node.io_context(), wall_clock, {}});
}

}  // namespace

RIPPLE_EXTN_LIBRARY(
    ripple::entry("ripple:channel:device:thunder")
        .version("1.0.0")
        .provides<DeviceInfo, LocalStorage, SecureStorage, Wifi, WindowManager, Browser,
                  RemoteAccessory>()
        .provides<NetworkDeviceEvents, TimeZoneDeviceEvents, HdrDeviceEvents, AudioDeviceEvents,
                  ScreenResolutionDeviceEvents, VideoResolutionDeviceEvents,
                  SystemPowerStateDeviceEvents, InternetDeviceEvents, VoiceGuidanceDeviceEvents,
                  InputDeviceEvents>()
        .uses<Config, RippleContext>()
        .channel(serve))
