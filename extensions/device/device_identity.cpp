#include "device_linux/device_identity.hpp"

#include <initializer_list>

#include "device_linux/sha256.hpp"

namespace ripple::device_linux {
namespace {

std::string derive(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) {
    text += part;
    // Without a separator "ab"+"c" and "a"+"bc" would be one identity.
    text += '\0';
  }
  auto digest = sha256(text);
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x80);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);

  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string uuid;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += kHex[digest[i] >> 4];
    uuid += kHex[digest[i] & 0x0f];
  }
  return uuid;
}

bool is_machine_id(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

DeviceIdentity::DeviceIdentity(std::string machine_id, std::string salt)
    : salt_(std::move(salt)), id_(derive({salt_, machine_id})) {}

std::string DeviceIdentity::uid(std::string_view app_id) const {
  return derive({salt_, id_, app_id});
}

std::optional<std::string> read_machine_id(const SystemFiles& files) {
  for (const auto* path : {"etc/machine-id", "var/lib/dbus/machine-id"}) {
    const auto text = files.read(path);
    if (text && is_machine_id(*text)) return *text;
  }
  return std::nullopt;
}

}  // namespace ripple::device_linux
