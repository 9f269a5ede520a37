// How the emulator opens links, whom it lets in, and when it ends a link by itself.

#include "raw_client.hpp"

namespace ripple::thunder {
namespace {

constexpr const char* kModelRequest = R"({"id":1,"method":"Echo.1.model"})";
constexpr const char* kModelReply = R"({"id":1,"jsonrpc":"2.0","result":"E1"})";

class EmulatorHandshakeTest : public EmulatorTest {
 protected:
  /// All that a POST is answered with.
  asio::awaitable<std::string> post(std::string body, std::string header = {}) {
    RawClient client = raw();
    co_await client.connect();
    co_await client.send("POST /jsonrpc HTTP/1.1\r\nHost: x\r\n" + header +
                         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    co_return co_await client.rest();
  }

  /// Whether a link with the subprotocol answers requests; pings it answers in any case.
  asio::awaitable<bool> answers(RawClient& client) {
    co_await client.send_text(kModelRequest);
    const std::string ping = emulator::frame_bytes(emulator::Opcode::kPing, "");
    co_await client.send(ping);
    const emulator::Frame first = co_await client.frame();
    co_return first.opcode == emulator::Opcode::kText;
  }

  void expect_subprotocol(const std::string& offered, const std::string& echoed, bool is_alive) {
    run([&]() -> Task {
      RawClient client = raw();
      const std::string head = co_await client.handshake("/jsonrpc", offered);
      EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << offered;
      const std::string line = "Sec-WebSocket-Protocol: " + echoed + "\r\n";
      EXPECT_EQ(head.find(line) != std::string::npos, !echoed.empty()) << offered << head;
      EXPECT_EQ(co_await answers(client), is_alive) << offered;
    });
  }
};

TEST_F(EmulatorHandshakeTest, AnswersAsThunderDoes) {
  run([&]() -> Task {
    RawClient client = raw();
    EXPECT_EQ(co_await client.handshake("/jsonrpc", "notification"),
              "HTTP/1.1 101 SWITCH_PROTOCOL\r\n"
              "Connection: UPGRADE\r\n"
              "Upgrade: WEBSOCKET\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
              "Sec-WebSocket-Protocol: notification\r\n"
              "Content-Length: 0\r\n\r\n");
  });
}

TEST_F(EmulatorHandshakeTest, EchoesASubprotocolAndWorks) {
  for (const char* word : {"notification", "JSON", "another"}) {
    expect_subprotocol(word, word, true);
  }
  expect_subprotocol("", "", true);
  expect_subprotocol("notification, json", "notification", true);
}

TEST_F(EmulatorHandshakeTest, EchoesCertainSubprotocolsAndThenIgnoresAllRequests) {
  for (const char* word : {"json", "jsonrpc", "text", "raw"}) expect_subprotocol(word, word, false);
  expect_subprotocol("notification,json", "notification", false);
  expect_subprotocol("json, notification", "json", false);
  expect_subprotocol("json,notification", "json", false);
}

TEST_F(EmulatorHandshakeTest, WorksWithEverySubprotocolInR44) {
  emulator_config().generation = emulator::Generation::kR44;
  expect_subprotocol("json", "json", true);
  expect_subprotocol("notification,json", "notification", true);
}

TEST_F(EmulatorHandshakeTest, RefusesUnknownPathsWith503) {
  run([&]() -> Task {
    for (const char* path : {"/jsonrpc/Nobody", "/Service", "/Service/Nobody", "/other", "/"}) {
      RawClient client = raw();
      const std::string head = co_await client.handshake(path, "");
      EXPECT_TRUE(
          head.starts_with("HTTP/1.1 503 Could not find a correct service for this socket.\r\n"))
          << path << head;
    }
  });
}

TEST_F(EmulatorHandshakeTest, ReachesEveryPluginWithASlashBehindThePath) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc/", "");
    EXPECT_EQ(co_await client.exchange(kModelRequest), kModelReply);
  });
}

TEST_F(EmulatorHandshakeTest, SendsEverythingOnABoundLinkToItsPlugin) {
  run([&]() -> Task {
    for (const char* path : {"/jsonrpc/Echo", "/Service/Echo"}) {
      RawClient client = raw();
      co_await client.handshake(path, "");
      EXPECT_EQ(co_await client.exchange(R"({"id":1,"method":"model"})"), kModelReply) << path;
      EXPECT_EQ(co_await client.exchange(R"({"id":1,"method":"Controller.1.model"})"), kModelReply)
          << path;
    }
  });
}

TEST_F(EmulatorHandshakeTest, BindsALinkToAnInactivePluginThatCannotBeActivatedOverIt) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc/Switch", "");
    const std::string reply =
        co_await client.exchange(R"({"id":1,"method":"Controller.1.activate","params":{}})");
    EXPECT_EQ(json(reply)["error"]["code"], -31002);
  });
}

TEST_F(EmulatorHandshakeTest, WantsATokenInTheQuery) {
  emulator_config().tokens = {"good"};
  run([&]() -> Task {
    for (const char* target : {"/jsonrpc", "/jsonrpc?token=bad"}) {
      RawClient client = raw();
      const std::string head = co_await client.handshake(target, "");
      EXPECT_TRUE(head.starts_with("HTTP/1.1 403 Security prohibites this connection.\r\n"));
    }
    RawClient client = raw();
    EXPECT_TRUE((co_await client.handshake("/jsonrpc?token=good", "")).starts_with("HTTP/1.1 101"));
  });
}

TEST_F(EmulatorHandshakeTest, HonoursATokenInTheHeaderForPostOnly) {
  emulator_config().tokens = {"good"};
  run([&]() -> Task {
    const std::string bearer = "Authorization: Bearer good\r\n";
    RawClient client = raw();
    const std::string head = co_await client.handshake("/jsonrpc", "", bearer);
    EXPECT_TRUE(head.starts_with("HTTP/1.1 403 ")) << head;
    const std::string posted = co_await post(kModelRequest, bearer);
    EXPECT_TRUE(posted.starts_with("HTTP/1.1 200 OK\r\n")) << posted;
    const std::string denied = co_await post(kModelRequest);
    EXPECT_TRUE(denied.starts_with(
        "HTTP/1.1 401 Request needs authorization, but it was not authorized\r\n"))
        << denied;
  });
}

TEST_F(EmulatorHandshakeTest, IgnoresATokenWhereItWantsNone) {
  run([&]() -> Task {
    RawClient client = raw();
    EXPECT_TRUE((co_await client.handshake("/jsonrpc?token=any", "")).starts_with("HTTP/1.1 101"));
  });
}

TEST_F(EmulatorHandshakeTest, RefusesEachCallOfATokenWithoutRightsByEchoingIt) {
  emulator_config().tokens_without_rights = {"guest"};
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc?token=guest", "");
    const std::string call =
        R"({"id":3,"method":"Controller.1.activate","params":{"callsign":"E"}})";
    Json::Value expected = json(call);
    expected["jsonrpc"] = "2.0";
    expected["error"]["code"] = -32604;
    expected["error"]["message"] = "Method invocation not allowed.";
    const std::string reply = co_await client.exchange(call);
    EXPECT_EQ(json(reply), expected);
    const std::string notification = co_await client.exchange(R"({"method":"Echo.1.model"})");
    EXPECT_FALSE(json(notification).isMember("id"));
    EXPECT_EQ(json(notification)["method"], "Echo.1.model");
    EXPECT_EQ(json(notification)["error"]["code"], -32604);
  });
}

TEST_F(EmulatorHandshakeTest, LetsAnybodyAskControllerWhichMethodsExist) {
  emulator_config().tokens = {"good"};
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/Service/Controller", "");
    const std::string known =
        co_await client.exchange(R"({"id":1,"method":"exists","params":{"method":"activate"}})");
    EXPECT_EQ(json(known)["result"], true);
    const std::string denied = co_await client.exchange(R"({"id":2,"method":"status"})");
    EXPECT_EQ(json(denied)["error"]["code"], -32604);
  });
}

TEST_F(EmulatorHandshakeTest, AnswersPostRequestsWith200AlsoForErrors) {
  run([&]() -> Task {
    const std::string reply = co_await post(kModelRequest);
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 200 OK\r\n")) << reply;
    EXPECT_TRUE(reply.ends_with(std::string("\r\n\r\n") + kModelReply)) << reply;
    const std::string error = co_await post(R"({"id":1,"method":"Echo.1.nothing"})");
    EXPECT_TRUE(error.starts_with("HTTP/1.1 200 OK\r\n")) << error;
    EXPECT_NE(error.find("-32601"), std::string::npos) << error;
    const std::string notification = co_await post(R"({"method":"Echo.1.model"})");
    EXPECT_TRUE(notification.starts_with("HTTP/1.1 204 No Content\r\n")) << notification;
    const std::string garbage = co_await post("hello");
    EXPECT_TRUE(garbage.starts_with("HTTP/1.1 400 Bad Request\r\n")) << garbage;
    EXPECT_NE(garbage.find(R"("id":null)"), std::string::npos) << garbage;
  });
}

TEST_F(EmulatorHandshakeTest, AnswersAPlainGetWith405) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.connect();
    co_await client.send("GET /jsonrpc HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string response = co_await client.rest();
    EXPECT_TRUE(response.starts_with("HTTP/1.1 405 ")) << response;
  });
}

TEST_F(EmulatorHandshakeTest, AnswersAPostOfRegisterWithTheFirstEvent) {
  run([&]() -> Task {
    const std::string response = co_await post(
        R"({"id":1,"method":"Controller.1.register","params":{"event":"statechange","id":"c"}})");
    EXPECT_TRUE(response.starts_with("HTTP/1.1 200 OK\r\n")) << response;
    EXPECT_NE(response.find(R"("method":"c.statechange")"), std::string::npos) << response;
    EXPECT_EQ(response.find("result"), std::string::npos) << response;
  });
}

TEST_F(EmulatorHandshakeTest, PingsAnIdleLinkAtOneScanAndEndsItAtTheNextWithoutAClosingFrame) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    // The handshake was traffic.
    server().scan_for_idle_links();
    server().scan_for_idle_links();
    const emulator::Frame ping = co_await client.frame();
    EXPECT_EQ(ping.opcode, emulator::Opcode::kPing);
    EXPECT_EQ(ping.payload, "");
    server().scan_for_idle_links();
    EXPECT_EQ(co_await client.rest(), "");
  });
}

TEST_F(EmulatorHandshakeTest, KeepsALinkWhoseClientPingsOrPongs) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    server().scan_for_idle_links();
    for (std::uint64_t i = 1; i <= 3; ++i) {
      server().scan_for_idle_links();
      const emulator::Frame ping = co_await client.frame();
      EXPECT_EQ(ping.opcode, emulator::Opcode::kPing);
      co_await client.send(emulator::frame_bytes(emulator::Opcode::kPong, ""));
      co_await until([this, i] { return server().pongs() == i; });
      server().scan_for_idle_links();
    }
    EXPECT_EQ(co_await client.exchange(kModelRequest), kModelReply);
  });
}

TEST_F(EmulatorHandshakeTest, ScansByItself) {
  emulator_config().idle_scan = 10ms;
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const emulator::Frame ping = co_await client.frame();
    EXPECT_EQ(ping.opcode, emulator::Opcode::kPing);
    EXPECT_EQ(co_await client.rest(), "");
  });
}

TEST_F(EmulatorHandshakeTest, EndsAConnectionThatSaysNothingAtTheFirstScan) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.connect();
    co_await until([this] { return server().connections() == 1; });
    server().scan_for_idle_links();
    EXPECT_EQ(co_await client.rest(), "");
  });
}

}  // namespace
}  // namespace ripple::thunder
