#include "emulator/frame.hpp"

namespace ripple::thunder::emulator {
namespace {

constexpr std::uint8_t kLastBit = 0x80;
constexpr std::uint8_t kMaskBit = 0x80;
constexpr std::size_t kLength16 = 126;
constexpr std::size_t kLength64 = 127;

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8U | static_cast<std::uint8_t>(byte);
  return value;
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned size) {
  for (unsigned i = size; i > 0; --i) out += static_cast<char>(value >> (8U * (i - 1)) & 0xFFU);
}

}  // namespace

std::optional<Frame> FrameReader::next() {
  const std::string_view bytes = bytes_;
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const auto second = static_cast<std::uint8_t>(bytes[1]);
  std::size_t position = 2;
  std::uint64_t length = second & 0x7FU;
  const std::size_t extended = length == kLength64 ? 8 : length == kLength16 ? 2 : 0;
  if (bytes.size() < position + extended) return std::nullopt;
  if (extended > 0) length = big_endian(bytes.substr(position, extended));
  position += extended;
  const bool is_masked = (second & kMaskBit) != 0;
  const std::string_view mask = bytes.substr(position, is_masked ? 4 : 0);
  if (is_masked) position += 4;
  if (bytes.size() < position || bytes.size() - position < length) return std::nullopt;

  Frame frame;
  frame.is_last = (first & kLastBit) != 0;
  frame.opcode = static_cast<Opcode>(first & 0x0FU);
  frame.payload = bytes.substr(position, length);
  if (is_masked) {
    for (std::size_t i = 0; i < frame.payload.size(); ++i) {
      frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
    }
  }
  bytes_.erase(0, position + length);
  return frame;
}

std::string frame_bytes(Opcode opcode, std::string_view payload, bool is_last) {
  std::string frame;
  frame += static_cast<char>(static_cast<std::uint8_t>(opcode) | (is_last ? kLastBit : 0U));
  if (payload.size() < kLength16) {
    frame += static_cast<char>(payload.size());
  } else if (payload.size() <= 0xFFFF) {
    frame += static_cast<char>(kLength16);
    append_big_endian(frame, payload.size(), 2);
  } else {
    frame += static_cast<char>(kLength64);
    append_big_endian(frame, payload.size(), 8);
  }
  frame += payload;
  return frame;
}

}  // namespace ripple::thunder::emulator
