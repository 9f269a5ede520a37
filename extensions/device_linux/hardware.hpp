/// Who made this machine and what they call it: from DMI, or from the device tree where there is
/// no DMI.
///
///     auto hardware = read_hardware(files);
///     hardware.make;       // "LENOVO", or absent when the firmware left the field unfilled
#pragma once

#include <optional>
#include <string>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

struct Hardware {
  std::optional<std::string> make;
  std::optional<std::string> model;
  std::optional<std::string> sku;
  /// DMI keeps it from everybody but root.
  std::optional<std::string> serial_number;
};

Hardware read_hardware(const SystemFiles& files);

}  // namespace ripple::device_linux
