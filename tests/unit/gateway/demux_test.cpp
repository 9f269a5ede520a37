#include "main/gateway/demux.hpp"

#include "client_fixture.hpp"

namespace ripple::gateway {
namespace {

class DemuxTest : public ClientFixture {
 protected:
  using Frames = std::vector<std::string>;

  void answer(std::size_t index, std::string_view result) {
    router_.submit(provider_, answer_to(asked()[index], result));
  }
  /// Answers as an inline channel does, before deliver returns.
  void answer_at_once() {
    provider_box_.on_deliver = [this](const Message& message) {
      if (message.kind() == RIPPLE_REQUEST) router_.submit(provider_, answer_to(message));
    };
  }

  Client client_{*this, session()};
};

TEST_F(DemuxTest, AnswersARequestUnderItsId) {
  for (const char* id : {"1", "null", "\"\"", R"("a\u00e9\"b")", "-9007199254740991"}) {
    client_.frames.clear();
    client_.say(request(id, "device.make"));
    router_.submit(provider_, answer_to(last_asked()));
    EXPECT_EQ(client_.frames,
              Frames{std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"result":"Acme"})"});
  }
}

TEST_F(DemuxTest, AnswersBeforeTheFrameIsDone) {
  answer_at_once();
  client_.say(request("1", "device.make"));
  EXPECT_EQ(client_.frames, Frames{R"({"jsonrpc":"2.0","id":1,"result":"Acme"})"});
}

TEST_F(DemuxTest, SendsAnswersAsTheyCome) {
  client_.say(request("1", "device.make"));
  client_.say(request("2", "device.model"));
  answer(1, "\"m\"");
  answer(0, "\"Acme\"");
  EXPECT_EQ(client_.frames, (Frames{R"({"jsonrpc":"2.0","id":2,"result":"m"})",
                                    R"({"jsonrpc":"2.0","id":1,"result":"Acme"})"}));
}

TEST_F(DemuxTest, AnswersTwoRequestsOfOneIdEachOnItsOwn) {
  client_.say(request("1", "device.make"));
  client_.say(request("1", "device.make"));
  answer(0, "1");
  answer(1, "2");
  EXPECT_EQ(client_.frames, (Frames{R"({"jsonrpc":"2.0","id":1,"result":1})",
                                    R"({"jsonrpc":"2.0","id":1,"result":2})"}));
}

TEST_F(DemuxTest, CarriesANotificationOutAndSaysNothing) {
  client_.say(request("", "device.make"));
  answer(0, "1");
  client_.say(request("", "no.such"));
  EXPECT_TRUE(client_.frames.empty());
  EXPECT_EQ(client_.session.requests_in_flight, 0U);
}

TEST_F(DemuxTest, AnswersWhatIsNoRequestWithTheIdIfItHasOne) {
  client_.say("{");
  client_.say(R"({"id":7,"method":"device.make"})");
  client_.say(R"({"jsonrpc":"2.0","method":1})");
  client_.say("[]");
  client_.say("");
  ASSERT_EQ(client_.frames.size(), 5U);
  const auto start = [](const char* id, int code) {
    return std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"error":{"code":)" +
           std::to_string(code) + ",";
  };
  EXPECT_EQ(client_.frames[0].find(start("null", -32700)), 0U) << client_.frames[0];
  EXPECT_EQ(client_.frames[1].find(start("7", -32600)), 0U) << client_.frames[1];
  EXPECT_EQ(client_.frames[2].find(start("null", -32600)), 0U) << client_.frames[2];
  EXPECT_EQ(client_.frames[3].find(start("null", -32600)), 0U) << client_.frames[3];
  EXPECT_EQ(client_.frames[4].find(start("null", -32700)), 0U) << client_.frames[4];
  // The connection lives on.
  client_.say(request("8", "rpc.discover"));
  EXPECT_EQ(client_.frames.size(), 6U);
}

TEST_F(DemuxTest, SurvivesAnEmptyFrameOfASessionWithoutContext) {
  Client bare(*this, services::SessionService::open_for_extension(""));
  bare.say("");
  EXPECT_EQ(bare.frames.size(), 1U);
}

TEST_F(DemuxTest, AnswersABatchWithOneArrayOnceAllIsThere) {
  client_.say("[" + request("1", "device.make") + "," + request("\"two\"", "device.model") + "]");
  answer(1, "\"m\"");
  EXPECT_TRUE(client_.frames.empty());
  answer(0, "\"Acme\"");
  EXPECT_EQ(client_.frames, Frames{R"([{"jsonrpc":"2.0","id":"two","result":"m"},)"
                                   R"({"jsonrpc":"2.0","id":1,"result":"Acme"}])"});
}

TEST_F(DemuxTest, AnswersABatchOfWhichEverythingIsAnsweredAtOnce) {
  answer_at_once();
  client_.say("[" + request("1", "device.make") + "," + request("2", "no.such") + ",1," +
              request("", "device.make") + "," + request("3", "device.make") + "]");
  ASSERT_EQ(client_.frames.size(), 1U);
  const Result<Json::Value> answers = parse_json(client_.frames[0]);
  ASSERT_TRUE(answers) << client_.frames[0];
  ASSERT_EQ(answers->size(), 4U);
  EXPECT_EQ((*answers)[0]["result"], "Acme");
  EXPECT_EQ((*answers)[1]["error"]["code"], -32601);
  EXPECT_EQ((*answers)[2]["error"]["code"], -32600);
  EXPECT_TRUE((*answers)[2]["id"].isNull());
  EXPECT_EQ((*answers)[3]["id"], 3);
}

TEST_F(DemuxTest, SendsABatchWhoseLastAnswerBelongsToANotification) {
  client_.say("[" + request("1", "device.make") + "," + request("", "device.make") + "]");
  answer(0, "1");
  EXPECT_TRUE(client_.frames.empty());
  answer(1, "2");
  EXPECT_EQ(client_.frames, Frames{R"([{"jsonrpc":"2.0","id":1,"result":1}])"});
}

TEST_F(DemuxTest, SaysNothingToABatchOfNotifications) {
  client_.say("[" + request("", "device.make") + "," + request("", "no.such") + "]");
  answer(0, "1");
  EXPECT_TRUE(client_.frames.empty());
}

TEST_F(DemuxTest, KeepsSeveralBatchesApart) {
  client_.say("[" + request("1", "device.make") + "]");
  client_.say("[" + request("2", "device.make") + "]");
  answer(1, "2");
  answer(0, "1");
  EXPECT_EQ(client_.frames, (Frames{R"([{"jsonrpc":"2.0","id":2,"result":2}])",
                                    R"([{"jsonrpc":"2.0","id":1,"result":1}])"}));
}

TEST_F(DemuxTest, PadsAnAnswerInsideABatch) {
  configure_policy(R"({"methods":{"device.make":{"answer_bytes":512}}})");
  client_.say("[" + request("1", "device.make") + "]");
  answer(0, "1");
  ASSERT_EQ(client_.frames.size(), 1U);
  EXPECT_EQ(client_.frames[0].size(), 514U);
  EXPECT_TRUE(parse_json(client_.frames[0]));
}

TEST_F(DemuxTest, CancelsWhatIsUnderWayWhenTheConnectionGoes) {
  client_.say(request("1", "device.make"));
  client_.say("[" + request("2", "device.make") + "," + request("", "device.make") + "]");
  const auto requests = asked();
  client_.leave();
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 3U);
  EXPECT_EQ(router_.in_flight(), 0U);
  for (const Message& one : requests) router_.submit(provider_, answer_to(one));
  EXPECT_EQ(router_.counters().late_answers, 3U);
  EXPECT_TRUE(client_.frames.empty());
}

TEST_F(DemuxTest, CancelsWhatWaitsForPermissionsOrForItsTime) {
  configure_policy(R"({"methods":{"device.make":{"answer_ms":20}}})");
  permissions_.forget("refui");
  client_.say(request("1", "device.make"));
  client_.leave();
  distributor_answers(R"(["device:make"])");
  advance(services::kSecond);
  EXPECT_TRUE(client_.frames.empty());
  EXPECT_TRUE(asked().empty());
  EXPECT_EQ(timers_.count(), 0U);
}

TEST_F(DemuxTest, LetsAnAnswerBringTheNextRequest) {
  answer_at_once();
  client_.on_send = [this] {
    if (client_.frames.size() < 5) client_.say(request("1", "device.make"));
  };
  client_.say(request("1", "device.make"));
  EXPECT_EQ(client_.frames.size(), 5U);
}

TEST_F(DemuxTest, HandsTheProviderTheFrameItselfAndItsContext) {
  client_.say(request("1", "device.make", R"({ "a" : 1 })"));
  ASSERT_EQ(asked().size(), 1U);
  EXPECT_EQ(asked()[0].payload(), R"({ "a" : 1 })");
  EXPECT_EQ(asked()[0].context(), client_.session.context);
}

TEST_F(DemuxTest, RefusesMoreInFlightThanAConnectionMayHaveAndGoesOn) {
  for (int i = 0; i < 10; ++i) client_.say(request(std::to_string(i), "device.make"));
  EXPECT_EQ(asked().size(), 8U);
  EXPECT_EQ(client_.frames.size(), 2U);
  answer(0, "1");
  client_.say(request("11", "device.make"));
  EXPECT_EQ(asked().size(), 9U);
}

}  // namespace
}  // namespace ripple::gateway
