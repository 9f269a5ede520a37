/// What org.rdk.DisplaySettings and org.rdk.HdcpProfile say of display and sound, as the contract
/// has it.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <ripple/error.hpp>
#include <string_view>

#include "device/resolution.hpp"

namespace ripple::device_thunder {

/// From HdcpProfile.getHDCPStatus: the version in use; none while no display is connected.
Result<contracts::DeviceInfo::HDCPVersionMap> hdcp_from(const Json::Value& reply);

/// From HdcpProfile.getHDCPStatus: whether a display is connected.
Result<bool> display_connected_from(const Json::Value& reply);

/// From DisplaySettings.getTVHDRCapabilities, a set of bits.
Result<contracts::DeviceInfo::HDRFormatMap> hdr_from(const Json::Value& reply);

/// From DisplaySettings.getAudioFormat.
Result<contracts::DeviceInfo::AudioProfiles> audio_from(const Json::Value& reply);

/// "1080p60", "576i", "3840x2160p30".
std::optional<device::Resolution> resolution_named(std::string_view name);

/// From DisplaySettings.getCurrentResolution; empty when Firebolt has no such resolution.
std::optional<device::Resolution> current_resolution_from(const Json::Value& reply);

/// From DisplaySettings.getSupportedResolutions: the largest that Firebolt has.
std::optional<device::Resolution> greatest_resolution_from(const Json::Value& reply);

}  // namespace ripple::device_thunder
