#include "device_linux/display.hpp"

#include <charconv>
#include <string>
#include <vector>

namespace ripple::device_linux {
namespace {

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

}  // namespace

std::optional<Display> read_display(const SystemFiles& files) {
  for (const auto& name : files.list("sys/class/drm")) {
    const auto connector = "sys/class/drm/" + name;
    if (files.read(connector + "/status") != "connected") continue;
    Display display;
    // The kernel lists the preferred mode first.
    const auto modes = parse_modes(files.read(connector + "/modes").value_or(""));
    if (!modes.empty()) {
      display.screen = device::largest_within(modes, modes.front());
      display.video = device::largest_within(modes, device::kLargestResolution);
    }
    display.abilities = parse_edid(files.read_bytes(connector + "/edid").value_or(""));
    return display;
  }
  return std::nullopt;
}

}  // namespace ripple::device_linux
