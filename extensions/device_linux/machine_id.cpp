#include "device_linux/machine_id.hpp"

#include <string_view>

namespace ripple::device_linux {
namespace {

bool is_machine_id(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> read_machine_id(const SystemFiles& files) {
  for (const auto* path : {"etc/machine-id", "var/lib/dbus/machine-id"}) {
    const auto text = files.read(path);
    if (text && is_machine_id(*text)) return *text;
  }
  return std::nullopt;
}

}  // namespace ripple::device_linux
