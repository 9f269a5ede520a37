#include "device_linux/machine.hpp"

#include <initializer_list>
#include <utility>

#include "device_linux/machine_id.hpp"
#include "device_linux/machine_load.hpp"

namespace ripple::device_linux {
namespace {

using contracts::DeviceInfo;

/// The Firebolt API that the contract documents describe.
const DeviceInfo::SemanticVersion kFireboltApi{1, 7, 0, "Firebolt API 1.7.0"};

Error unknown(const std::string& what, const std::string& who_is_silent) {
  return {ErrorCode::kNotSupported, what + " is not known: " + who_is_silent, ""};
}

Result<std::string> first_of(std::initializer_list<std::optional<std::string>> sources,
                             const std::string& what, const std::string& who_is_silent) {
  for (const auto& source : sources) {
    if (source) return *source;
  }
  return unknown(what, who_is_silent);
}

DeviceInfo::SemanticVersion to_contract(const VersionNumber& version) {
  return {version.major, version.minor, version.patch, version.readable};
}

Machine::Pixels to_contract(const Resolution& resolution) {
  return {resolution.width, resolution.height};
}

constexpr const char* kNoDisplay =
    "no connected display under /sys/class/drm says it, and default_values has nothing for it";

}  // namespace

Machine::Machine(SystemFiles files, DeviceSettings settings, const char* tz)
    : files_(std::move(files)),
      settings_(std::move(settings)),
      hardware_(read_hardware(files_)),
      platform_(read_platform_version(files_)),
      time_zone_(files_, tz) {
  if (const auto machine_id = read_machine_id(files_)) {
    identity_.emplace(*machine_id, settings_.id_salt);
  }
}

Result<std::string> Machine::make() const {
  return first_of({hardware_.make, settings_.additional_text("make")}, "device.make",
                  "neither DMI, device tree nor default_values.additional_info.make says it");
}

Result<std::string> Machine::model() const {
  auto model =
      first_of({hardware_.model, settings_.additional_text("model")}, "device.model",
               "neither DMI, device tree nor default_values.additional_info.model says it");
  if (model && settings_.model_friendly_names[*model].isString()) {
    return settings_.model_friendly_names[*model].asString();
  }
  return model;
}

Result<std::string> Machine::sku() const {
  return first_of({hardware_.sku, settings_.additional_text("sku")}, "device.sku",
                  "neither DMI, device tree nor default_values.additional_info.sku says it");
}

Result<std::string> Machine::serial_number() const {
  return first_of({hardware_.serial_number}, "device_info.serialNumber",
                  "neither DMI nor device tree says it to this user; DMI says it to root only");
}

Result<std::string> Machine::host_name() const {
  return first_of({files_.read("proc/sys/kernel/hostname"), settings_.default_text("name")},
                  "device.name",
                  "nobody gave one, and neither the host nor default_values has one");
}

Result<std::string> Machine::platform() const { return platform_.name; }

Result<DeviceInfo::DeviceVersion> Machine::version() const {
  if (!platform_.os || !platform_.firmware) {
    return unknown("device.version", "neither os-release nor the kernel has a version");
  }
  DeviceInfo::DeviceVersion version;
  version.api = kFireboltApi;
  version.firmware = to_contract(*platform_.firmware);
  version.os = to_contract(*platform_.os);
  version.debug = platform_.description;
  return version;
}

Result<DeviceInfo::FirmwareImage> Machine::firmware() const {
  DeviceInfo::FirmwareImage image;
  image.name = platform_.name;
  image.version = platform_.image_version;
  return image;
}

Json::Value Machine::build_info() const {
  Json::Value info(Json::objectValue);
  info["system"] = platform_.description;
  if (platform_.kernel) info["kernel"] = *platform_.kernel;
  if (const auto build = files_.read("proc/sys/kernel/version")) info["kernel_build"] = *build;
  if (platform_.image_version) info["image_version"] = *platform_.image_version;
  return info;
}

Result<std::string> Machine::id() const {
  if (identity_) return identity_->id();
  return unknown("device.id",
                 "/etc/machine-id has none; systemd-machine-id-setup or dbus-uuidgen makes one");
}

Result<std::string> Machine::uid(const std::string& app_id) const {
  if (app_id.empty()) {
    return Error{ErrorCode::kUnsupportedOperation,
                 "device.uid is made for the app that asks, and no app asked", ""};
  }
  return identity_ ? identity_->uid(app_id) : id();
}

Result<DeviceInfo::HDRFormatMap> Machine::hdr() const {
  const auto display = read_display(files_);
  if (!display || !display->abilities) return unknown("device.hdr", kNoDisplay);
  DeviceInfo::HDRFormatMap formats;
  formats.hdr10 = display->abilities->hdr10;
  formats.hdr10_plus = display->abilities->hdr10_plus;
  formats.dolby_vision = display->abilities->dolby_vision;
  formats.hlg = display->abilities->hlg;
  return formats;
}

Result<DeviceInfo::AudioProfiles> Machine::audio() const {
  const auto display = read_display(files_);
  if (!display || !display->abilities) return unknown("device.audio", kNoDisplay);
  DeviceInfo::AudioProfiles profiles;
  profiles.stereo = display->abilities->stereo;
  profiles.dolby_digital5_1 = display->abilities->dolby_digital;
  profiles.dolby_digital5_1_plus = display->abilities->dolby_digital_plus;
  profiles.dolby_atmos = display->abilities->dolby_atmos;
  return profiles;
}

Result<DeviceInfo::HDCPVersionMap> Machine::hdcp() const {
  return unknown("device.hdcp", "Linux tells no program which HDCP versions are in use");
}

Result<Machine::Pixels> Machine::default_resolution(const char* what) const {
  const auto& dimensions = settings_.default_values["video_dimensions"];
  if (dimensions.isArray() && dimensions.size() == 2 && dimensions[0].isInt64() &&
      dimensions[1].isInt64()) {
    const Resolution resolution{dimensions[0].asInt64(), dimensions[1].asInt64()};
    if (device::is_firebolt_resolution(resolution)) return to_contract(resolution);
  }
  return unknown(what,
                 "no connected display offers a resolution that Firebolt has, nor does "
                 "default_values.video_dimensions");
}

Result<Machine::Pixels> Machine::screen_resolution() const {
  const auto display = read_display(files_);
  if (display && display->screen) return to_contract(*display->screen);
  return default_resolution("device.screenResolution");
}

Result<Machine::Pixels> Machine::video_resolution() const {
  const auto display = read_display(files_);
  if (display && display->video) return to_contract(*display->video);
  return default_resolution("device.videoResolution");
}

Result<DeviceInfo::MemoryUse> Machine::memory() const {
  const auto memory = read_memory(files_);
  if (!memory) return unknown("device_info.memory", "/proc/meminfo does not say it");
  DeviceInfo::MemoryUse use;
  use.total_kib = memory->total_kib;
  use.available_kib = memory->available_kib;
  return use;
}

Result<double> Machine::uptime() const {
  const auto seconds = read_uptime(files_);
  if (!seconds) return unknown("device_info.uptime", "/proc/uptime does not say it");
  return static_cast<double>(*seconds);
}

Result<DeviceInfo::NetworkInfoResult> Machine::network() const {
  const auto connection = network_.connection();
  if (!connection) {
    return unknown("device.network",
                   "this machine has neither an Ethernet nor a wireless interface");
  }
  DeviceInfo::NetworkInfoResult info;
  info.state = connection->connected ? DeviceInfo::NetworkState::kConnected
                                     : DeviceInfo::NetworkState::kDisconnected;
  switch (connection->type) {
    case LinkType::kWifi:
      info.type = DeviceInfo::NetworkType::kWifi;
      break;
    case LinkType::kEthernet:
      info.type = DeviceInfo::NetworkType::kEthernet;
      break;
    case LinkType::kHybrid:
      info.type = DeviceInfo::NetworkType::kHybrid;
      break;
  }
  return info;
}

Result<std::string> Machine::mac_address() const {
  return first_of({network_.hardware_address()}, "device_info.macAddress",
                  "no network interface is in use");
}

Result<std::string> Machine::time_zone() const {
  return first_of(
      {time_zone_.read(), settings_.default_text("time_zone")}, "localization.timeZone",
      "neither TZ, /etc/localtime, /etc/timezone nor default_values.time_zone names one");
}

Result<DeviceInfo::ZoneOffset> Machine::time_zone_offset(std::int64_t time) const {
  auto zone = time_zone();
  if (!zone) return zone.error();
  DeviceInfo::ZoneOffset offset;
  offset.time_zone = std::move(*zone);
  offset.offset_seconds = utc_offset(time);
  return offset;
}

}  // namespace ripple::device_linux
