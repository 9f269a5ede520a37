#include "device/resolution.hpp"

#include <algorithm>
#include <array>

namespace ripple::device {
namespace {

constexpr std::array<Resolution, 5> kFireboltResolutions = {
    {{720, 480}, {720, 576}, {1280, 720}, {1920, 1080}, kLargestResolution}};

}  // namespace

bool is_firebolt_resolution(const Resolution& resolution) {
  return std::ranges::find(kFireboltResolutions, resolution) != kFireboltResolutions.end();
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

}  // namespace ripple::device
