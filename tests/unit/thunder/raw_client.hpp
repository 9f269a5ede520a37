/// A client that is no client of ours, and sees what the emulator does on the wire byte by byte.
#pragma once

#include <array>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "fixture.hpp"

namespace ripple::thunder {

/// Sends and receives bytes, and reads frames from them.
class RawClient {
 public:
  RawClient(asio::io_context& loop, std::uint16_t port) : socket_(loop), port_(port) {}

  Task connect() {
    co_await socket_.async_connect({asio::ip::address_v4::loopback(), port_}, asio::use_awaitable);
    socket_.set_option(asio::ip::tcp::no_delay(true));
  }

  Task send(std::string bytes) {
    co_await asio::async_write(socket_, asio::buffer(bytes), asio::use_awaitable);
  }

  /// The response's head.
  asio::awaitable<std::string> handshake(std::string target, std::string subprotocol,
                                         std::string headers = {}) {
    co_await connect();
    std::string request = "GET " + target +
                          " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Version: 13\r\n";
    if (!subprotocol.empty()) request += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    request += headers + "\r\n";
    co_await send(request);
    std::string head;
    const std::size_t size = co_await asio::async_read_until(socket_, asio::dynamic_buffer(head),
                                                             "\r\n\r\n", asio::use_awaitable);
    reader_.feed(std::string_view(head).substr(size));
    co_return head.substr(0, size);
  }

  /// An unmasked text message; Thunder takes those.
  Task send_text(std::string text) {
    std::string bytes = emulator::frame_bytes(emulator::Opcode::kText, text);
    co_await send(bytes);
  }

  asio::awaitable<emulator::Frame> frame() {
    std::optional<emulator::Frame> next = reader_.next();
    std::array<char, 4096> bytes{};
    while (!next) {
      const std::size_t size =
          co_await socket_.async_read_some(asio::buffer(bytes), asio::use_awaitable);
      reader_.feed({bytes.data(), size});
      next = reader_.next();
    }
    co_return std::move(*next);
  }

  /// Sends a message; the whole next one that comes.
  asio::awaitable<std::string> exchange(std::string text) {
    co_await send_text(std::move(text));
    emulator::Frame next = co_await frame();
    std::string reply = next.payload;
    while (!next.is_last) {
      next = co_await frame();
      reply += next.payload;
    }
    co_return reply;
  }

  /// All that comes until the server closes.
  asio::awaitable<std::string> rest() {
    std::string bytes;
    boost::system::error_code error;
    co_await asio::async_read(socket_, asio::dynamic_buffer(bytes),
                              asio::redirect_error(asio::use_awaitable, error));
    co_return bytes;
  }

  asio::awaitable<bool> is_closed() {
    std::array<char, 64> bytes{};
    boost::system::error_code error;
    co_await socket_.async_read_some(asio::buffer(bytes),
                                     asio::redirect_error(asio::use_awaitable, error));
    co_return static_cast<bool>(error);
  }

 private:
  asio::ip::tcp::socket socket_;
  std::uint16_t port_;
  emulator::FrameReader reader_;
};

inline constexpr const char* kParseFailure =
    R"({"error":{"code":-31050,"message":"ERROR_PARSE_FAILURE"},"jsonrpc":"2.0"})";

class EmulatorTest : public ThunderTest {
 protected:
  RawClient raw() { return RawClient(loop_, port()); }

  /// The answer to one request on a link of its own.
  asio::awaitable<Json::Value> ask(std::string request) {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string reply = co_await client.exchange(std::move(request));
    co_return json(reply);
  }

  void expect_exchange(const std::string& sent, const std::string& received) {
    run([&]() -> Task {
      RawClient client = raw();
      co_await client.handshake("/jsonrpc", "notification");
      EXPECT_EQ(co_await client.exchange(sent), received) << sent;
      // The link stays usable.
      EXPECT_EQ(co_await client.exchange(R"({"id":1,"method":"Echo.1.model"})"),
                R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
    });
  }
};

}  // namespace ripple::thunder
