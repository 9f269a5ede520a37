#include "main/gateway/subscriptions.hpp"

#include "client_fixture.hpp"

namespace ripple::gateway {
namespace {

constexpr const char* kListening = R"({"listening":true,"event":"device.onNameChanged"})";

class SubscriptionsTest : public ClientFixture {
 protected:
  using Frames = std::vector<std::string>;

  SubscriptionsTest() {
    router_.add_event_sink(gateway_subscriptions_);
    for (Client* client : {&v1_, &v2_, &other_}) client->session.trusted = true;
  }

  void listen(Client& client, std::string_view id, std::string_view method,
              std::string_view params = R"({"listen":true})") {
    client.say(request(id, method, params));
    EXPECT_FALSE(client.frames.empty());
    client.frames.clear();
  }
  static Message event_of(RippleContract contract, std::string_view name, std::string_view value,
                          std::string_view audience = "") {
    Message message(RIPPLE_EVENT);
    message.header().contract = iec::index_of(contract);
    message.header().method = iec::method_of(contract, name);
    message.set_texts(value, audience);
    return message;
  }
  void name_changed(std::string_view audience = "") {
    router_.publish(event_of(kContract, "device.onNameChanged", "\"Kitchen\"", audience));
  }
  void available(std::string_view capability, std::string_view audience) {
    router_.publish(event_of(RippleContract::kCaps, "capabilities.onAvailable",
                             "\"" + std::string(capability) + "\"", audience));
  }

  Client v1_{*this, session()}, v2_{*this, session(true)}, other_{*this, session(true, "other")};
};

TEST_F(SubscriptionsTest, AnswersOldClientsWithTheIdOfTheirListenRequest) {
  v1_.say(request("\"sub\"", "Device.onNameChanged", R"({"listen":true})"));
  EXPECT_EQ(v1_.frames,
            Frames{std::string(R"({"jsonrpc":"2.0","id":"sub","result":)") + kListening + "}"});
  v1_.frames.clear();
  name_changed();
  EXPECT_EQ(v1_.frames, Frames{R"({"jsonrpc":"2.0","id":"sub","result":"Kitchen"})"});
}

TEST_F(SubscriptionsTest, NotifiesNewClientsWithTheFieldOfTheEvent) {
  listen(v2_, "1", "device.onNameChanged");
  name_changed();
  ASSERT_EQ(v2_.frames.size(), 1U);
  const services::MethodRecord* record = methods_.find("device.onNameChanged");
  const std::string field = record->rpcv2_field.empty() ? "value" : record->rpcv2_field;
  EXPECT_EQ(v2_.frames[0], R"({"jsonrpc":"2.0","method":"device.onNameChanged","params":{")" +
                               field + R"(":"Kitchen"}})");
}

TEST_F(SubscriptionsTest, TellsOnlyThoseWhoListen) {
  listen(v1_, "1", "device.onNameChanged");
  listen(v2_, "1", "device.onNetworkChanged");
  const services::MethodRecord* event = methods_.find("device.onNameChanged");
  EXPECT_TRUE(gateway_subscriptions_.anybody_listens(*event));
  name_changed();
  EXPECT_EQ(v1_.frames.size(), 1U);
  EXPECT_TRUE(v2_.frames.empty());
  EXPECT_TRUE(other_.frames.empty());
}

TEST_F(SubscriptionsTest, TellsOnlyTheAppThatAnEventIsMeantFor) {
  for (Client* client : {&v1_, &v2_, &other_}) listen(*client, "1", "device.onNameChanged");
  name_changed(R"({"app_id":"other"})");
  EXPECT_TRUE(v1_.frames.empty());
  EXPECT_TRUE(v2_.frames.empty());
  EXPECT_EQ(other_.frames.size(), 1U);
}

TEST_F(SubscriptionsTest, TellsOnlyThoseWhoseContextAgrees) {
  listen(v1_, "1", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:a"})");
  listen(v1_, "2", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:b"})");
  available("a", R"({"params":{"capability":"xrn:firebolt:capability:a"}})");
  EXPECT_EQ(v1_.frames, Frames{R"({"jsonrpc":"2.0","id":1,"result":"a"})"});
  v1_.frames.clear();
  // Without an audience it concerns all.
  available("c", "");
  EXPECT_EQ(v1_.frames.size(), 2U);
}

TEST_F(SubscriptionsTest, RefusesAContextThatTheEventDoesNotKnow) {
  v1_.say(request("1", "capabilities.onAvailable", R"({"listen":true,"capability":5})"));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_NE(v1_.frames[0].find("-32602"), std::string::npos) << v1_.frames[0];
  EXPECT_NE(v1_.frames[0].find("/capability"), std::string::npos) << v1_.frames[0];
}

TEST_F(SubscriptionsTest, StopsTheContextThatIsNamed) {
  listen(v1_, "1", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:a"})");
  listen(v1_, "2", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:b"})");
  listen(v1_, "3", "capabilities.onAvailable",
         R"({"listen":false,"capability":"xrn:firebolt:capability:a"})");
  available("x", "");
  EXPECT_EQ(v1_.frames, Frames{R"({"jsonrpc":"2.0","id":2,"result":"x"})"});
  v1_.frames.clear();
  listen(v1_, "4", "capabilities.onAvailable",
         R"({"listen":false,"capability":"xrn:firebolt:capability:c"})");
  available("x", "");
  EXPECT_EQ(v1_.frames.size(), 1U);
}

// An official client that stops sends no context; with two listeners it stops twice.
TEST_F(SubscriptionsTest, StopsWhenItWasStoppedAsOftenAsItWasListenedTo) {
  listen(v1_, "1", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:a"})");
  listen(v1_, "2", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:b"})");
  listen(v1_, "3", "capabilities.onAvailable", R"({"listen":false})");
  available("x", "");
  EXPECT_EQ(v1_.frames.size(), 2U);
  v1_.frames.clear();
  listen(v1_, "4", "capabilities.onAvailable", R"({"listen":false})");
  available("x", "");
  EXPECT_TRUE(v1_.frames.empty());
  EXPECT_FALSE(
      gateway_subscriptions_.anybody_listens(*methods_.find("capabilities.onAvailable")));
}

TEST_F(SubscriptionsTest, TellsEveryListenRequestOfAConnection) {
  listen(v1_, "1", "device.onNameChanged");
  listen(v1_, "2", "device.onNameChanged");
  name_changed();
  EXPECT_EQ(v1_.frames, (Frames{R"({"jsonrpc":"2.0","id":1,"result":"Kitchen"})",
                                R"({"jsonrpc":"2.0","id":2,"result":"Kitchen"})"}));
}

TEST_F(SubscriptionsTest, NotifiesAConnectionOnceHoweverOftenItListens) {
  listen(v2_, "1", "device.onNameChanged");
  listen(v2_, "2", "device.onNameChanged");
  name_changed();
  EXPECT_EQ(v2_.frames.size(), 1U);
  v2_.frames.clear();
  listen(v2_, "3", "device.onNameChanged", R"({"listen":false})");
  name_changed();
  EXPECT_EQ(v2_.frames.size(), 1U);
  v2_.frames.clear();
  listen(v2_, "4", "device.onNameChanged", R"({"listen":false})");
  name_changed();
  EXPECT_TRUE(v2_.frames.empty());
}

TEST_F(SubscriptionsTest, CountsAListenRequestUnderAnIdThatItKnowsOnce) {
  listen(v1_, "1", "device.onNameChanged");
  listen(v1_, "1", "device.onNameChanged");
  name_changed();
  EXPECT_EQ(v1_.frames.size(), 1U);
  v1_.frames.clear();
  listen(v1_, "2", "device.onNameChanged", R"({"listen":false})");
  name_changed();
  EXPECT_TRUE(v1_.frames.empty());
}

TEST_F(SubscriptionsTest, AnswersAClientThatStopsWithoutHavingListened) {
  v1_.say(request("1", "device.onNameChanged", R"({"listen":false})"));
  EXPECT_EQ(
      v1_.frames,
      Frames{
          R"({"jsonrpc":"2.0","id":1,"result":{"listening":false,"event":"device.onNameChanged"}})"});
}

TEST_F(SubscriptionsTest, RefusesMoreThanAConnectionMayHave) {
  listen(v1_, "1", "device.onNameChanged");
  listen(v1_, "2", "device.onNetworkChanged");
  listen(v1_, "3", "device.onAudioChanged");
  v1_.say(request("4", "device.onHdrChanged", R"({"listen":true})"));
  ASSERT_EQ(v1_.frames.size(), 1U);
  EXPECT_NE(v1_.frames[0].find("subscriptions_per_connection"), std::string::npos);
  EXPECT_FALSE(gateway_subscriptions_.anybody_listens(*methods_.find("device.onHdrChanged")));
  v1_.frames.clear();
  // What it has it may ask for again, another connection has room, and an end makes room.
  v1_.say(request("3", "device.onAudioChanged", R"({"listen":true})"));
  EXPECT_EQ(v1_.frames[0].find("error"), std::string::npos) << v1_.frames[0];
  listen(v2_, "1", "device.onHdrChanged");
  listen(v1_, "6", "device.onAudioChanged", R"({"listen":false})");
  v1_.say(request("7", "device.onHdrChanged", R"({"listen":true})"));
  EXPECT_EQ(v1_.frames[0].find("error"), std::string::npos) << v1_.frames[0];
}

TEST_F(SubscriptionsTest, ForgetsAConnectionThatGoes) {
  listen(v1_, "1", "device.onNameChanged");
  listen(v2_, "1", "device.onNameChanged");
  v1_.leave();
  name_changed();
  EXPECT_TRUE(v1_.frames.empty());
  EXPECT_EQ(v2_.frames.size(), 1U);
  v2_.leave();
  EXPECT_FALSE(gateway_subscriptions_.anybody_listens(*methods_.find("device.onNameChanged")));
}

TEST_F(SubscriptionsTest, SurvivesAConnectionThatGoesWhileItIsTold) {
  for (Client* client : {&v1_, &v2_, &other_}) listen(*client, "1", "device.onNameChanged");
  v1_.on_send = [this] { v2_.leave(); };
  name_changed();
  EXPECT_EQ(v1_.frames.size(), 1U);
  EXPECT_TRUE(v2_.frames.empty());
  EXPECT_EQ(other_.frames.size(), 1U);
}

TEST_F(SubscriptionsTest, SaysNullForAnEventWithoutValue) {
  listen(v1_, "1", "device.onNameChanged");
  router_.publish(event_of(kContract, "device.onNameChanged", ""));
  EXPECT_EQ(v1_.frames, Frames{R"({"jsonrpc":"2.0","id":1,"result":null})"});
}

TEST_F(SubscriptionsTest, SurvivesAnAudienceThatIsNonsense) {
  listen(v1_, "1", "capabilities.onAvailable",
         R"({"listen":true,"capability":"xrn:firebolt:capability:a"})");
  for (const char* audience :
       {"1", "[]", "[1]", "\"all\"", "{", R"({"app_id":{}})", R"({"app_id":5})", R"({"params":5})",
        R"({"params":[]})", R"({"params":{"capability":{}}})"}) {
    available("a", audience);
  }
  router_.publish(event_of(kContract, "device.make", "1"));
  Message unknown = event_of(kContract, "device.onNameChanged", "1");
  unknown.header().method = 100'000;
  router_.publish(std::move(unknown));
}

TEST_F(SubscriptionsTest, LetsNobodyListenWithoutAConnection) {
  services::Session none = services::SessionService::open_for_extension("");
  services::PendingCall call(gateway_pipeline_, timers_, none, "device.onNameChanged",
                             R"({"listen":true})", "1");
  call.start();
  EXPECT_EQ(call.code, ErrorCode::kUnsupportedOperation);
}

}  // namespace
}  // namespace ripple::gateway
