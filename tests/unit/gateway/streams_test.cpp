#include "main/gateway/streams.hpp"

#include "client_fixture.hpp"

namespace ripple::gateway {
namespace {

constexpr const char* kHall = R"({"room":"hall"})";
constexpr const char* kAnn = R"({"room":"hall","name":"Ann"})";

class StreamsTest : public ClientFixture {
 protected:
  using Frames = std::vector<std::string>;

  StreamsTest() {
    for (Client* client : {&v1_, &v2_}) client->session.trusted = true;
  }

  /// Opens a stream; under which id the provider has it.
  std::uint64_t open(Client& client, std::string_view id, std::string_view method,
                     std::string_view params) {
    client.say(request(id, method, params));
    EXPECT_EQ(client.frames.size(), 1U);
    client.frames.clear();
    return asked().back().header().id;
  }
  void result(std::uint64_t id, std::string_view value) {
    Message message(RIPPLE_RESPONSE);
    message.header().id = id;
    message.header().flags = RIPPLE_FLAG_MORE;
    message.set_texts(value);
    router_.submit(provider_, std::move(message));
  }
  void last(std::uint64_t id, std::string_view value = "") {
    Message message(RIPPLE_RESPONSE);
    message.header().id = id;
    if (!value.empty()) message.set_texts(value);
    router_.submit(provider_, std::move(message));
  }
  void credit(std::uint64_t id, std::int32_t items) {
    Message message(RIPPLE_CREDIT);
    message.header().id = id;
    message.header().code = items;
    router_.submit(provider_, std::move(message));
  }
  std::vector<std::string> items() const {
    std::vector<std::string> payloads;
    for (const Message& message : provider_box_.messages) {
      if (message.kind() == RIPPLE_ITEM) payloads.emplace_back(message.payload());
    }
    return payloads;
  }
  static std::string item(std::string_view id, std::string_view value) {
    return request("", "chat.talk",
                   R"({"stream":)" + std::string(id) + R"(,"value":)" + std::string(value) + "}");
  }

  Client v1_{*this, session()}, v2_{*this, session(true)};
};

TEST_F(StreamsTest, SaysAtOnceThatItIsOpenAndThenBringsResultsUnderItsId) {
  v1_.say(request("7", "chat.watch", kHall));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_EQ(v1_.frames[0],
            R"({"jsonrpc":"2.0","id":7,"result":{"listening":true,"event":"chat.watch"}})");
  EXPECT_EQ(asked().back().payload(), kHall);
  const std::uint64_t id = asked().back().header().id;
  result(id, "1");
  last(id);
  EXPECT_EQ(v1_.frames[1], R"({"jsonrpc":"2.0","id":7,"result":1})");
  EXPECT_EQ(v1_.frames[2],
            R"({"jsonrpc":"2.0","id":7,"result":{"listening":false,"event":"chat.watch"}})");
  EXPECT_EQ(gateway_streams_.size(), 0U);
}

TEST_F(StreamsTest, BringsResultsAsNotificationsThatNameTheStream) {
  const std::uint64_t id = open(v2_, "\"a\"", "chat.watch", kHall);
  result(id, "1");
  last(id);
  EXPECT_EQ(
      v2_.frames,
      (Frames{R"({"jsonrpc":"2.0","method":"chat.watch","params":{"stream":"a","value":1}})",
              R"({"jsonrpc":"2.0","method":"chat.watch","params":{"stream":"a","end":true}})"}));
}

TEST_F(StreamsTest, EndsWithTheProvidersError) {
  const std::uint64_t id = open(v1_, "7", "chat.watch", kHall);
  Message error = iec::make_error({ErrorCode::kCustom, "no more", {}});
  error.header().id = id;
  router_.submit(provider_, std::move(error));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_NE(v1_.frames[0].find("no more"), std::string::npos);
  EXPECT_EQ(gateway_streams_.size(), 0U);
}

TEST_F(StreamsTest, GivesTheProviderRoomAsItSendsResultsOn) {
  const std::uint64_t id = open(v1_, "7", "chat.watch", kHall);
  for (int i = 0; i < 10 * RIPPLE_STREAM_WINDOW; ++i) result(id, "1");
  EXPECT_EQ(v1_.frames.size(), 10U * RIPPLE_STREAM_WINDOW);
  EXPECT_EQ(gateway_streams_.size(), 1U);
}

TEST_F(StreamsTest, TakesItemsAsNotificationsAndAnswersAfterTheirEnd) {
  const std::uint64_t id = open(v1_, "7", "chat.dictate", kAnn);
  v1_.say(request("", "chat.dictate", R"({"stream":7,"value":"one"})"));
  v1_.say(request("", "chat.dictate", R"({"stream":7,"value":"two"})"));
  v1_.say(request("", "chat.dictate", R"({"stream":7,"end":true})"));
  EXPECT_EQ(items(), (Frames{"\"one\"", "\"two\""}));
  EXPECT_EQ(provider_box_.messages.back().kind(), RIPPLE_ITEMS_END);
  EXPECT_TRUE(v1_.frames.empty());
  last(id, "2");
  EXPECT_EQ(
      v1_.frames,
      (Frames{R"({"jsonrpc":"2.0","id":7,"result":2})",
              R"({"jsonrpc":"2.0","id":7,"result":{"listening":false,"event":"chat.dictate"}})"}));
}

TEST_F(StreamsTest, KeepsItemsUntilTheProviderHasRoom) {
  const std::uint64_t id = open(v1_, "7", "chat.talk", kAnn);
  for (int i = 0; i < RIPPLE_STREAM_WINDOW + 3; ++i) v1_.say(item("7", std::to_string(i)));
  v1_.say(request("", "chat.talk", R"({"stream":7,"end":true})"));
  EXPECT_EQ(items().size(), static_cast<std::size_t>(RIPPLE_STREAM_WINDOW));
  credit(id, 2);
  EXPECT_EQ(items().size(), RIPPLE_STREAM_WINDOW + 2U);
  EXPECT_EQ(provider_box_.count(RIPPLE_ITEMS_END), 0U);
  credit(id, 2);
  EXPECT_EQ(items().back(), std::to_string(RIPPLE_STREAM_WINDOW + 2));
  EXPECT_EQ(provider_box_.count(RIPPLE_ITEMS_END), 1U);
}

TEST_F(StreamsTest, EndsAStreamWhoseClientSendsFasterThanTheProviderReads) {
  open(v1_, "7", "chat.talk", kAnn);
  for (std::size_t i = 0; i < RIPPLE_STREAM_WINDOW + Streams::kQueuedItems; ++i) {
    v1_.say(item("7", "1"));
  }
  EXPECT_TRUE(v1_.frames.empty());
  v1_.say(item("7", "1"));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_NE(v1_.frames[0].find("-32050"), std::string::npos) << v1_.frames[0];
  EXPECT_EQ(provider_box_.messages.back().kind(), RIPPLE_CANCEL);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(StreamsTest, StopsTheStreamThatIsNamedOrAllOfAMethod) {
  open(v1_, "1", "chat.watch", kHall);
  const std::uint64_t second = open(v1_, "2", "chat.watch", kHall);
  open(v1_, "3", "chat.talk", kAnn);
  v1_.say(request("4", "chat.watch", R"({"listen":false,"stream":2})"));
  EXPECT_EQ(v1_.frames.back(),
            R"({"jsonrpc":"2.0","id":4,"result":{"listening":false,"event":"chat.watch"}})");
  EXPECT_EQ(gateway_streams_.size(), 2U);
  EXPECT_EQ(provider_box_.messages.back().kind(), RIPPLE_CANCEL);
  EXPECT_EQ(provider_box_.messages.back().header().id, second);
  v1_.say(request("5", "chat.watch", R"({"listen":false})"));
  EXPECT_EQ(gateway_streams_.size(), 1U);
  EXPECT_EQ(router_.in_flight(), 1U);
}

TEST_F(StreamsTest, RefusesAnItemForNoStream) {
  v1_.say(request("1", "chat.talk", R"({"stream":99,"value":"x"})"));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_NE(v1_.frames[0].find("-32602"), std::string::npos);
  EXPECT_NE(v1_.frames[0].find("/stream"), std::string::npos);
  // Nor may one connection send into the stream of another.
  open(v2_, "7", "chat.talk", kAnn);
  v1_.frames.clear();
  v1_.say(request("2", "chat.talk", R"({"stream":7,"value":"x"})"));
  EXPECT_NE(v1_.frames[0].find("-32602"), std::string::npos);
  EXPECT_TRUE(items().empty());
}

TEST_F(StreamsTest, RefusesItemsAfterTheirEnd) {
  open(v1_, "7", "chat.talk", kAnn);
  v1_.say(request("", "chat.talk", R"({"stream":7,"end":true})"));
  v1_.say(request("8", "chat.talk", R"({"stream":7,"value":"x"})"));
  EXPECT_NE(v1_.frames.at(0).find("have been ended"), std::string::npos);
}

TEST_F(StreamsTest, RefusesMoreThanAConnectionMayHaveAndAnIdThatIsInUse) {
  for (const char* id : {"1", "2"}) open(v1_, id, "chat.watch", kHall);
  v1_.say(request("1", "chat.watch", kHall));
  EXPECT_NE(v1_.frames.at(0).find("-32600"), std::string::npos) << v1_.frames[0];
  v1_.frames.clear();
  open(v1_, "3", "chat.watch", kHall);
  v1_.say(request("4", "chat.watch", kHall));
  EXPECT_NE(v1_.frames.at(0).find("-32050"), std::string::npos) << v1_.frames[0];
}

TEST_F(StreamsTest, ChecksParamsBeforeAnythingIsOpened) {
  v1_.say(request("1", "chat.watch", R"({"room":5})"));
  EXPECT_NE(v1_.frames.at(0).find("-32602"), std::string::npos);
  EXPECT_EQ(gateway_streams_.size(), 0U);
}

TEST_F(StreamsTest, ForgetsTheStreamsOfAConnectionThatGoes) {
  open(v1_, "7", "chat.watch", kHall);
  const std::uint64_t other = open(v2_, "7", "chat.watch", kHall);
  v1_.leave();
  EXPECT_EQ(gateway_streams_.size(), 1U);
  EXPECT_EQ(router_.in_flight(), 1U);
  result(other, "1");
  EXPECT_EQ(v2_.frames.size(), 1U);
}

TEST_F(StreamsTest, SurvivesAConnectionThatGoesWhileItIsTold) {
  const std::uint64_t id = open(v1_, "7", "chat.watch", kHall);
  v1_.on_send = [this] { v1_.leave(); };
  result(id, "1");
  EXPECT_EQ(gateway_streams_.size(), 0U);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(StreamsTest, BringsResultsOfAProviderThatAnswersWithinItsTurnAfterTheAcknowledgement) {
  provider_box_.on_deliver = [this](Message message) {
    if (message.kind() != RIPPLE_REQUEST) return;
    for (int i = 0; i < 20; ++i) result(message.header().id, "1");
    last(message.header().id);
  };
  v1_.say(request("7", "chat.watch", kHall));
  ASSERT_EQ(v1_.frames.size(), 22U);
  EXPECT_NE(v1_.frames[0].find(R"("listening":true)"), std::string::npos);
  EXPECT_NE(v1_.frames[21].find(R"("listening":false)"), std::string::npos);
  EXPECT_EQ(gateway_streams_.size(), 0U);
}

}  // namespace
}  // namespace ripple::gateway
