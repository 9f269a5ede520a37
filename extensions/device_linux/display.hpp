/// The display that is connected to this machine, from the kernel's DRM class.
///
///     if (auto display = read_display(files)) use(display->screen);
#pragma once

#include <optional>
#include <string_view>

#include "device/resolution.hpp"
#include "device_linux/edid.hpp"
#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

using device::Resolution;

struct Display {
  /// The mode that the display prefers, or, when Firebolt has no such resolution, the largest
  /// that the display offers, that Firebolt has, and that fits into it.
  std::optional<Resolution> screen;
  /// The largest resolution of Firebolt that the display offers.
  std::optional<Resolution> video;
  /// Absent when the display sends no EDID.
  std::optional<DisplayAbilities> abilities;
};

/// The first connected connector in the order of their names; empty without one.
std::optional<Display> read_display(const SystemFiles& files);

}  // namespace ripple::device_linux
