#include <string>

#include "server_fixture.hpp"

namespace ripple::testing {
namespace {

using gateway::CloseCode;
using gateway::WebSocketConnection;
using gateway::WebSocketLimits;

using Frames = WebSocketServerTest;

TEST_F(Frames, AnswersFromWithinOnFrame) {
  start();
  RawClient client = connected();
  client.send_text("hello");
  const Frame answer = client.read_frame();
  EXPECT_EQ(answer.opcode, 1);
  EXPECT_EQ(answer.payload, "hello");
}

TEST_F(Frames, CarriesEveryLengthEncoding) {
  start();
  RawClient client = connected();
  for (const std::size_t size : {0, 1, 125, 126, 4094, 4095, 4096, 8192, 65535, 65536, 1 << 20}) {
    client.send_text(std::string(size, 'x'));
    EXPECT_EQ(client.read_frame().payload, std::string(size, 'x'));
  }
  EXPECT_EQ(log_.count("no padding"), 0);
}

TEST_F(Frames, JoinsFragmentsWithAPingBetweenThem) {
  start();
  RawClient client = connected();
  client.send_bytes(RawClient::frame(1, "one ", false) + RawClient::frame(0, "two ", false) +
                    RawClient::frame(9, "ping") + RawClient::frame(0, "three", true));
  const Frame pong = client.read_frame();
  EXPECT_EQ(pong.opcode, 10);
  EXPECT_EQ(pong.payload, "ping");
  EXPECT_EQ(client.read_frame().payload, "one two three");
  EXPECT_EQ(log_.count("no padding"), 0);
}

std::string numbered(int number) {
  std::string text = std::to_string(number);
  return text.append(900, '.');
}

TEST_F(Frames, KeepsTheOrderOfManyAnswers) {
  acceptor_.on_frame = [](WebSocketConnection& connection, const std::string&) {
    for (int i = 0; i < 500; ++i) connection.send(numbered(i));
  };
  start();
  RawClient client = connected();
  client.send_text("go");
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read_frame().payload, numbered(i));
}

TEST_F(Frames, SendsFromOutsideAHandler) {
  WebSocketConnection* connection = nullptr;
  acceptor_.on_open = [&connection](WebSocketConnection& opened) { connection = &opened; };
  start();
  RawClient client = connected();
  ASSERT_TRUE(log_.wait_for("open"));
  on_loop([connection] { connection->send("news"); });
  EXPECT_EQ(client.read_frame().payload, "news");
}

TEST_F(Frames, SendsFromWithinOpen) {
  acceptor_.on_open = [](WebSocketConnection& connection) { connection.send("welcome"); };
  start();
  RawClient client = connected();
  EXPECT_EQ(client.read_frame().payload, "welcome");
}

TEST_F(Frames, ReportsABinaryMessageWithoutDeliveringIt) {
  start();
  RawClient client = connected();
  client.send_bytes(RawClient::frame(2, "binary"));
  EXPECT_TRUE(log_.wait_for("binary"));
  client.send_text("text");
  EXPECT_EQ(client.read_frame().payload, "text");
}

TEST_F(Frames, ClosesAMessageAboveTheLimitWith1009AlthoughTheClientGoesOnSending) {
  WebSocketLimits limits;
  limits.frame_bytes = 1000;
  start(limits);
  RawClient client = connected();
  client.send_text(std::string(1000, 'x'));
  EXPECT_EQ(client.read_frame().payload.size(), 1000U);
  client.send_text(std::string(200'000, 'x'));
  EXPECT_EQ(client.read_frame().close_code(), 1009);
  EXPECT_TRUE(log_.wait_for("closed"));
}

TEST_F(Frames, ClosesFragmentsThatAddUpAboveTheLimitWith1009) {
  WebSocketLimits limits;
  limits.frame_bytes = 1000;
  start(limits);
  RawClient client = connected();
  client.send_bytes(RawClient::frame(1, std::string(600, 'x'), false) +
                    RawClient::frame(0, std::string(600, 'x'), true));
  EXPECT_EQ(client.read_frame().close_code(), 1009);
}

TEST_F(Frames, ClosesAFragmentWhoseLengthOverflowsTheSumWith1009) {
  WebSocketLimits limits;
  limits.frame_bytes = 1000;
  start(limits);
  RawClient client = connected();
  client.send_bytes(RawClient::frame(1, "0123456789", false) +
                    RawClient::header_claiming(0, ~std::uint64_t{0} - 4, true));
  client.send_bytes(std::string(30'000, 'x'));
  EXPECT_EQ(client.read_frame().close_code(), 1009);
}

TEST_F(Frames, ClosesInvalidUtf8With1007) {
  start();
  for (const std::string text : {"\xC3\x28", "\xED\xA0\x80", "ends early \xE2\x82"}) {
    RawClient client = connected();
    client.send_text(text);
    EXPECT_EQ(client.read_frame().close_code(), 1007);
  }
}

TEST_F(Frames, ClosesAnUnmaskedFrameWith1002) {
  start();
  RawClient client = connected();
  client.send_bytes(RawClient::frame(1, "text", true, false));
  EXPECT_EQ(client.read_frame().close_code(), 1002);
}

TEST_F(Frames, ClosesFromWithinOnFrameAfterTheAnswersBeforeIt) {
  acceptor_.on_frame = [](WebSocketConnection& connection, std::string text) {
    connection.send(std::move(text));
    connection.close(CloseCode::kPolicyViolation, "enough");
    connection.send("dropped");
    connection.close(CloseCode::kNormal, "again");
  };
  start();
  RawClient client = connected();
  client.send_text("last");
  EXPECT_EQ(client.read_frame().payload, "last");
  const Frame close = client.read_frame();
  EXPECT_EQ(close.close_code(), 1008);
  EXPECT_EQ(close.payload.substr(2), "enough");
  EXPECT_TRUE(client.wait_for_end());
  EXPECT_TRUE(log_.wait_for("destroyed"));
  EXPECT_EQ(log_.count("closed"), 1);
}

TEST_F(Frames, AcknowledgesTheClientsClosingFrame) {
  start();
  RawClient client = connected();
  client.send_close(1000);
  EXPECT_EQ(client.read_frame().close_code(), 1000);
  EXPECT_TRUE(client.wait_for_end());
  EXPECT_TRUE(log_.wait_for("closed"));
}

TEST_F(Frames, DestroysTheHandlerAfterOnClose) {
  start();
  connected().disconnect();
  ASSERT_TRUE(log_.wait_for("destroyed"));
  const std::vector<std::string> events = log_.events();
  EXPECT_EQ(events.back(), "destroyed");
  EXPECT_EQ(events[events.size() - 2], "closed");
}

}  // namespace
}  // namespace ripple::testing
