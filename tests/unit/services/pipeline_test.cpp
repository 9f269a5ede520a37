// From SessionProxy to the router and back.
#include "pipeline_fixture.hpp"

namespace ripple::services {
namespace {

class PipelineTest : public PipelineFixture {};

using OakRowA3 = PipelineTest;

TEST_F(OakRowA3, EachRequestHasProxiesOfItsOwn) {
  const auto one = ask("device.make", "", "1");
  const Message first = last_asked().share();
  const auto two = ask("device.model", "", "\"two\"");
  const Message second = last_asked().share();
  router_.submit(provider_, answer_to(second, "\"m\""));
  EXPECT_EQ(one->answers, 0);
  EXPECT_EQ(two->reply, R"({"jsonrpc":"2.0","id":"two","result":"m"})");
  router_.submit(provider_, answer_to(first, "\"Acme\""));
  EXPECT_EQ(one->reply, R"({"jsonrpc":"2.0","id":1,"result":"Acme"})");
}

TEST_F(OakRowA3, NothingOfARequestIsLeftForTheNext) {
  const auto cancelled = ask("device.make");
  cancelled->cancel();
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 1U);
  EXPECT_EQ(session_.requests_in_flight, 0U);
  const auto next = ask("device.make");
  provider_answers("\"Acme\"");
  EXPECT_EQ(next->payload, "\"Acme\"");
  EXPECT_EQ(cancelled->answers, 0);
  EXPECT_EQ(session_.requests_in_flight, 0U);
}

TEST_F(OakRowA3, TheProviderSeesWhoAsks) {
  const auto call = ask("device.make", R"({"a":1})");
  EXPECT_EQ(last_asked().payload(), R"({"a":1})");
  EXPECT_EQ(last_asked().context(), R"({"app_id":"refui","internal":true,"session_id":""})");
  // Params that are converted travel with the same context.
  const auto converted = ask("localization.setTimeZone", R"(["Europe/Berlin"])");
  EXPECT_EQ(last_asked().payload(), R"({"value":"Europe/Berlin"})");
  EXPECT_EQ(last_asked().context(), R"({"app_id":"refui","internal":true,"session_id":""})");
}

using OakRowA10 = PipelineTest;

TEST_F(OakRowA10, AnUnknownMethodIsAnErrorWithTheNearestKnown) {
  const auto call = ask("Device.mak");
  EXPECT_EQ(call->code, ErrorCode::kMethodNotFound);
  EXPECT_EQ(
      call->payload,
      R"({"message":"Method not found: \"Device.mak\"; the nearest known is \"device.make\""})");
}

TEST_F(OakRowA10, AnAbsentProviderIsAnError) {
  router_.set_provider(kContract, iec::kNoExtn);
  EXPECT_EQ(ask("device.make")->code, ErrorCode::kNotAvailable);
  router_.set_provider(kContract, provider_);
  router_.detach(provider_, "has stopped");
  EXPECT_EQ(ask("device.make")->code, ErrorCode::kNotAvailable);
}

TEST_F(OakRowA10, AnEchoWorks) {
  provider_box_.on_deliver = [&](const Message& asked) {
    if (asked.kind() == RIPPLE_REQUEST) {
      router_.submit(provider_, answer_to(asked, asked.payload()));
    }
  };
  EXPECT_EQ(ask("device.make", R"({"echo":[1,"ü"]})")->payload, R"({"echo":[1,"ü"]})");
}

TEST_F(PipelineTest, RefusesMoreRequestsInFlightThanAConnectionMayHave) {
  std::vector<std::unique_ptr<PendingCall>> calls;
  for (int i = 0; i < 9; ++i) calls.push_back(ask("device.make"));
  EXPECT_EQ(calls[8]->code, ErrorCode::kOverloaded);
  EXPECT_NE(calls[8]->payload.find("requests_per_connection"), std::string::npos);
  EXPECT_EQ(session_.requests_in_flight, 8U);
  Session other = open_session("refui");
  EXPECT_EQ(ask(other, "device.make", "")->answers, 0);
  calls[0]->cancel();
  EXPECT_EQ(session_.requests_in_flight, 7U);
  EXPECT_EQ(ask("device.make")->answers, 0);
}

TEST_F(PipelineTest, AnswersInvalidParamsWithoutAskingTheProvider) {
  const auto call = ask("localization.setTimeZone", R"({"value":5})");
  EXPECT_EQ(call->code, ErrorCode::kInvalidParams);
  EXPECT_NE(call->payload.find(R"("data":{"pointer":"/value"})"), std::string::npos);
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(PipelineTest, AnswersAtTheDeadline) {
  const auto call = ask("device.make");
  advance(11 * kSecond);
  EXPECT_EQ(call->code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(call->answers, 1);
}

TEST_F(PipelineTest, CarriesAnOverriddenMethodOutAsTheOther) {
  ASSERT_TRUE(methods_.add_override("device.make", "device.sku"));
  const auto call = ask("device.make");
  EXPECT_EQ(last_asked().header().method, iec::method_of(kContract, "device.sku"));
}

TEST_F(PipelineTest, DiscoversTheSameDocumentEachTime) {
  const auto one = ask("rpc.discover");
  EXPECT_EQ(one->payload, methods_.discover());
  EXPECT_EQ(ask("rpc.discover")->payload, one->payload);
}

TEST_F(PipelineTest, ListensToAnEventAndStops) {
  const auto on = ask("device.onNameChanged", R"({"listen":true})");
  EXPECT_EQ(on->payload, R"({"listening":true,"event":"device.onNameChanged"})");
  const auto off = ask("Device.onNameChanged", "[false]");
  EXPECT_EQ(off->payload, R"({"listening":false,"event":"device.onNameChanged"})");
  EXPECT_EQ(subscriptions_.calls, (std::vector<std::string>{"device.onNameChanged on {}",
                                                            "device.onNameChanged off {}"}));
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(PipelineTest, RefusesToListenWithoutSayingWhether) {
  for (const char* params : {"", "{}", "[]", R"({"listen":1})", R"({"listen":"true"})", "[1]",
                             "[true,true]", R"([{"listen":true}])"}) {
    const auto call = ask("device.onNameChanged", params);
    EXPECT_EQ(call->code, ErrorCode::kInvalidParams) << params;
    EXPECT_NE(call->payload.find(R"("data":{"pointer":"/listen"})"), std::string::npos);
  }
  subscriptions_.refusal = Error{ErrorCode::kOverloaded, "too many", {}};
  EXPECT_EQ(ask("device.onNameChanged", R"({"listen":true})")->code, ErrorCode::kOverloaded);
}

TEST_F(PipelineTest, TellsTheOperatorWhoCarriesAMethodOut) {
  const Result<Json::Value> told = invocation_.call(*parse_json(R"({"method":"Device.make"})"));
  ASSERT_TRUE(told);
  EXPECT_EQ(print_json(*told), R"({"contract":"device_info","method":"device.make"})");
}

}  // namespace
}  // namespace ripple::services
