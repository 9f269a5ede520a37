#include <chrono>
#include <cstdlib>
#include <ripple/contracts/audio_device_events.hpp>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/hdr_device_events.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/network_device_events.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/screen_resolution_device_events.hpp>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/contracts/video_resolution_device_events.hpp>
#include <ripple/sdk.hpp>

#include "device_linux/device_channel.hpp"

namespace {

using namespace ripple::contracts;

std::int64_t wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

ripple::Task<void> serve(ripple::Node node) {
  return ripple::device_linux::serve_device(
      node,
      {ripple::device_linux::SystemFiles(), *node.io_context(), wall_clock, std::getenv("TZ")});
}

}  // namespace

RIPPLE_EXTN_LIBRARY(
    ripple::entry("ripple:channel:device:linux")
        .version("1.0.0")
        .provides<DeviceInfo, LocalStorage, SecureStorage>()
        .provides<NetworkDeviceEvents, TimeZoneDeviceEvents, HdrDeviceEvents, AudioDeviceEvents,
                  ScreenResolutionDeviceEvents, VideoResolutionDeviceEvents>()
        .uses<Config, RippleContext>()
        .channel(serve))
