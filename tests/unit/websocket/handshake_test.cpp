#include <string>
#include <vector>

#include "server_fixture.hpp"

namespace ripple::testing {
namespace {

using ::testing::Test;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

using Handshake = WebSocketServerTest;

TEST_F(Handshake, HandsPathAndQueryToTheAcceptor) {
  start();
  const RawClient client = connected("/jsonrpc?appId=refui&x=%20");
  EXPECT_TRUE(log_.wait_for("admit /jsonrpc ? appId=refui&x=%20"));
}

TEST_F(Handshake, AnswersJsonrpcToAnyOfferedSubprotocol) {
  start();
  RawClient client(port_);
  const std::string answer = client.upgrade("/", "Sec-WebSocket-Protocol: notification, other\r\n");
  EXPECT_TRUE(contains(answer, "\r\nSec-WebSocket-Protocol: jsonrpc\r\n")) << answer;
  EXPECT_TRUE(log_.wait_for("offers a subprotocol"));
  EXPECT_EQ(log_.count("offers jsonrpc"), 0);
}

TEST_F(Handshake, AnswersNoSubprotocolWhenNoneIsOffered) {
  start();
  RawClient client(port_);
  const std::string answer = client.upgrade();
  EXPECT_TRUE(contains(answer, "HTTP/1.1 101")) << answer;
  EXPECT_FALSE(contains(answer, "Sec-WebSocket-Protocol")) << answer;
}

TEST_F(Handshake, DeclinesCompression) {
  start();
  RawClient client(port_);
  const std::string answer = client.upgrade(
      "/", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  EXPECT_TRUE(contains(answer, "HTTP/1.1 101")) << answer;
  EXPECT_FALSE(contains(answer, "Sec-WebSocket-Extensions")) << answer;
}

TEST_F(Handshake, RefusesWithTheMessageOfTheErrorAsPlainText) {
  acceptor_.refusal = Error{ErrorCode::kNotPermitted, "the session abc is unknown", {}};
  start();
  RawClient client(port_);
  const std::string answer = client.upgrade();
  EXPECT_TRUE(contains(answer, "HTTP/1.1 403 ")) << answer;
  EXPECT_TRUE(contains(answer, "Content-Type: text/plain")) << answer;
  EXPECT_TRUE(contains(answer, "\r\n\r\nthe session abc is unknown")) << answer;
}

TEST_F(Handshake, RefusesOverloadWith503) {
  acceptor_.refusal = Error{ErrorCode::kOverloaded, "too many", {}};
  start();
  RawClient client(port_);
  EXPECT_TRUE(contains(client.upgrade(), "HTTP/1.1 503 "));
}

TEST_F(Handshake, RefusesAnythingElseWith400) {
  acceptor_.refusal = Error{ErrorCode::kInvalidParams, "no appId", {}};
  start();
  RawClient client(port_);
  EXPECT_TRUE(contains(client.upgrade(), "HTTP/1.1 400 "));
}

TEST_F(Handshake, AnswersAPlainHttpRequestWithASentence) {
  start();
  RawClient client(port_);
  client.send_bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const std::string answer = client.read_response();
  EXPECT_TRUE(contains(answer, "HTTP/1.1 426 ")) << answer;
  EXPECT_TRUE(contains(answer, "WebSocket upgrade")) << answer;
}

TEST_F(Handshake, RefusesOtherVersionsOfTheProtocol) {
  start();
  for (const std::string version : {"", "8", "12", "x"}) {
    RawClient client(port_);
    client.send_bytes(RawClient::upgrade_request("/", "", version));
    const std::string answer = client.read_response();
    EXPECT_TRUE(contains(answer, "HTTP/1.1 426 ")) << version << ": " << answer;
  }
}

TEST_F(Handshake, RefusesBytesThatAreNotHttp) {
  start();
  RawClient client(port_);
  client.send_bytes("\x16\x03\x01 hello\r\n\r\n");
  EXPECT_TRUE(contains(client.read_response(), "HTTP/1.1 400 "));
}

TEST_F(Handshake, RefusesAnEndlessHeader) {
  start();
  RawClient client(port_);
  client.send_bytes("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(40'000, 'x'));
  EXPECT_TRUE(client.wait_for_end());
}

TEST_F(Handshake, ReadsFramesThatFollowTheRequestAtOnce) {
  start();
  RawClient client(port_);
  client.send_bytes(RawClient::upgrade_request() + RawClient::frame(1, "early"));
  EXPECT_TRUE(contains(client.read_response(), "HTTP/1.1 101"));
  EXPECT_EQ(client.read_frame().payload, "early");
}

TEST_F(Handshake, DropsASocketThatSaysNothing) {
  gateway::WebSocketLimits limits;
  limits.handshake_timeout = std::chrono::milliseconds(20);
  start(limits);
  RawClient silent(port_);
  RawClient slow(port_);
  slow.send_bytes("GET / HTTP/1.1\r\nHost:");
  EXPECT_TRUE(silent.wait_for_end());
  EXPECT_TRUE(slow.wait_for_end());
}

TEST_F(Handshake, LeavesAnOpenConnectionAloneAfterItsTimeout) {
  gateway::WebSocketLimits limits;
  limits.handshake_timeout = std::chrono::milliseconds(20);
  start(limits);
  RawClient open = connected();
  RawClient silent(port_);
  EXPECT_TRUE(silent.wait_for_end());
  open.send_text("still here");
  EXPECT_EQ(open.read_frame().payload, "still here");
}

TEST_F(Handshake, LetsOthersConnectHoweverManySocketsAreSilent) {
  gateway::WebSocketLimits limits;
  limits.connections = 4;
  limits.handshake_timeout = std::chrono::hours(1);
  start(limits);
  std::vector<RawClient> silent;
  for (int i = 0; i < 300; ++i) silent.emplace_back(port_);
  RawClient client = connected();
  client.send_text("hello");
  EXPECT_EQ(client.read_frame().payload, "hello");
  EXPECT_TRUE(silent.front().wait_for_end());
}

TEST_F(Handshake, RefusesAConnectionBeyondTheLimitUntilOneEnds) {
  gateway::WebSocketLimits limits;
  limits.connections = 2;
  start(limits);
  RawClient first = connected();
  const RawClient second = connected();
  RawClient third(port_);
  const std::string answer = third.upgrade();
  EXPECT_TRUE(contains(answer, "HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(contains(answer, "All 2 connections")) << answer;
  first.disconnect();
  ASSERT_TRUE(log_.wait_for("closed"));
  const RawClient fourth = connected();
  EXPECT_EQ(on_loop([this] { return server_->connection_count(); }), 2U);
}

}  // namespace
}  // namespace ripple::testing
