/// A blocking client that writes whatever bytes a test wants and reads frame by frame. Every wait
/// ends after a deadline that only a broken server reaches.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ripple::testing {

inline constexpr int kDeadlineMs = 20'000;

struct Frame {
  int opcode = -1;  ///< -1: the connection ended instead
  std::string payload;

  bool ended() const { return opcode < 0; }
  int close_code() const {
    if (opcode != 8 || payload.size() < 2) return 0;
    return (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]);
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : RawClient() { connect_to(port); }
  RawClient() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~RawClient() { disconnect(); }
  RawClient(RawClient&& other) noexcept : fd_(other.fd_), input_(std::move(other.input_)) {
    other.fd_ = -1;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connect_to(std::uint16_t port) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int at_once = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    return ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }

  void disconnect() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  void shrink_receive_buffer() {
    const int size = 4096;
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  }

  bool send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Writes as long as the system takes bytes without waiting.
  void send_some(std::string_view bytes) {
    (void)::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  static std::string frame(int opcode, std::string_view payload, bool final = true,
                           bool masked = true) {
    std::string out;
    out.push_back(static_cast<char>((final ? 0x80 : 0) | opcode));
    const int mask_bit = masked ? 0x80 : 0;
    const std::uint64_t size = payload.size();
    if (size < 126) {
      out.push_back(static_cast<char>(mask_bit | static_cast<int>(size)));
    } else if (size < 65536) {
      out.push_back(static_cast<char>(mask_bit | 126));
      append_big_endian(out, size, 2);
    } else {
      out.push_back(static_cast<char>(mask_bit | 127));
      append_big_endian(out, size, 8);
    }
    if (!masked) return out.append(payload);
    const char mask[4] = {0x21, 0x43, 0x65, 0x07};
    out.append(mask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i) {
      out.push_back(static_cast<char>(payload[i] ^ mask[i % 4]));
    }
    return out;
  }

  /// The header of a frame that claims `size` bytes.
  static std::string header_claiming(int opcode, std::uint64_t size, bool final) {
    std::string out;
    out.push_back(static_cast<char>((final ? 0x80 : 0) | opcode));
    out.push_back(static_cast<char>(0x80 | 127));
    append_big_endian(out, size, 8);
    return out.append(4, '\0');
  }

  bool send_text(std::string_view text) { return send_bytes(frame(1, text)); }
  bool send_close(int code) {
    std::string payload;
    append_big_endian(payload, static_cast<std::uint64_t>(code), 2);
    return send_bytes(frame(8, payload));
  }

  static std::string upgrade_request(const std::string& target = "/",
                                     const std::string& more_headers = "",
                                     const std::string& version = "13") {
    return "GET " + target +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           (version.empty() ? "" : "Sec-WebSocket-Version: " + version + "\r\n") + more_headers +
           "\r\n";
  }

  /// Status line, headers and body of the answer.
  std::string upgrade(const std::string& target = "/", const std::string& more_headers = "") {
    send_bytes(upgrade_request(target, more_headers));
    return read_response();
  }

  std::string read_response() {
    std::size_t end;
    while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) break;
    }
    if (end == std::string::npos) return std::exchange(input_, {});
    end += 4;
    if (input_.compare(0, 12, "HTTP/1.1 101") != 0) {
      while (fill()) {
      }
      end = input_.size();
    }
    std::string response = input_.substr(0, end);
    input_.erase(0, end);
    return response;
  }

  Frame read_frame() {
    Frame frame;
    if (!require(2)) return frame;
    std::size_t header = 2;
    std::uint64_t size = static_cast<unsigned char>(input_[1]) & 0x7F;
    if (size >= 126) {
      const std::size_t length_bytes = size == 126 ? 2 : 8;
      if (!require(2 + length_bytes)) return frame;
      size = 0;
      for (std::size_t i = 0; i < length_bytes; ++i) {
        size = (size << 8) | static_cast<unsigned char>(input_[2 + i]);
      }
      header += length_bytes;
    }
    if (!require(header + size)) return frame;
    frame.opcode = static_cast<unsigned char>(input_[0]) & 0x0F;
    frame.payload = input_.substr(header, size);
    input_.erase(0, header + size);
    return frame;
  }

  /// Skips data until the closing frame or the end.
  Frame read_until_close() {
    Frame frame;
    do {
      frame = read_frame();
    } while (!frame.ended() && frame.opcode != 8);
    return frame;
  }

  /// True when the server has ended the connection, false at the deadline.
  bool wait_for_end() {
    while (fill()) {
    }
    return !timed_out_;
  }

 private:
  static void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(value >> (8 * i)));
  }

  bool require(std::size_t size) {
    while (input_.size() < size) {
      if (!fill()) return false;
    }
    return true;
  }

  bool fill() {
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, kDeadlineMs) <= 0) {
      timed_out_ = true;
      return false;
    }
    char block[65536];
    const ssize_t count = ::recv(fd_, block, sizeof block, 0);
    if (count <= 0) return false;
    input_.append(block, static_cast<std::size_t>(count));
    return true;
  }

  int fd_;
  std::string input_;
  bool timed_out_ = false;
};

}  // namespace ripple::testing
