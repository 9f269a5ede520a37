#include <fcntl.h>
#include <sys/resource.h>

#include <string>
#include <vector>

#include "server_fixture.hpp"

namespace ripple::testing {
namespace {

using gateway::WebSocketConnection;
using gateway::WebSocketLimits;
using gateway::WebSocketServer;

using Backpressure = WebSocketServerTest;

WebSocketLimits small_limits() {
  WebSocketLimits limits;
  limits.outgoing_bytes = 64 * 1024;
  limits.close_timeout = std::chrono::milliseconds(50);
  return limits;
}

/// Far more than the limit and the buffers of the system hold.
void flood(WebSocketConnection& connection) {
  for (int i = 0; i < 10'000; ++i) connection.send(std::string(10'000, 'x'));
}

TEST_F(Backpressure, CutsAClientThatNeverReads) {
  acceptor_.on_frame = [](WebSocketConnection& connection, std::string) { flood(connection); };
  start(small_limits());
  RawClient client = connected();
  client.send_text("go");
  EXPECT_TRUE(log_.wait_for("closed"));
}

TEST_F(Backpressure, ClosesWith1008WhatWasTooMuchForTheQueue) {
  acceptor_.on_frame = [](WebSocketConnection& connection, std::string) { flood(connection); };
  WebSocketLimits limits = small_limits();
  limits.close_timeout = std::chrono::milliseconds(kDeadlineMs);
  start(limits);
  RawClient client = connected();
  client.send_text("go");
  EXPECT_EQ(client.read_until_close().close_code(), 1008);
  EXPECT_TRUE(client.wait_for_end());
}

TEST_F(Backpressure, ServesOthersWhileOneDoesNotRead) {
  acceptor_.on_frame = [](WebSocketConnection& connection, std::string text) {
    if (text == "go") return flood(connection);
    connection.send(std::move(text));
  };
  WebSocketLimits limits = small_limits();
  limits.close_timeout = std::chrono::milliseconds(kDeadlineMs);
  start(limits);
  RawClient stuck = connected();
  RawClient other = connected();
  stuck.send_text("go");
  for (int i = 0; i < 100; ++i) {
    other.send_text("hello");
    ASSERT_EQ(other.read_frame().payload, "hello");
  }
}

TEST_F(Backpressure, DropsAFrameThatAloneExceedsTheLimit) {
  acceptor_.on_frame = [](WebSocketConnection& connection, std::string) {
    connection.send(std::string(100'000, 'x'));
  };
  start(small_limits());
  RawClient client = connected();
  client.send_text("go");
  EXPECT_EQ(client.read_frame().close_code(), 1008);
}

TEST_F(Backpressure, ClosesAClientThatPingsWithoutReading) {
  start(small_limits());
  RawClient client;
  client.shrink_receive_buffer();
  ASSERT_TRUE(client.connect_to(port_));
  client.upgrade();
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += RawClient::frame(9, std::string(125, 'p'));
  while (log_.count("closed") == 0) client.send_some(pings);
  EXPECT_EQ(log_.count("closed"), 1);
}

using Stopping = WebSocketServerTest;

TEST_F(Stopping, ClosesEveryConnectionWith1001) {
  start();
  RawClient first = connected();
  RawClient second = connected();
  on_loop([this] { server_->stop(); });
  EXPECT_EQ(first.read_frame().close_code(), 1001);
  EXPECT_EQ(second.read_frame().close_code(), 1001);
  first.send_close(1001);
  second.send_close(1001);
  first.disconnect();
  second.disconnect();
  thread_.join();
  EXPECT_EQ(log_.count("closed"), 2);
  EXPECT_EQ(server_->connection_count(), 0U);
}

TEST_F(Stopping, EndsTheLoopAlthoughNobodyAnswers) {
  WebSocketLimits limits;
  limits.close_timeout = std::chrono::milliseconds(20);
  start(limits);
  RawClient silent(port_);
  RawClient open = connected();
  stop();
  EXPECT_EQ(log_.count("closed"), 1);
}

TEST_F(Stopping, RefusesNewConnectionsFromThenOn) {
  start();
  on_loop([this] { server_->stop(); });
  thread_.join();
  RawClient late;
  EXPECT_FALSE(late.connect_to(port_));
}

TEST_F(Stopping, TellsTheHandlersWhenTheServerIsDestroyed) {
  start();
  RawClient client = connected();
  ASSERT_TRUE(log_.wait_for("open"));
  on_loop([this] { server_.reset(); });
  EXPECT_EQ(log_.count("closed"), 1);
  EXPECT_EQ(log_.count("destroyed"), 1);
  EXPECT_TRUE(client.wait_for_end());
}

TEST(Listening, NamesAnAddressThatIsNone) {
  boost::asio::io_context io;
  EventLog log;
  NotingAcceptor acceptor(log);
  WebSocketServer server(io, {}, acceptor);
  const Result<std::uint16_t> port = server.listen("localhorst", 3473);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code, ErrorCode::kBadManifest);
  EXPECT_NE(port.error().message.find("localhorst"), std::string::npos);
}

TEST(Listening, SaysThatThePortIsInUse) {
  boost::asio::io_context io;
  EventLog log;
  NotingAcceptor acceptor(log);
  WebSocketServer first(io, {}, acceptor);
  const Result<std::uint16_t> port = first.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  WebSocketServer second(io, {}, acceptor);
  const Result<std::uint16_t> taken = second.listen("127.0.0.1", *port);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::kStartFailed);
  EXPECT_NE(taken.error().message.find("127.0.0.1:" + std::to_string(*port)), std::string::npos);
  EXPECT_NE(taken.error().message.find("in use"), std::string::npos);
}

/// Takes every file descriptor that is left, and gives them back.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 200;
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY)) {
      taken_.push_back(fd);
    }
  }
  ~NoDescriptors() {
    for (const int fd : taken_) ::close(fd);
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(Listening, OutlivesALackOfFileDescriptorsWithoutSpinning) {
  boost::asio::io_context io;
  EventLog log;
  NotingAcceptor acceptor(log);
  WebSocketServer server(io, {}, acceptor);
  const Result<std::uint16_t> port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  RawClient client;
  {
    const NoDescriptors none;
    ASSERT_TRUE(client.connect_to(*port));
    client.send_bytes(RawClient::upgrade_request());
    // One turn that fails to accept. A loop that tried again at once would never leave poll().
    io.run_one();
    io.poll();
    EXPECT_EQ(log.count("open"), 0);
  }
  while (log.count("open") == 0) io.run_one();
  EXPECT_NE(client.read_response().find("HTTP/1.1 101"), std::string::npos);
}

}  // namespace
}  // namespace ripple::testing
