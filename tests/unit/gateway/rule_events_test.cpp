// Events whose values come from rules, from the listen request to the frames of each client.
#include "main/gateway/rule_events.hpp"

#include "client_fixture.hpp"
#include "ripple/contracts/rules.hpp"

namespace ripple::gateway {
namespace {

class RuleEventsTest : public ClientFixture {
 protected:
  using Frames = std::vector<std::string>;

  RuleEventsTest() {
    router_.add_event_sink(gateway_subscriptions_);
    router_.set_provider(RippleContract::kRules, provider_);
    iec::Access access;
    access.fulfills.set(iec::index_of(RippleContract::kRules));
    access.fulfills.set(iec::index_of(kContract));
    router_.attach(provider_, provider_box_, access);
    methods_.add_rules({"device.onNameChanged", "acme.onLampChanged"});
    for (Client* client : {&v1_, &v2_, &other_}) client->session.trusted = true;
  }

  void listen(Client& client, std::string_view id, std::string_view params = R"({"listen":true})",
              std::string_view event = "device.onNameChanged") {
    client.say(request(id, event, params));
    ASSERT_EQ(client.frames.size(), 1U);
    EXPECT_NE(client.frames[0].find("listening"), std::string::npos) << client.frames[0];
    client.frames.clear();
  }
  void occurs(std::uint64_t id, std::string_view occurrence) {
    Message message(RIPPLE_RESPONSE);
    message.header().id = id;
    message.header().flags = RIPPLE_FLAG_MORE;
    message.set_texts(occurrence);
    router_.submit(provider_, std::move(message));
  }
  std::uint64_t last_id() const { return asked().back().header().id; }

  Client v1_{*this, session()}, v2_{*this, session(true)}, other_{*this, session(true, "other")};
};

TEST_F(RuleEventsTest, AsksForTheValuesOnceSomebodyListens) {
  EXPECT_TRUE(asked().empty());
  listen(v1_, "7");
  ASSERT_EQ(asked().size(), 1U);
  const Message request = std::move(asked().back());
  EXPECT_EQ(request.header().contract, iec::index_of(RippleContract::kRules));
  EXPECT_EQ(request.header().method, contracts::Rules::listen::kMethod);
  EXPECT_EQ(request.payload(), R"({"event":"device.onNameChanged","params":{}})");
  EXPECT_EQ(request.context(), R"({"app_id":"refui"})");
}

TEST_F(RuleEventsTest, TellsBothKindsOfClients) {
  listen(v1_, "7");
  listen(v2_, "7");
  ASSERT_EQ(asked().size(), 1U) << "one request for all of an app";
  occurs(last_id(), R"({"value":"Kitchen","notification":{"friendlyName":"Kitchen"}})");
  EXPECT_EQ(v1_.frames, Frames{R"({"jsonrpc":"2.0","id":7,"result":"Kitchen"})"});
  EXPECT_EQ(
      v2_.frames,
      Frames{
          R"({"jsonrpc":"2.0","method":"device.onNameChanged","params":{"friendlyName":"Kitchen"}})"});
}

TEST_F(RuleEventsTest, NotifiesAsUsualWhenTheRuleMakesNoNotification) {
  listen(v2_, "7", R"({"listen":true})", "acme.onLampChanged");
  occurs(last_id(), R"({"value":"red"})");
  EXPECT_EQ(v2_.frames,
            Frames{R"({"jsonrpc":"2.0","method":"acme.onLampChanged","params":{"value":"red"}})"});
}

TEST_F(RuleEventsTest, KeepsAppsAndParamsApart) {
  listen(v2_, "1");
  const std::uint64_t of_refui = last_id();
  listen(other_, "1");
  const std::uint64_t of_other = last_id();
  EXPECT_NE(of_refui, of_other);
  listen(v1_, "2", R"({"listen":true,"room":"hall"})", "acme.onLampChanged");
  EXPECT_EQ(asked().back().payload(), R"({"event":"acme.onLampChanged","params":{"room":"hall"}})");
  occurs(of_other, R"({"value":1})");
  EXPECT_TRUE(v2_.frames.empty());
  EXPECT_EQ(other_.frames.size(), 1U);
}

TEST_F(RuleEventsTest, EndsTheRequestWithTheLastListener) {
  listen(v1_, "7");
  listen(v2_, "7");
  listen(v1_, "8", R"({"listen":false})");
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 0U);
  v2_.leave();
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 1U);
  EXPECT_EQ(gateway_rule_events_.size(), 0U);
  listen(v1_, "9");
  EXPECT_EQ(asked().size(), 2U);
}

TEST_F(RuleEventsTest, ListensAgainUnderAnIdItKnowsWithoutAskingTwice) {
  listen(v1_, "7");
  listen(v1_, "7");
  EXPECT_EQ(asked().size(), 1U);
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 0U);
}

TEST_F(RuleEventsTest, TakesNoValuesFromTheContractsProvider) {
  listen(v1_, "7");
  Message event(RIPPLE_EVENT);
  event.header().contract = iec::index_of(kContract);
  event.header().method = iec::method_of(kContract, "device.onNameChanged");
  event.set_texts("\"Hall\"");
  router_.publish(std::move(event));
  EXPECT_TRUE(v1_.frames.empty());
}

TEST_F(RuleEventsTest, GivesTheProviderRoomForMore) {
  listen(v1_, "7");
  const std::uint64_t id = last_id();
  for (int i = 0; i < 10 * RIPPLE_STREAM_WINDOW; ++i) occurs(id, R"({"value":1})");
  EXPECT_EQ(v1_.frames.size(), 10U * RIPPLE_STREAM_WINDOW);
}

TEST_F(RuleEventsTest, SurvivesAConnectionThatGoesWhileItIsTold) {
  listen(v1_, "7");
  v1_.on_send = [this] { v1_.leave(); };
  occurs(last_id(), R"({"value":1})");
  EXPECT_EQ(gateway_rule_events_.size(), 0U);
}

TEST_F(RuleEventsTest, GoesOnWithoutValuesWhenTheProviderEndsThem) {
  listen(v1_, "7");
  Message error = iec::make_error({ErrorCode::kServiceFailure, "no such event", {}});
  error.header().id = last_id();
  router_.submit(provider_, std::move(error));
  EXPECT_TRUE(v1_.frames.empty());
  listen(v1_, "8", R"({"listen":false})");
  EXPECT_EQ(gateway_rule_events_.size(), 0U);
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 0U);
}

TEST_F(RuleEventsTest, AsksForNothingWhenTheConnectionListensTooOften) {
  for (int i = 0; i < 3; ++i) {
    listen(v1_, std::to_string(i), R"({"listen":true})", "device.onNetworkChanged");
  }
  v1_.say(request("7", "device.onNameChanged", R"({"listen":true})"));
  EXPECT_NE(v1_.frames.back().find("-32050"), std::string::npos);
  EXPECT_EQ(gateway_rule_events_.size(), 0U);
}

}  // namespace
}  // namespace ripple::gateway
