#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>

#include "main/gateway/websocket_server.hpp"
#include "tests/unit/websocket/raw_client.hpp"

namespace ripple::gateway {
namespace {

/// Changes its mind between the upgrade and the connection, as when a session ends meanwhile.
struct FickleAcceptor final : ConnectionAcceptor {
  Result<void> admit(const UpgradeRequest&) override { return {}; }
  std::unique_ptr<FrameHandler> open(const UpgradeRequest&,
                                     WebSocketConnection& connection) override {
    connection.close(CloseCode::kPolicyViolation, "the session has ended");
    return nullptr;
  }
};

TEST(WebSocketServer, ClosesAConnectionThatIsRefusedAfterItsUpgrade) {
  boost::asio::io_context io;
  FickleAcceptor acceptor;
  WebSocketServer server(io, {}, acceptor);
  const Result<std::uint16_t> port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port) << port.error().message;
  std::thread client([&] {
    testing::RawClient raw(*port);
    EXPECT_NE(raw.upgrade().find("HTTP/1.1 101"), std::string::npos);
    raw.send_text("hello");
    EXPECT_EQ(raw.read_until_close().close_code(), 1008);
    raw.send_close(1008);
    EXPECT_TRUE(raw.wait_for_end());
    io.stop();
  });
  io.run();
  client.join();
  server.stop();
  io.restart();
  io.run();
  EXPECT_EQ(server.connection_count(), 0U);
}

}  // namespace
}  // namespace ripple::gateway
