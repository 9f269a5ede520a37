#include "device_thunder/display_facts.hpp"

#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;
using device::Resolution;

/// As RDK's device settings number them.
constexpr std::int64_t kHdr10 = 0x01;
constexpr std::int64_t kHlg = 0x02;
constexpr std::int64_t kDolbyVision = 0x04;
constexpr std::int64_t kHdr10Plus = 0x10;

/// The widths that television has for these heights.
constexpr std::array<Resolution, 5> kNamedByHeight = {
    {{720, 480}, {720, 576}, {1280, 720}, {1920, 1080}, {3840, 2160}}};

std::optional<std::int64_t> leading_number(std::string_view text, std::string_view& rest) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  rest = text.substr(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

Result<DeviceInfo::HDCPVersionMap> hdcp_from(const Json::Value& reply) {
  const Json::Value& status = member_of(reply, "HDCPStatus");
  if (!status.isObject() || !member_of(status, "isConnected").isBool()) {
    return unexpected_reply("org.rdk.HdcpProfile.getHDCPStatus", "HDCPStatus with isConnected",
                            reply);
  }
  DeviceInfo::HDCPVersionMap versions;
  const bool in_use =
      member_of(status, "isConnected").asBool() && member_of(status, "isHDCPEnabled").asBool();
  const std::string version = text_of(status, "currentHDCPVersion").value_or("");
  versions.hdcp1_4 = in_use && version.starts_with("1.");
  versions.hdcp2_2 = in_use && version.starts_with("2.");
  return versions;
}

Result<bool> display_connected_from(const Json::Value& reply) {
  const Json::Value& connected = member_of(member_of(reply, "HDCPStatus"), "isConnected");
  if (connected.isBool()) return connected.asBool();
  return unexpected_reply("org.rdk.HdcpProfile.getHDCPStatus", "HDCPStatus with isConnected",
                          reply);
}

Result<DeviceInfo::HDRFormatMap> hdr_from(const Json::Value& reply) {
  const auto bits = integer_of(member_of(reply, "capabilities"));
  if (!bits || *bits < 0) {
    return unexpected_reply("org.rdk.DisplaySettings.getTVHDRCapabilities",
                            "the number capabilities", reply);
  }
  DeviceInfo::HDRFormatMap formats;
  formats.hdr10 = (*bits & kHdr10) != 0;
  formats.hdr10_plus = (*bits & kHdr10Plus) != 0;
  formats.dolby_vision = (*bits & kDolbyVision) != 0;
  formats.hlg = (*bits & kHlg) != 0;
  return formats;
}

Result<DeviceInfo::AudioProfiles> audio_from(const Json::Value& reply) {
  const Json::Value& supported = member_of(reply, "supportedAudioFormat");
  if (!supported.isArray()) {
    return unexpected_reply("org.rdk.DisplaySettings.getAudioFormat",
                            "the list supportedAudioFormat", reply);
  }
  DeviceInfo::AudioProfiles profiles;
  for (const Json::Value& entry : supported) {
    const std::string format = entry.isString() ? entry.asString() : "";
    profiles.stereo |= format == "PCM";
    profiles.dolby_digital5_1 |= format == "DOLBY AC3";
    profiles.dolby_digital5_1_plus |= format.starts_with("DOLBY EAC3");
    profiles.dolby_atmos |= format.find("ATMOS") != std::string::npos;
  }
  return profiles;
}

std::optional<Resolution> resolution_named(std::string_view name) {
  std::string_view rest;
  const auto first = leading_number(name, rest);
  if (!first) return std::nullopt;
  if (rest.starts_with('x')) {
    const auto height = leading_number(rest.substr(1), rest);
    if (!height) return std::nullopt;
    return Resolution{*first, *height};
  }
  for (const Resolution& known : kNamedByHeight) {
    if (known.height == *first) return known;
  }
  return std::nullopt;
}

std::optional<Resolution> current_resolution_from(const Json::Value& reply) {
  auto resolution = resolution_named(text_of(reply, "resolution").value_or(""));
  if (!resolution) {
    const auto width = integer_of(member_of(reply, "w"));
    const auto height = integer_of(member_of(reply, "h"));
    if (width && height) resolution = Resolution{*width, *height};
  }
  if (!resolution || !device::is_firebolt_resolution(*resolution)) return std::nullopt;
  return resolution;
}

std::optional<Resolution> greatest_resolution_from(const Json::Value& reply) {
  std::vector<Resolution> modes;
  for (const Json::Value& entry : member_of(reply, "supportedResolutions")) {
    if (!entry.isString()) continue;
    if (const auto mode = resolution_named(entry.asString())) modes.push_back(*mode);
  }
  return device::largest_within(modes, device::kLargestResolution);
}

}  // namespace ripple::device_thunder
