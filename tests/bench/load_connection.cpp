#include "load_connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace ripple::bench {
namespace {

constexpr std::string_view kIdMark = "%ID%";
constexpr std::array<char, 4> kMask = {0x37, 0x1c, 0x5a, 0x2e};
constexpr std::size_t kReadBytes = 64 * 1024;

void append_frame(std::string& out, std::string_view first, std::string_view second,
                  std::string_view third) {
  const std::size_t size = first.size() + second.size() + third.size();
  out.push_back(static_cast<char>(0x81));
  if (size < 126) {
    out.push_back(static_cast<char>(0x80 | size));
  } else if (size < 65536) {
    out.push_back(static_cast<char>(0xFE));
    for (int shift = 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  } else {
    out.push_back(static_cast<char>(0xFF));
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  }
  out.append(kMask.data(), kMask.size());
  const std::size_t payload = out.size();
  out.append(first).append(second).append(third);
  for (std::size_t i = 0; i < size; ++i) {
    out[payload + i] = static_cast<char>(out[payload + i] ^ kMask[i % kMask.size()]);
  }
}

struct ParsedFrame {
  int opcode = 0;
  std::size_t header = 0;
  std::size_t payload = 0;
};

/// False while the frame at the start of `bytes` is not complete.
bool parse_frame(std::string_view bytes, ParsedFrame& frame) {
  if (bytes.size() < 2) return false;
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  frame.opcode = byte(0) & 0x0F;
  frame.header = 2;
  frame.payload = byte(1) & 0x7F;
  if (frame.payload >= 126) {
    const std::size_t length_bytes = frame.payload == 126 ? 2 : 8;
    if (bytes.size() < 2 + length_bytes) return false;
    frame.payload = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
      frame.payload = (frame.payload << 8) | byte(2 + i);
    }
    frame.header += length_bytes;
  }
  return bytes.size() >= frame.header + frame.payload;
}

/// The id of an answer: the member that follows "jsonrpc", else the last one of that name.
bool parse_id(std::string_view answer, std::uint64_t& id) {
  constexpr std::string_view kId = "\"id\":";
  constexpr std::size_t kNearStart = 24;
  std::size_t at = answer.substr(0, kNearStart).find(kId);
  if (at == std::string_view::npos) at = answer.rfind(kId);
  if (at == std::string_view::npos) return false;
  const char* const first = answer.data() + at + kId.size();
  return std::from_chars(first, answer.data() + answer.size(), id).ec == std::errc();
}

}  // namespace

std::uint64_t monotonic_nanoseconds() {
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
}

RequestTemplate::RequestTemplate(std::string_view text) {
  const std::size_t at = text.find(kIdMark);
  if (at == std::string_view::npos) {
    throw std::runtime_error("the template has no %ID%: " + std::string(text));
  }
  before_id = text.substr(0, at);
  after_id = text.substr(at + kIdMark.size());
}

LoadConnection::LoadConnection(std::uint16_t port, const std::string& path, std::uint64_t depth)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), slots_(depth) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
    throw std::runtime_error("cannot connect to port " + std::to_string(port) + ": " +
                             std::strerror(errno));
  }
  const int enabled = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &enabled, sizeof enabled);
  const std::string upgrade = "GET " + path +
                              " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"
                              "Sec-WebSocket-Protocol: jsonrpc\r\n\r\n";
  if (::send(descriptor_, upgrade.data(), upgrade.size(), MSG_NOSIGNAL) < 0) {
    throw std::runtime_error(std::string("cannot send the upgrade: ") + std::strerror(errno));
  }
  std::size_t end;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
    std::array<char, 4096> block;
    const ssize_t count = ::recv(descriptor_, block.data(), block.size(), 0);
    if (count <= 0) throw std::runtime_error("the server ended the upgrade: " + input_);
    input_.append(block.data(), static_cast<std::size_t>(count));
  }
  if (input_.find(" 101 ") > input_.find("\r\n")) {
    throw std::runtime_error("expected a WebSocket, found: " + input_);
  }
  input_.erase(0, end + 4);
  ::fcntl(descriptor_, F_SETFL, ::fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
}

LoadConnection::~LoadConnection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

LoadConnection::LoadConnection(LoadConnection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      slots_(std::move(other.slots_)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      written_(other.written_) {}

void LoadConnection::start(const RequestTemplate& request) {
  for (std::uint64_t slot = 0; slot < slots_.size(); ++slot) {
    queue_request(request, slot, monotonic_nanoseconds());
  }
  flush();
}

void LoadConnection::queue_request(const RequestTemplate& request, std::uint64_t slot,
                                   std::uint64_t now) {
  InFlight& in_flight = slots_[slot];
  // The id tells the slot: ids of one slot differ by the depth.
  in_flight.id = in_flight.id == 0 ? slot + slots_.size() : in_flight.id + slots_.size();
  in_flight.sent_at = now;
  std::array<char, 20> digits;
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), in_flight.id).ptr;
  append_frame(output_, request.before_id,
               std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())),
               request.after_id);
}

bool LoadConnection::on_readable(const RequestTemplate& request, Tally& tally) {
  std::array<char, kReadBytes> block;
  ssize_t count;
  do {
    count = ::recv(descriptor_, block.data(), block.size(), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN)) return false;
    if (count > 0) input_.append(block.data(), static_cast<std::size_t>(count));
  } while (count == static_cast<ssize_t>(block.size()));

  const std::uint64_t now = monotonic_nanoseconds();
  std::string_view rest = input_;
  ParsedFrame frame;
  while (parse_frame(rest, frame)) {
    if (frame.opcode == 8) return false;
    if (frame.opcode == 1) {
      handle_answer(rest.substr(frame.header, frame.payload), request, tally, now);
    }
    rest.remove_prefix(frame.header + frame.payload);
  }
  input_.erase(0, input_.size() - rest.size());
  flush();
  return true;
}

void LoadConnection::handle_answer(std::string_view answer, const RequestTemplate& request,
                                   Tally& tally, std::uint64_t now) {
  std::uint64_t id = 0;
  if (!parse_id(answer, id) || slots_[id % slots_.size()].id != id) {
    ++tally.unexpected;
    return;
  }
  if (answer.find("\"error\":") != std::string_view::npos) {
    if (tally.errors++ == 0) tally.first_error = answer;
  }
  const std::uint64_t slot = id % slots_.size();
  tally.latencies.record(now - slots_[slot].sent_at);
  queue_request(request, slot, now);
}

void LoadConnection::flush() {
  while (wants_to_write()) {
    const ssize_t count =
        ::send(descriptor_, output_.data() + written_, output_.size() - written_, MSG_NOSIGNAL);
    if (count < 0) return;
    written_ += static_cast<std::size_t>(count);
  }
  output_.clear();
  written_ = 0;
}

}  // namespace ripple::bench
