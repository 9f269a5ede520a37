/// WebSocket frames as Thunder reads and writes them (RFC 6455, section 5.2, and its own habits).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ripple::thunder::emulator {

enum class Opcode : std::uint8_t {
  kContinuation = 0x0,
  kText = 0x1,
  kBinary = 0x2,
  kClose = 0x8,
  kPing = 0x9,
  kPong = 0xA,
};

struct Frame {
  bool is_last = true;
  Opcode opcode = Opcode::kText;
  std::string payload;
};

/// Takes frames out of a stream of bytes. Like Thunder it takes unmasked frames, too, and leaves
/// reserved opcodes to the caller.
class FrameReader {
 public:
  void feed(std::string_view bytes) { bytes_.append(bytes); }

  /// The next whole frame, unmasked; nothing until more bytes are fed.
  std::optional<Frame> next();

 private:
  std::string bytes_;
};

/// An unmasked frame, as a server sends it.
std::string frame_bytes(Opcode opcode, std::string_view payload, bool is_last = true);

/// How much of a message Thunder puts into one frame.
inline constexpr std::size_t kFramePayload = 1020;

}  // namespace ripple::thunder::emulator
