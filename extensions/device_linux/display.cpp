#include "device_linux/display.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace ripple::device_linux {
namespace {

constexpr std::array<Resolution, 5> kFireboltResolutions = {
    {{720, 480}, {720, 576}, {1280, 720}, {1920, 1080}, {3840, 2160}}};

/// "1920x1080", also with an "i" for interlaced behind it.
std::optional<Resolution> parse_mode(std::string_view line) {
  Resolution mode;
  const char* const end = line.data() + line.size();
  const auto width = std::from_chars(line.data(), end, mode.width);
  if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
  if (std::from_chars(width.ptr + 1, end, mode.height).ec != std::errc{}) return std::nullopt;
  return mode;
}

std::vector<Resolution> parse_modes(std::string_view text) {
  std::vector<Resolution> modes;
  while (!text.empty()) {
    const auto line_end = text.find('\n');
    if (const auto mode = parse_mode(text.substr(0, line_end))) modes.push_back(*mode);
    text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
  }
  return modes;
}

std::optional<Resolution> largest_within(const std::vector<Resolution>& modes,
                                         const Resolution& limit) {
  std::optional<Resolution> largest;
  for (const auto& mode : modes) {
    if (!is_firebolt_resolution(mode)) continue;
    if (mode.width > limit.width || mode.height > limit.height) continue;
    if (!largest || mode.width * mode.height > largest->width * largest->height) largest = mode;
  }
  return largest;
}

}  // namespace

bool is_firebolt_resolution(const Resolution& resolution) {
  return std::ranges::find(kFireboltResolutions, resolution) != kFireboltResolutions.end();
}

std::optional<Display> read_display(const SystemFiles& files) {
  for (const auto& name : files.list("sys/class/drm")) {
    const auto connector = "sys/class/drm/" + name;
    if (files.read(connector + "/status") != "connected") continue;
    Display display;
    // The kernel lists the preferred mode first.
    const auto modes = parse_modes(files.read(connector + "/modes").value_or(""));
    if (!modes.empty()) {
      display.screen = largest_within(modes, modes.front());
      display.video = largest_within(modes, kFireboltResolutions.back());
    }
    display.abilities = parse_edid(files.read_bytes(connector + "/edid").value_or(""));
    return display;
  }
  return std::nullopt;
}

}  // namespace ripple::device_linux
