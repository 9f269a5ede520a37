// What the emulator does on the wire, byte by byte, seen by a client that is no client of ours.

#include "emulator/emulator.hpp"

#include "raw_client.hpp"

namespace ripple::thunder {
namespace {

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
                           "{}", R"({"id":1,})"}) {
    expect_exchange(text, kParseFailure);
  }
}

TEST_F(EmulatorTest, KeepsTheIdWhereOnlyTheMethodIsMissing) {
  for (const char* text : {R"({"id":6})", R"({"id":6,"method":""})"}) {
    expect_exchange(
        text,
        R"({"error":{"code":-31050,"message":"ERROR_PARSE_FAILURE"},"id":6,"jsonrpc":"2.0"})");
  }
}

TEST_F(EmulatorTest, TakesTheLastOfTwoEqualMembersAndIgnoresUnknownOnes) {
  expect_exchange(R"({"jsonrpc":"1.0","id":1,"id":7,"more":[],"method":"Echo.1.model"})",
                  R"({"id":7,"jsonrpc":"2.0","result":"E1"})");
}

TEST_F(EmulatorTest, ReadsAFragmentedRequestWithAPingBetweenItsFragments) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string request = R"({"id":1,"method":"Echo.1.model"})";
    using emulator::frame_bytes;
    using emulator::Opcode;
    co_await client.send(frame_bytes(Opcode::kText, request.substr(0, 8), false));
    co_await client.send(frame_bytes(Opcode::kPing, ""));
    const emulator::Frame pong = co_await client.frame();
    EXPECT_EQ(pong.opcode, Opcode::kPong);
    co_await client.send(frame_bytes(Opcode::kContinuation, request.substr(8)));
    const emulator::Frame reply = co_await client.frame();
    EXPECT_EQ(reply.payload, R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
  });
}

TEST_F(EmulatorTest, TakesARequestOf4MegabytesInOneFrame) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string padding(std::size_t{4} << 20, ' ');
    EXPECT_EQ(co_await client.exchange(R"({"id":1,)" + padding + R"("method":"Echo.1.model"})"),
              R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
  });
}

TEST_F(EmulatorTest, SendsNoClosingFrameWhenItStops) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    server().stop();
    EXPECT_EQ(co_await client.rest(), "");
  });
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
  for (const char* rest : {R"({"id":2,"method":"Echo.1.model"})", " garbage", "}"}) {
    expect_exchange(std::string(R"({"id":1,"method":"Echo.1.model"})") + rest,
                    R"({"id":1,"jsonrpc":"2.0","result":"E1"})");
  }
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
