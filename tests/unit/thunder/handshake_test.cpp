// What the library sends to open a link, byte by byte, and what it makes of refusals.

#include <boost/asio/read_until.hpp>

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class ThunderHandshakeTest : public ThunderTest {
 protected:
  Task connect(const ClientConfig& config, std::function<Task(ThunderClient&)> body) {
    ThunderClient client(loop_, config);
    EXPECT_TRUE(co_await client.connected(kLong));
    co_await body(client);
  }
};

TEST_F(ThunderHandshakeTest, OffersTheSubprotocolNotificationAndNoExtension) {
  asio::ip::tcp::acceptor acceptor(loop_, {asio::ip::address_v4::loopback(), 0});
  ClientConfig config;
  config.endpoint.port = acceptor.local_endpoint().port();
  config.token = [] { return std::string("a+b"); };
  ThunderClient client(loop_, config);
  std::string head;
  run([&]() -> Task {
    asio::ip::tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n",
                                    asio::use_awaitable);
  });
  EXPECT_TRUE(head.starts_with("GET /jsonrpc?token=a%2Bb HTTP/1.1\r\n")) << head;
  for (const char* line : {"Upgrade: websocket", "Connection: upgrade", "Sec-WebSocket-Version: 13",
                           "Sec-WebSocket-Protocol: notification"}) {
    EXPECT_NE(head.find(std::string("\r\n") + line + "\r\n"), std::string::npos) << line << head;
  }
  for (const char* header : {"Sec-WebSocket-Extensions", "Authorization"}) {
    EXPECT_EQ(head.find(header), std::string::npos) << head;
  }
}

TEST_F(ThunderHandshakeTest, AsksForATokenAnewBeforeEachAttempt) {
  emulator_config().tokens = {"fresh"};
  ClientConfig config = client_config();
  int asked = 0;
  config.token = [&asked] { return std::string(++asked < 3 ? "stale" : "fresh"); };
  run([&]() -> Task {
    co_await connect(config, [&](ThunderClient& client) -> Task {
      EXPECT_EQ(asked, 3);
      EXPECT_EQ(client.counters().failed_attempts, 2U);
      EXPECT_TRUE(co_await client.call("Echo.1.echo", {}, kLong));
    });
  });
}

TEST_F(ThunderHandshakeTest, TellsThatThePathIsUnknown) {
  ClientConfig config = client_config();
  config.endpoint.path = "/jsonrpc/Nobody";
  ThunderClient client(loop_, config);
  run([&]() -> Task {
    co_await until([&client] { return client.counters().failed_attempts > 0; });
    const Reply reply = co_await client.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotConnected);
    EXPECT_NE(reply.error().message.find("found HTTP 503 Could not find a correct service for this "
                                         "socket.; is the path right?"),
              std::string::npos)
        << reply.error().message;
  });
}

TEST_F(ThunderHandshakeTest, BindsALinkToAPlugin) {
  ClientConfig config = client_config();
  config.endpoint.path = "/jsonrpc/Echo";
  run([&]() -> Task {
    co_await connect(config, [](ThunderClient& client) -> Task {
      const Reply reply = co_await client.call("model", {}, kLong);
      EXPECT_TRUE(reply);
      EXPECT_EQ(*reply, "E1");
      const Reply status = co_await client.call("Controller.1.status", {}, kLong);
      EXPECT_EQ(status.error().code, ErrorCode::kUnknownMethod);
    });
  });
}

}  // namespace
}  // namespace ripple::thunder
