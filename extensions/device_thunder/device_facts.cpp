#include "device_thunder/device_facts.hpp"

#include <array>
#include <optional>
#include <utility>

#include "device/resolution.hpp"
#include "device_thunder/display_facts.hpp"
#include "device_thunder/network_facts.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/system_facts.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;

constexpr const char* kSystemInfo = "DeviceInfo.1.systeminfo";
constexpr const char* kSystemVersions = "org.rdk.System.1.getSystemVersions";
constexpr const char* kTimeZones = "org.rdk.System.1.getTimeZones";
constexpr const char* kInterfaces = "org.rdk.Network.1.getInterfaces";
constexpr const char* kHdcpStatus = "org.rdk.HdcpProfile.1.getHDCPStatus";

Error unknown(const char* what, const char* who) {
  return {ErrorCode::kNotSupported, std::string(what) + " is not known: " + who, {}};
}

DeviceFacts::Pixels pixels(const device::Resolution& resolution) {
  return {resolution.width, resolution.height};
}

/// What `map` makes of a reply.
template <typename Map>
auto mapped(const Result<Json::Value>& reply, Map&& map) -> decltype(map(*reply)) {
  if (!reply) return reply.error();
  return map(*reply);
}

}  // namespace

Task<Result<Json::Value>> DeviceFacts::reply_if_any(const char* method, Deadline deadline) {
  auto reply = co_await server_->call(method, Json::Value(), deadline);
  if (!reply && reply.error().code == ErrorCode::kNotSupported) co_return Json::Value();
  co_return reply;
}

Task<Result<std::optional<std::string>>> DeviceFacts::ask_for_text(std::span<const Source> sources,
                                                                   Deadline deadline) {
  for (const Source& source : sources) {
    const auto reply = co_await reply_if_any(source.method, deadline);
    if (!reply) co_return reply.error();
    auto text = text_of(*reply, source.member);
    if (text) co_return std::move(text);
  }
  co_return std::optional<std::string>();
}

Task<Result<std::string>> DeviceFacts::text(std::span<const Source> sources,
                                            std::optional<std::string> otherwise, const char* what,
                                            const char* who, Deadline deadline) {
  auto found = co_await ask_for_text(sources, deadline);
  if (!found) co_return found.error();
  if (*found) co_return std::move(**found);
  if (otherwise) co_return std::move(*otherwise);
  co_return unknown(what, who);
}

Task<Result<std::string>> DeviceFacts::make(Deadline deadline) {
  static constexpr std::array<Source, 2> kSources = {
      {{"DeviceInfo.1.make", "make"}, {"org.rdk.System.1.getDeviceInfo", "make"}}};
  return text(kSources, settings_.additional_text("make"), "device.make",
              "neither DeviceInfo, org.rdk.System nor default_values.additional_info.make says it",
              deadline);
}

Task<Result<std::string>> DeviceFacts::model(Deadline deadline) {
  static constexpr std::array<Source, 1> kNumber = {
      {{"org.rdk.System.1.getDeviceInfo", "model_number"}}};
  static constexpr std::array<Source, 1> kName = {{{"DeviceInfo.1.modelname", "model"}}};
  auto number = co_await ask_for_text(kNumber, deadline);
  if (!number) co_return number.error();
  if (*number) {
    if (const auto name = text_of(settings_.model_friendly_names, (*number)->c_str())) {
      co_return *name;
    }
  }
  if (!*number) *number = settings_.additional_text("model");
  co_return co_await text(
      kName, std::move(*number), "device.model",
      "neither org.rdk.System, DeviceInfo nor default_values.additional_info.model says it",
      deadline);
}

Task<Result<std::string>> DeviceFacts::sku(Deadline deadline) {
  static constexpr std::array<Source, 1> kSources = {{{"DeviceInfo.1.modelid", "sku"}}};
  return text(kSources, settings_.additional_text("sku"), "device.sku",
              "neither DeviceInfo nor default_values.additional_info.sku says it", deadline);
}

Task<Result<std::string>> DeviceFacts::serial_number(Deadline deadline) {
  static constexpr std::array<Source, 3> kSources = {
      {{"DeviceInfo.1.serialnumber", "serialnumber"},
       {"org.rdk.System.1.getSerialNumber", "serialNumber"},
       {kSystemInfo, "serialnumber"}}};
  return text(kSources, std::nullopt, "device_info.serialNumber",
              "neither DeviceInfo nor org.rdk.System says it", deadline);
}

std::string DeviceFacts::platform() const {
  return settings_.additional_text("platform").value_or("WPE");
}

Task<Result<DeviceInfo::DeviceVersion>> DeviceFacts::version(Deadline deadline) {
  static constexpr std::array<Source, 1> kRelease = {
      {{"DeviceInfo.1.releaseversion", "releaseversion"}}};
  static constexpr std::array<Source, 1> kThunder = {{{kSystemInfo, "version"}}};
  const auto versions = co_await reply_if_any(kSystemVersions, deadline);
  if (!versions) co_return versions.error();
  auto release = co_await ask_for_text(kRelease, deadline);
  if (release && !*release) release = co_await ask_for_text(kThunder, deadline);
  if (!release) co_return release.error();
  const auto version = version_from(*versions, *release);
  if (version) co_return *version;
  co_return unknown("device.version", "neither org.rdk.System nor DeviceInfo has a version");
}

Task<Result<DeviceInfo::FirmwareImage>> DeviceFacts::firmware(Deadline deadline) {
  static constexpr std::array<Source, 2> kSources = {
      {{"DeviceInfo.1.firmwareversion", "imagename"}, {kSystemInfo, "version"}}};
  const auto versions = co_await reply_if_any(kSystemVersions, deadline);
  if (!versions) co_return versions.error();
  if (const auto image = firmware_from(*versions)) co_return *image;
  const auto name = co_await text(kSources, std::nullopt, "device_info.firmware",
                                  "neither org.rdk.System nor DeviceInfo says it", deadline);
  if (!name) co_return name.error();
  DeviceInfo::FirmwareImage image;
  image.name = *name;
  co_return image;
}

Task<Result<Json::Value>> DeviceFacts::build_info(Deadline deadline) {
  auto image = co_await reply_if_any("DeviceInfo.1.firmwareversion", deadline);
  if (!image || image->isObject()) co_return image;
  auto framework = co_await reply_if_any("Controller.1.framework", deadline);
  if (!framework || framework->isObject()) co_return framework;
  co_return unknown("device_info.platformBuildInfo", "neither DeviceInfo nor Controller says it");
}

Task<Result<DeviceInfo::MemoryUse>> DeviceFacts::memory(Deadline deadline) {
  const auto info = co_await server_->call(kSystemInfo, Json::Value(), deadline);
  co_return mapped(info, memory_from);
}

Task<Result<double>> DeviceFacts::uptime(Deadline deadline) {
  const auto info = co_await server_->call(kSystemInfo, Json::Value(), deadline);
  co_return mapped(info, uptime_from);
}

Task<Result<std::string>> DeviceFacts::name(Deadline deadline) {
  static constexpr std::array<Source, 1> kSources = {
      {{"org.rdk.System.1.getFriendlyName", "friendlyName"}}};
  return text(kSources, settings_.default_text("name"), "device.name",
              "nobody gave one, and neither org.rdk.System nor default_values has one", deadline);
}

Task<Result<void>> DeviceFacts::set_name(std::string name, Deadline deadline) {
  Json::Value params(Json::objectValue);
  params["friendlyName"] = std::move(name);
  const auto done =
      co_await server_->call("org.rdk.System.1.setFriendlyName", std::move(params), deadline);
  if (!done) co_return done.error();
  co_return Result<void>();
}

Task<Result<std::string>> DeviceFacts::time_zone(Deadline deadline) {
  static constexpr std::array<Source, 1> kSources = {
      {{"org.rdk.System.1.getTimeZoneDST", "timeZone"}}};
  return text(kSources, settings_.default_text("time_zone"), "localization.timeZone",
              "neither org.rdk.System nor default_values.time_zone names one", deadline);
}

Task<Result<void>> DeviceFacts::set_time_zone(std::string zone, Deadline deadline) {
  Json::Value params(Json::objectValue);
  params["timeZone"] = std::move(zone);
  const auto done =
      co_await server_->call("org.rdk.System.1.setTimeZoneDST", std::move(params), deadline);
  if (!done) co_return done.error();
  co_return Result<void>();
}

Task<Result<std::vector<std::string>>> DeviceFacts::time_zones(Deadline deadline) {
  const auto reply = co_await server_->call(kTimeZones, Json::Value(), deadline);
  co_return mapped(reply, time_zones_from);
}

Task<Result<DeviceInfo::ZoneOffset>> DeviceFacts::time_zone_offset(Deadline deadline) {
  auto zone = co_await time_zone(deadline);
  if (!zone) co_return zone.error();
  const auto reply = co_await server_->call(kTimeZones, Json::Value(), deadline);
  if (!reply) co_return reply.error();
  const auto seconds = zone_offset_from(*reply, *zone);
  if (!seconds) {
    co_return unknown("device_info.timeZoneOffset",
                      "org.rdk.System.getTimeZones has not the times of this zone and of UTC");
  }
  DeviceInfo::ZoneOffset offset;
  offset.time_zone = std::move(*zone);
  offset.offset_seconds = *seconds;
  co_return offset;
}

Task<Result<DeviceInfo::PowerLevel>> DeviceFacts::power_state(Deadline deadline) {
  const auto reply =
      co_await server_->call("org.rdk.System.1.getPowerState", Json::Value(), deadline);
  co_return mapped(reply, power_level_from);
}

Task<Result<DeviceInfo::NetworkInfoResult>> DeviceFacts::network(Deadline deadline) {
  const auto reply = co_await server_->call(kInterfaces, Json::Value(), deadline);
  const auto network = mapped(reply, network_from);
  if (!network) co_return network.error();
  if (*network) co_return **network;
  co_return unknown("device.network",
                    "this device has neither an Ethernet nor a wireless interface");
}

Task<Result<std::string>> DeviceFacts::mac_address(Deadline deadline) {
  static constexpr std::array<Source, 1> kSources = {
      {{"org.rdk.System.1.getDeviceInfo", "estb_mac"}}};
  const auto reply = co_await reply_if_any(kInterfaces, deadline);
  if (!reply) co_return reply.error();
  if (const auto address = mac_address_from(*reply)) co_return *address;
  co_return co_await text(kSources, std::nullopt, "device_info.macAddress",
                          "neither org.rdk.Network nor org.rdk.System says it", deadline);
}

Task<Result<DeviceInfo::Connectivity>> DeviceFacts::connectivity(Deadline deadline) {
  const auto reply = co_await server_->call("org.rdk.Network.1.getInternetConnectionState",
                                            Json::Value(), deadline);
  co_return mapped(reply, connectivity_from);
}

Task<Result<DeviceInfo::HDCPVersionMap>> DeviceFacts::hdcp(Deadline deadline) {
  const auto reply = co_await server_->call(kHdcpStatus, Json::Value(), deadline);
  co_return mapped(reply, hdcp_from);
}

Task<Result<bool>> DeviceFacts::display_connected(Deadline deadline) {
  const auto reply = co_await server_->call(kHdcpStatus, Json::Value(), deadline);
  co_return mapped(reply, display_connected_from);
}

Task<Result<DeviceInfo::HDRFormatMap>> DeviceFacts::hdr(Deadline deadline) {
  const auto reply = co_await server_->call("org.rdk.DisplaySettings.1.getTVHDRCapabilities",
                                            Json::Value(), deadline);
  co_return mapped(reply, hdr_from);
}

Task<Result<DeviceInfo::AudioProfiles>> DeviceFacts::audio(Deadline deadline) {
  const auto reply =
      co_await server_->call("org.rdk.DisplaySettings.1.getAudioFormat", Json::Value(), deadline);
  co_return mapped(reply, audio_from);
}

Result<DeviceFacts::Pixels> DeviceFacts::default_resolution(const char* what) const {
  const auto& dimensions = settings_.default_values["video_dimensions"];
  if (dimensions.isArray() && dimensions.size() == 2 && dimensions[0].isInt64() &&
      dimensions[1].isInt64()) {
    const device::Resolution resolution{dimensions[0].asInt64(), dimensions[1].asInt64()};
    if (device::is_firebolt_resolution(resolution)) return pixels(resolution);
  }
  return unknown(what,
                 "org.rdk.DisplaySettings has no resolution that Firebolt has, nor has "
                 "default_values.video_dimensions");
}

Task<Result<DeviceFacts::Pixels>> DeviceFacts::screen_resolution(Deadline deadline) {
  const auto reply =
      co_await reply_if_any("org.rdk.DisplaySettings.1.getCurrentResolution", deadline);
  if (!reply) co_return reply.error();
  if (const auto found = current_resolution_from(*reply)) co_return pixels(*found);
  co_return default_resolution("device.screenResolution");
}

Task<Result<DeviceFacts::Pixels>> DeviceFacts::video_resolution(Deadline deadline) {
  const auto reply =
      co_await reply_if_any("org.rdk.DisplaySettings.1.getSupportedResolutions", deadline);
  if (!reply) co_return reply.error();
  if (const auto found = greatest_resolution_from(*reply)) co_return pixels(*found);
  co_return default_resolution("device.videoResolution");
}

Task<Result<DeviceFacts::VoiceGuidance>> DeviceFacts::voice_guidance(Deadline deadline) {
  constexpr const char* kRate = "org.rdk.UserSettings.1.getVoiceGuidanceRate";
  const auto enabled =
      co_await server_->call("org.rdk.UserSettings.1.getVoiceGuidance", Json::Value(), deadline);
  if (!enabled) co_return enabled.error();
  const auto hints = co_await server_->call("org.rdk.UserSettings.1.getVoiceGuidanceHints",
                                            Json::Value(), deadline);
  if (!hints) co_return hints.error();
  const auto rate = co_await server_->call(kRate, Json::Value(), deadline);
  if (!rate) co_return rate.error();
  const auto speed = number_of(*rate);
  if (!speed) co_return unexpected_reply(kRate, "a number", *rate);
  VoiceGuidance settings;
  settings.enabled = enabled->isBool() && enabled->asBool();
  settings.navigation_hints = hints->isBool() && hints->asBool();
  settings.rate = *speed;
  settings.speed = *speed;
  co_return settings;
}

}  // namespace ripple::device_thunder
