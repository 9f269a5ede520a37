#include "device_linux/hardware.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace ripple::device_linux {
namespace {

/// What board makers leave in the fields they forgot to fill.
bool is_placeholder(std::string_view text) {
  static constexpr std::array<std::string_view, 14> kPlaceholders = {"to be filled by o.e.m.",
                                                                     "to be filled by oem",
                                                                     "default string",
                                                                     "system manufacturer",
                                                                     "system product name",
                                                                     "system sku",
                                                                     "system version",
                                                                     "not specified",
                                                                     "not applicable",
                                                                     "o.e.m.",
                                                                     "oem",
                                                                     "none",
                                                                     "unknown",
                                                                     "sku"};
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kPlaceholders, lower) != kPlaceholders.end();
}

std::optional<std::string> read_dmi(const SystemFiles& files, std::string_view field) {
  auto text = files.read("sys/class/dmi/id/" + std::string(field));
  if (text && is_placeholder(*text)) return std::nullopt;
  return text;
}

/// The most specific "vendor,board" name of the device tree.
std::optional<std::string> read_compatible(const SystemFiles& files) {
  auto names = files.read("proc/device-tree/compatible");
  if (!names) return std::nullopt;
  return names->substr(0, names->find('\0'));
}

}  // namespace

Hardware read_hardware(const SystemFiles& files) {
  Hardware hardware{read_dmi(files, "sys_vendor"), read_dmi(files, "product_name"),
                    read_dmi(files, "product_sku"), read_dmi(files, "product_serial")};
  if (!hardware.serial_number)
    hardware.serial_number = files.read("proc/device-tree/serial-number");
  if (!hardware.model) hardware.model = files.read("proc/device-tree/model");
  if (const auto compatible = read_compatible(files)) {
    const auto comma = compatible->find(',');
    if (!hardware.make && comma != std::string::npos) {
      hardware.make = compatible->substr(0, comma);
    }
    if (!hardware.sku) hardware.sku = compatible;
  }
  return hardware;
}

}  // namespace ripple::device_linux
