// What the emulator does on the wire, byte by byte, seen by a client that is no client of ours.

#include "emulator/emulator.hpp"

#include <array>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

// Sends and receives bytes, and reads frames from them.
class RawClient {
 public:
  RawClient(asio::io_context& loop, std::uint16_t port) : socket_(loop), port_(port) {}

  Task connect() {
    co_await socket_.async_connect({asio::ip::address_v4::loopback(), port_}, asio::use_awaitable);
  }

  Task send(std::string bytes) {
    co_await asio::async_write(socket_, asio::buffer(bytes), asio::use_awaitable);
  }

  /// The response's head.
  asio::awaitable<std::string> handshake(std::string target, std::string subprotocol) {
    co_await connect();
    std::string request = "GET " + target +
                          " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Version: 13\r\n";
    if (!subprotocol.empty()) request += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    request += "\r\n";
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

  asio::awaitable<std::string> exchange(std::string text) {
    co_await send_text(std::move(text));
    const emulator::Frame reply = co_await frame();
    co_return reply.payload;
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

constexpr const char* kParseFailure =
    R"({"error":{"code":-31050,"message":"ERROR_PARSE_FAILURE"},"jsonrpc":"2.0"})";

class EmulatorTest : public ThunderTest {
 protected:
  RawClient raw() { return RawClient(loop_, port()); }

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

TEST_F(EmulatorTest, AnswersTheHandshakeAsThunderDoes) {
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

TEST_F(EmulatorTest, IgnoresRequestsOnLinksWithCertainSubprotocols) {
  using emulator::choose_subprotocol;
  using emulator::Generation;
  for (const char* dead : {"json", "jsonrpc", "text", "raw", "notification,json",
                           "json, notification", "json,notification"}) {
    EXPECT_TRUE(choose_subprotocol(dead, Generation::kR5).is_dead) << dead;
    EXPECT_FALSE(choose_subprotocol(dead, Generation::kR44).is_dead) << dead;
  }
  for (const char* alive : {"notification", "", "JSON", "other", "notification, json"}) {
    EXPECT_FALSE(choose_subprotocol(alive, Generation::kR5).is_dead) << alive;
  }
  EXPECT_EQ(choose_subprotocol("notification, json", Generation::kR5).echoed, "notification");
}

TEST_F(EmulatorTest, RefusesUnknownPathsWith503) {
  run([&]() -> Task {
    for (const char* path : {"/jsonrpc/Nobody", "/other", "/"}) {
      RawClient client = raw();
      EXPECT_TRUE((co_await client.handshake(path, ""))
                      .starts_with("HTTP/1.1 503 Could not find a correct service"))
          << path;
    }
  });
}

TEST_F(EmulatorTest, SendsEverythingOnABoundLinkToItsPlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc/Switch", "");
    const std::string reply =
        co_await client.exchange(R"({"id":1,"method":"Controller.1.activate","params":{}})");
    EXPECT_NE(reply.find("-31002"), std::string::npos) << reply;
  });
}

TEST_F(EmulatorTest, WantsAToken) {
  emulator_config().tokens = {"good"};
  run([&]() -> Task {
    RawClient bad = raw();
    EXPECT_TRUE((co_await bad.handshake("/jsonrpc?token=bad", ""))
                    .starts_with("HTTP/1.1 403 Security prohibites this connection."));
    RawClient good = raw();
    EXPECT_TRUE((co_await good.handshake("/jsonrpc?token=good", "")).starts_with("HTTP/1.1 101"));
  });
}

TEST_F(EmulatorTest, AnswersPingsAndClosingFramesEmpty) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send(emulator::frame_bytes(emulator::Opcode::kPing, "payload"));
    const emulator::Frame pong = co_await client.frame();
    EXPECT_EQ(pong.opcode, emulator::Opcode::kPong);
    EXPECT_EQ(pong.payload, "");
    co_await client.send(emulator::frame_bytes(emulator::Opcode::kClose, "\x03\xE8"));
    const emulator::Frame close = co_await client.frame();
    EXPECT_EQ(close.opcode, emulator::Opcode::kClose);
    EXPECT_EQ(close.payload, "");
    EXPECT_TRUE(co_await client.is_closed());
  });
}

TEST_F(EmulatorTest, SendsLongMessagesInFramesOfAKilobyte) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(R"({"id":1,"method":"Echo.1.echo","params":{"t":")" +
                              std::string(5'000, 'x') + "\"}}");
    emulator::Frame frame = co_await client.frame();
    EXPECT_EQ(frame.opcode, emulator::Opcode::kText);
    int count = 1;
    while (!frame.is_last) {
      EXPECT_EQ(frame.payload.size(), emulator::kFramePayload);
      frame = co_await client.frame();
      EXPECT_EQ(frame.opcode, emulator::Opcode::kContinuation);
      ++count;
    }
    EXPECT_EQ(count, 5);
  });
}

TEST_F(EmulatorTest, IgnoresBinaryMessagesReservedOpcodesAndEmptyText) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string request = R"({"id":1,"method":"Echo.1.model"})";
    co_await client.send(emulator::frame_bytes(emulator::Opcode::kBinary, request));
    co_await client.send(emulator::frame_bytes(static_cast<emulator::Opcode>(5), request));
    co_await client.send_text("");
    EXPECT_EQ(co_await client.exchange(R"({"id":2,"method":"Echo.1.model"})"),
              R"({"id":2,"jsonrpc":"2.0","result":"E1"})");
  });
}

TEST_F(EmulatorTest, EscapesSlashesAndWhatIsNotAscii) {
  expect_exchange(R"({"id":1,"method":"Echo.1.echo","params":{"t":"a/b ä"}})",
                  R"({"id":1,"jsonrpc":"2.0","result":{"t":"a\/b \u00e4"}})");
}

TEST_F(EmulatorTest, ReadsIdsAsThunderDoes) {
  const auto reply = [](const std::string& id) {
    return R"({"id":)" + id + R"(,"jsonrpc":"2.0","result":"E1"})";
  };
  const auto request = [](const std::string& id) {
    return R"({"id":)" + id + R"(,"method":"Echo.1.model"})";
  };
  expect_exchange(request("\"12\""), reply("12"));
  expect_exchange(request("-1"), reply("4294967295"));
  expect_exchange(request("null"), reply("0"));
  for (const char* id : {"\"abc\"", "1.5", "true", "{}", "4294967296"}) {
    expect_exchange(request(id), kParseFailure);
  }
}

TEST_F(EmulatorTest, AnswersWhatIsNoRequestWithAnErrorWithoutAnId) {
  for (const char* text : {"hello", "[]", R"([{"id":1,"method":"Echo.1.model"}])", "{'id':1}", "  ",
                           "{}", R"({"id":1})", R"({"id":1,"method":""})", R"({"id":1,})"}) {
    expect_exchange(text, kParseFailure);
  }
}

TEST_F(EmulatorTest, KeepsTheIdWhenOnlyTheParamsAreBroken) {
  expect_exchange(
      R"({"id":4,"method":"Echo.1.echo","params":{"a":}})",
      R"({"error":{"code":-31050,"message":"Expected value, \"}\" found."},"id":4,"jsonrpc":"2.0"})");
}

TEST_F(EmulatorTest, SpoilsTheMessageBehindATruncatedOne) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string request = R"({"id":1,"method":"Echo.1.model"})";
    co_await client.send_text(request.substr(0, 10));
    EXPECT_EQ(co_await client.exchange(request), kParseFailure);
    co_await client.send_text(request.substr(0, 10));
    EXPECT_EQ(co_await client.exchange(request.substr(10)),
              R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
  });
}

TEST_F(EmulatorTest, DropsWhatFollowsTheFirstValueOfAMessage) {
  expect_exchange(R"({"id":1,"method":"Echo.1.model"}{"id":2,"method":"Echo.1.model"})",
                  R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
}

TEST_F(EmulatorTest, AnswersANotificationOnlyWhenItFails) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(R"({"method":"Echo.1.model"})");
    EXPECT_EQ(co_await client.exchange(R"({"method":"Echo.1.nothing"})"),
              R"({"error":{"code":-32601,"message":"Unknown method."},"jsonrpc":"2.0"})");
  });
}

TEST_F(EmulatorTest, WorksOnTwoRequestsOfALinkAtATime) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(R"({"id":1,"method":"Echo.1.slow"})");
    EXPECT_EQ(co_await client.exchange(R"({"id":2,"method":"Echo.1.model"})"),
              R"({"id":2,"jsonrpc":"2.0","result":"E1"})");
    co_await client.send_text(R"({"id":3,"method":"Echo.1.slow"})");
    const std::string behind = co_await client.exchange(R"({"id":4,"method":"Echo.1.model"})");
    EXPECT_TRUE(behind.starts_with(R"({"id":1,)")) << behind;
  });
}

TEST_F(EmulatorTest, CollapsesAListOfOneInR5AndNotInR44) {
  const auto status = [this]() -> asio::awaitable<Json::Value> {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string reply =
        co_await client.exchange(R"({"id":1,"method":"Controller.1.status@Echo"})");
    co_return json(reply)["result"];
  };
  run([&]() -> Task { EXPECT_TRUE((co_await status()).isObject()); });
}

TEST_F(EmulatorTest, ReplaysStatesBeforeTheReplyToRegister) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(
        R"({"id":1,"method":"Controller.1.register","params":{"event":"statechange","id":"c.1"}})");
    for (const char* callsign : {"Controller", "Echo", "Sticky", "Twin"}) {
      const emulator::Frame frame = co_await client.frame();
      const Json::Value event = json(frame.payload);
      EXPECT_EQ(event["method"], "c.1.statechange");
      EXPECT_EQ(event["params"]["callsign"], callsign);
    }
    const emulator::Frame reply = co_await client.frame();
    EXPECT_EQ(reply.payload, R"({"id":1,"jsonrpc":"2.0","result":null})");
  });
}

TEST_F(EmulatorTest, RefusesASecondRegistrationAndForgetsBothWithThePlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string request =
        R"({"id":1,"method":"Echo.1.register","params":{"event":"onFired","id":"c"}})";
    EXPECT_EQ(co_await client.exchange(request), R"({"id":1,"jsonrpc":"2.0","result":null})");
    EXPECT_NE((co_await client.exchange(request)).find("-31048"), std::string::npos);
    server().restart_plugin("Echo", 0ms);
    EXPECT_EQ(server().device().registrations(), 0U);
    co_await until([this] { return emulator::is_active(server().device().find("Echo")->state); });
    EXPECT_EQ(co_await client.exchange(request), R"({"id":1,"jsonrpc":"2.0","result":null})");
  });
}

TEST_F(EmulatorTest, PingsAnIdleLinkAndThenEndsItWithoutAClosingFrame) {
  emulator_config().idle_scan = 10ms;
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const emulator::Frame ping = co_await client.frame();
    EXPECT_EQ(ping.opcode, emulator::Opcode::kPing);
    EXPECT_TRUE(co_await client.is_closed());
  });
}

TEST_F(EmulatorTest, AnswersPostRequests) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.connect();
    const std::string body = R"({"id":1,"method":"Echo.1.model"})";
    co_await client.send("POST /jsonrpc HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::string response = co_await client.rest();
    EXPECT_TRUE(response.starts_with("HTTP/1.1 200 OK\r\n")) << response;
    EXPECT_TRUE(response.ends_with("\r\n\r\n{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":\"E1\"}"))
        << response;
  });
}

TEST_F(EmulatorTest, LoadsTheDataOfRipplesMockDevice) {
  auto loaded = emulator::profile_from(json(R"({
    "org.rdk.system.1.getdeviceinfo": [{"params": {"a": 1}, "result": {"make": "one"}},
                                       {"result": {"make": "any"}}],
    "org.rdk.system.register": [{"params": {"event": "onX", "id": "client.X.events"}, "result": 0,
                                 "events": [{"delay": 1, "data": {"n": 1}}]}]})"),
                                       "mock.json");
  ASSERT_EQ(loaded.problem, "");
  emulator_config().profile = std::move(loaded.profile);
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    EXPECT_NE((co_await client.exchange(
                   R"({"id":1,"method":"org.rdk.System.1.getDeviceInfo","params":{"a":1}})"))
                  .find("one"),
              std::string::npos);
    EXPECT_NE((co_await client.exchange(R"({"id":2,"method":"org.rdk.System.1.getDeviceInfo"})"))
                  .find("any"),
              std::string::npos);
    EXPECT_NE((co_await client.exchange(R"({"id":3,"method":"Controller.1.status@Any"})"))
                  .find("activated"),
              std::string::npos);
    EXPECT_NE((co_await client.exchange(R"({"id":4,"method":"Other.1.x"})")).find("-32001"),
              std::string::npos);
    EXPECT_NE(
        (co_await client.exchange(
             R"({"id":5,"method":"org.rdk.System.register","params":{"event":"onX","id":"7"}})"))
            .find("\"result\":0"),
        std::string::npos);
    const emulator::Frame event = co_await client.frame();
    EXPECT_EQ(event.payload, R"({"jsonrpc":"2.0","method":"7.onX","params":{"n":1}})");
  });
}

TEST_F(EmulatorTest, SaysWhatIsWrongWithAProfile) {
  EXPECT_NE(emulator::load_profile("/nowhere.json").problem.find("does the file exist?"),
            std::string::npos);
  EXPECT_NE(emulator::profile_from(json(R"({"plugins":{"A":{"state":"Asleep"}}})"), "f.json")
                .problem.find("f.json: plugins.A.state: expected a state"),
            std::string::npos);
}

TEST_F(EmulatorTest, IsDrivenThroughItsOwnPlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.exchange(R"({"id":1,"method":"Emulator.1.fault","params":{"drop_replies":1}})");
    co_await until([this] { return server().faults().drop_replies == 1; });
    co_await client.send_text(R"({"id":2,"method":"Echo.1.model"})");
    const std::string state = co_await client.exchange(R"({"id":3,"method":"Emulator.1.state"})");
    EXPECT_TRUE(state.starts_with(R"({"id":3,)")) << state;
    EXPECT_EQ(json(state)["result"]["links"], 1);
    co_await client.exchange(R"({"id":4,"method":"Emulator.1.cut_links"})");
    EXPECT_TRUE(co_await client.is_closed());
  });
}

}  // namespace
}  // namespace ripple::thunder
