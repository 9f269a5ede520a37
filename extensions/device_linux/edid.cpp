#include "device_linux/edid.hpp"

#include <cstddef>
#include <cstdint>

namespace ripple::device_linux {
namespace {

constexpr std::size_t kBlock = 128;
constexpr std::string_view kHeader{"\x00\xff\xff\xff\xff\xff\xff\x00", 8};
constexpr std::uint8_t kCtaExtension = 0x02;

constexpr unsigned kAudioBlock = 1;
constexpr unsigned kExtendedBlock = 7;
constexpr std::uint8_t kVendorVideo = 1;
constexpr std::uint8_t kHdrStaticMetadata = 6;

constexpr unsigned kLpcm = 1;
constexpr unsigned kAc3 = 2;
constexpr unsigned kEnhancedAc3 = 10;

constexpr std::uint32_t kDolby = 0x00d046;
constexpr std::uint32_t kHdr10Plus = 0x90848b;

std::uint8_t byte(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

bool is_intact(std::string_view block) {
  std::uint8_t sum = 0;
  for (const char c : block) sum = static_cast<std::uint8_t>(sum + static_cast<std::uint8_t>(c));
  return sum == 0;
}

void read_audio(std::string_view data, DisplayAbilities& abilities) {
  for (; data.size() >= 3; data.remove_prefix(3)) {
    switch ((byte(data, 0) >> 3) & 0x0f) {
      case kLpcm:
        abilities.stereo = true;
        break;
      case kAc3:
        abilities.dolby_digital = true;
        break;
      case kEnhancedAc3:
        abilities.dolby_digital_plus = true;
        // Joint object coding is what carries Atmos.
        abilities.dolby_atmos = abilities.dolby_atmos || (byte(data, 2) & 0x01) != 0;
        break;
      default:
        break;
    }
  }
}

void read_extended(std::string_view data, DisplayAbilities& abilities) {
  const auto tag = byte(data, 0);
  if (tag == kHdrStaticMetadata && data.size() >= 2) {
    abilities.hdr10 = (byte(data, 1) & 0x04) != 0;
    abilities.hlg = (byte(data, 1) & 0x08) != 0;
  } else if (tag == kVendorVideo && data.size() >= 4) {
    const auto vendor =
        static_cast<std::uint32_t>(byte(data, 1) | (byte(data, 2) << 8) | (byte(data, 3) << 16));
    abilities.dolby_vision = abilities.dolby_vision || vendor == kDolby;
    abilities.hdr10_plus = abilities.hdr10_plus || vendor == kHdr10Plus;
  }
}

void read_cta_extension(std::string_view block, DisplayAbilities& abilities) {
  const std::size_t end = byte(block, 2);
  if (end > kBlock - 1) return;
  // Bit 6 of byte 3: basic audio, which is two channels of LPCM.
  abilities.stereo = abilities.stereo || (byte(block, 3) & 0x40) != 0;
  for (std::size_t at = 4; at < end;) {
    const unsigned tag = byte(block, at) >> 5;
    const std::size_t size = byte(block, at) & 0x1f;
    if (at + 1 + size > end) return;
    const auto data = block.substr(at + 1, size);
    if (tag == kAudioBlock) read_audio(data, abilities);
    if (tag == kExtendedBlock && size > 0) read_extended(data, abilities);
    at += 1 + size;
  }
}

}  // namespace

std::optional<DisplayAbilities> parse_edid(std::string_view bytes) {
  if (bytes.size() < kBlock || !bytes.starts_with(kHeader)) return std::nullopt;
  if (!is_intact(bytes.substr(0, kBlock))) return std::nullopt;
  DisplayAbilities abilities;
  for (bytes.remove_prefix(kBlock); bytes.size() >= kBlock; bytes.remove_prefix(kBlock)) {
    const auto block = bytes.substr(0, kBlock);
    if (byte(block, 0) == kCtaExtension && is_intact(block)) read_cta_extension(block, abilities);
  }
  return abilities;
}

}  // namespace ripple::device_linux
