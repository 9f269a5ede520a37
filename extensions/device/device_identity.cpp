#include "device/device_identity.hpp"

#include <initializer_list>

#include "device/sha256.hpp"

namespace ripple::device {
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

}  // namespace

DeviceIdentity::DeviceIdentity(std::string secret, std::string salt)
    : salt_(std::move(salt)), id_(derive({salt_, secret})) {}

std::string DeviceIdentity::uid(std::string_view app_id) const {
  return derive({salt_, id_, app_id});
}

}  // namespace ripple::device
