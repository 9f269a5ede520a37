#include "device_thunder/system_facts.hpp"

#include <algorithm>
#include <ctime>
#include <map>

#include "device/version_number.hpp"
#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;

/// The Firebolt API that the contract documents describe.
const DeviceInfo::SemanticVersion kFireboltApi{1, 7, 0, "Firebolt API 1.7.0"};

DeviceInfo::SemanticVersion semantic(const device::VersionNumber& number, std::string readable) {
  return {number.major, number.minor, number.patch, std::move(readable)};
}

/// Zone to its local time, however deep the regions are nested.
void collect_zones(const Json::Value& level, const std::string& prefix,
                   std::map<std::string, std::string>& zones) {
  if (!level.isObject()) return;
  for (const std::string& name : level.getMemberNames()) {
    const Json::Value& value = level[name];
    if (value.isString()) {
      zones[prefix + name] = value.asString();
    } else {
      collect_zones(value, prefix + name + '/', zones);
    }
  }
}

std::map<std::string, std::string> zones_of(const Json::Value& reply) {
  std::map<std::string, std::string> zones;
  collect_zones(member_of(reply, "zoneinfo"), "", zones);
  return zones;
}

/// "Fri Nov 20 19:07:50 2026 CET", as if it were UTC.
std::optional<std::int64_t> seconds_of(const std::string& text) {
  std::tm time{};
  if (::strptime(text.c_str(), "%a %b %d %H:%M:%S %Y", &time) == nullptr) return std::nullopt;
  return static_cast<std::int64_t>(::timegm(&time));
}

}  // namespace

Result<DeviceInfo::PowerLevel> power_level_from(const Json::Value& reply) {
  const std::string state = text_of(reply, "powerState").value_or("");
  if (state == "ON") return DeviceInfo::PowerLevel::kOn;
  if (state == "STANDBY") return DeviceInfo::PowerLevel::kStandby;
  if (state == "LIGHT_SLEEP") return DeviceInfo::PowerLevel::kLightSleep;
  if (state == "DEEP_SLEEP") return DeviceInfo::PowerLevel::kDeepSleep;
  return unexpected_reply("org.rdk.System.getPowerState",
                          "powerState ON, STANDBY, LIGHT_SLEEP or DEEP_SLEEP", reply);
}

std::optional<DeviceInfo::DeviceVersion> version_from(const Json::Value& versions,
                                                      const std::optional<std::string>& release) {
  const auto image = text_of(versions, "stbVersion");
  const auto receiver = text_of(versions, "receiverVersion");
  auto firmware = device::parse_version_number(receiver.value_or(""));
  auto system = device::parse_version_number(release.value_or(""));
  if (!firmware) firmware = system;
  if (!firmware) return std::nullopt;
  DeviceInfo::DeviceVersion version;
  version.api = kFireboltApi;
  version.firmware = semantic(*firmware, image.value_or(receiver.value_or(release.value_or(""))));
  version.os = system ? semantic(*system, *release) : version.firmware;
  if (const auto built = text_of(versions, "stbTimestamp")) version.debug = built;
  return version;
}

std::optional<DeviceInfo::FirmwareImage> firmware_from(const Json::Value& versions) {
  const auto name = text_of(versions, "stbVersion");
  if (!name) return std::nullopt;
  DeviceInfo::FirmwareImage image;
  image.name = *name;
  image.version = text_of(versions, "receiverVersion");
  return image;
}

Result<DeviceInfo::MemoryUse> memory_from(const Json::Value& info) {
  constexpr std::int64_t kKibibyte = 1024;
  const auto total = integer_of(member_of(info, "totalram"));
  const auto free = integer_of(member_of(info, "freeram"));
  if (!total || !free) {
    return unexpected_reply("DeviceInfo.systeminfo", "the numbers totalram and freeram", info);
  }
  DeviceInfo::MemoryUse use;
  use.total_kib = *total / kKibibyte;
  use.available_kib = *free / kKibibyte;
  return use;
}

Result<double> uptime_from(const Json::Value& info) {
  const auto uptime = number_of(member_of(info, "uptime"));
  if (uptime) return *uptime;
  return unexpected_reply("DeviceInfo.systeminfo", "the number uptime", info);
}

Result<std::vector<std::string>> time_zones_from(const Json::Value& reply) {
  if (!member_of(reply, "zoneinfo").isObject()) {
    return unexpected_reply("org.rdk.System.getTimeZones", "the object zoneinfo", reply);
  }
  std::vector<std::string> names;
  for (const auto& [name, time] : zones_of(reply)) names.push_back(name);
  return names;
}

std::optional<std::int64_t> zone_offset_from(const Json::Value& reply, std::string_view zone) {
  // The texts were made one after the other; no zone differs from UTC by less than this.
  constexpr std::int64_t kStep = 15 * 60;
  const auto zones = zones_of(reply);
  const auto wanted = zones.find(std::string(zone));
  const auto greenwich = std::ranges::find_if(zones, [](const auto& entry) {
    return entry.second.ends_with(" UTC") || entry.second.ends_with(" GMT");
  });
  if (wanted == zones.end() || greenwich == zones.end()) return std::nullopt;
  const auto there = seconds_of(wanted->second);
  const auto here = seconds_of(greenwich->second);
  if (!there || !here) return std::nullopt;
  const std::int64_t difference = *there - *here;
  const std::int64_t half = difference < 0 ? -kStep / 2 : kStep / 2;
  return (difference + half) / kStep * kStep;
}

}  // namespace ripple::device_thunder
