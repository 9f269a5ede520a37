/// What DeviceInfo and org.rdk.System say of the device itself, as the contract has it.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <ripple/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ripple::device_thunder {

/// From System.getPowerState.
Result<contracts::DeviceInfo::PowerLevel> power_level_from(const Json::Value& reply);

/// `versions`: of System.getSystemVersions; `release`: the text of DeviceInfo.releaseversion, which
/// is the operating system's; without one the firmware's stands for it. Empty when neither has a
/// number.
std::optional<contracts::DeviceInfo::DeviceVersion> version_from(
    const Json::Value& versions, const std::optional<std::string>& release);

/// From System.getSystemVersions.
std::optional<contracts::DeviceInfo::FirmwareImage> firmware_from(const Json::Value& versions);

/// From DeviceInfo.systeminfo.
Result<contracts::DeviceInfo::MemoryUse> memory_from(const Json::Value& info);
Result<double> uptime_from(const Json::Value& info);

/// From System.getTimeZones: "Europe/Berlin", ..., sorted.
Result<std::vector<std::string>> time_zones_from(const Json::Value& reply);

/// What `zone` adds to UTC, in seconds, from the local times that System.getTimeZones has for all
/// zones: one of them is at Greenwich. Empty when `zone` or such a one is not among them.
std::optional<std::int64_t> zone_offset_from(const Json::Value& reply, std::string_view zone);

}  // namespace ripple::device_thunder
