#include "main/services/policy_service.hpp"

#include "pipeline_fixture.hpp"

namespace ripple::services {
namespace {

class PolicyServiceTest : public PipelineFixture {};

constexpr std::string_view kSameSize = R"({"methods":{"device.make":{"answer_bytes":512}}})";
constexpr std::string_view kSameTime = R"({"methods":{"device.make":{"answer_ms":20}}})";
constexpr std::string_view kSameSizeAndTime =
    R"({"methods":{"device.make":{"answer_bytes":512,"answer_ms":20}}})";
constexpr std::int64_t kTime = 20 * kMillisecond;

// Without the padding.
std::string effective(const std::string& reply) {
  return reply.substr(0, reply.find_last_not_of(' ') + 1);
}

using OakRowA6 = PolicyServiceTest;

TEST_F(OakRowA6, AnAnswerIsPaddedToExactlyItsSizeAndItsOwnLengthIsKept) {
  configure_policy(kSameSize);
  const std::string start = R"({"jsonrpc":"2.0","id":1,"result":)";
  for (const std::size_t size : {std::size_t{2}, std::size_t{100}, 512 - start.size() - 1}) {
    const auto call = ask("device.make");
    const std::string result = "\"" + std::string(size - 2, 'x') + "\"";
    provider_answers(result);
    EXPECT_EQ(call->reply.size(), 512U);
    EXPECT_EQ(effective(call->reply), start + result + "}");
    EXPECT_TRUE(parse_json(call->reply));
  }
}

TEST_F(OakRowA6, ALargerAnswerBecomesASizeViolationOfTheSameSize) {
  configure_policy(kSameSize);
  for (const std::size_t size : {479U, 480U, 100'000U}) {
    const auto call = ask("device.make");
    provider_answers("\"" + std::string(size, 'x') + "\"");
    EXPECT_EQ(call->code, ErrorCode::kPolicySizeViolation);
    EXPECT_EQ(call->reply.size(), 512U);
    EXPECT_TRUE(parse_json(call->reply));
    // How large it was is not told.
    EXPECT_EQ(call->payload.find(std::to_string(size)), std::string::npos);
  }
}

TEST_F(OakRowA6, AnErrorIsPaddedToo) {
  configure_policy(kSameSize);
  const auto failed = ask("device.make");
  Message error = iec::make_error({ErrorCode::kCustom, "lamp broken", {}});
  error.header().id = last_asked().header().id;
  router_.submit(provider_, std::move(error));
  EXPECT_EQ(failed->code, ErrorCode::kCustom);
  EXPECT_EQ(failed->reply.size(), 512U);
  permit("refui", {});
  const auto refused = ask("device.make");
  EXPECT_EQ(refused->code, ErrorCode::kNotPermitted);
  EXPECT_EQ(refused->reply.size(), 512U);
}

TEST_F(OakRowA6, AViolationFitsWithTheLongestId) {
  configure_policy(kSameSizeAndTime);
  const std::string id = "\"" + std::string(126, 'i') + "\"";
  const auto late = ask("device.make", "", id);
  advance(kTime);
  EXPECT_EQ(late->code, ErrorCode::kPolicyTimeViolation);
  EXPECT_EQ(late->reply.size(), 512U);
  configure_policy(kSameSize);
  const auto large = ask("device.make", "", id);
  provider_answers("\"" + std::string(1000, 'x') + "\"");
  EXPECT_EQ(large->code, ErrorCode::kPolicySizeViolation);
  EXPECT_EQ(large->reply.size(), 512U);
}

TEST_F(OakRowA6, OtherMethodsAreAsTheyAre) {
  configure_policy(kSameSize);
  const auto call = ask("device.model");
  provider_answers("\"m\"");
  EXPECT_EQ(call->reply, R"({"jsonrpc":"2.0","id":1,"result":"m"})");
}

using OakRowA7 = PolicyServiceTest;

TEST_F(OakRowA7, AnAnswerIsNotGivenBeforeItsTime) {
  configure_policy(kSameTime);
  const std::int64_t asked = timers_.now();
  const auto call = ask("device.make");
  advance(5 * kMillisecond);
  provider_answers("\"Acme\"");
  EXPECT_EQ(call->answers, 0);
  advance(kTime - 5 * kMillisecond - 1);
  EXPECT_EQ(call->answers, 0);
  advance(1);
  EXPECT_EQ(call->answers, 1);
  EXPECT_EQ(call->payload, "\"Acme\"");
  EXPECT_EQ(call->answered_at, asked + kTime);
}

TEST_F(OakRowA7, ALateAnswerBecomesATimeViolationAtTheConfiguredTime) {
  configure_policy(kSameTime);
  const std::int64_t asked = timers_.now();
  const auto call = ask("device.make");
  const Message request = last_asked().share();
  advance(kTime - 1);
  EXPECT_EQ(call->answers, 0);
  advance(1);
  EXPECT_EQ(call->answers, 1);
  EXPECT_EQ(call->code, ErrorCode::kPolicyTimeViolation);
  EXPECT_EQ(call->answered_at, asked + kTime);
  // The late task is cancelled, and what it says yet is dropped.
  EXPECT_EQ(last_asked().kind(), RIPPLE_CANCEL);
  EXPECT_EQ(last_asked().header().id, request.header().id);
  router_.submit(provider_, answer_to(request));
  EXPECT_EQ(call->answers, 1);
  EXPECT_EQ(router_.counters().late_answers, 1U);
  EXPECT_EQ(session_.requests_in_flight, 0U);
}

TEST_F(OakRowA7, RefusalsTakeTheSameTimeAndSize) {
  configure_policy(R"({"methods":{"device.make":{"answer_bytes":512,"answer_ms":20}},
                       "rate":{"requests_per_second":1},"request_bytes":10})");
  const std::int64_t asked = timers_.now();
  const auto too_large = ask("device.make", R"({"a":"long params"})");
  const auto too_often = ask("device.make");
  Session poor = open_session("poor");
  permit("poor", {});
  const auto denied = ask(poor, "device.make", "");
  EXPECT_EQ(too_large->answers + too_often->answers + denied->answers, 0);
  advance(kTime);
  EXPECT_EQ(too_large->code, ErrorCode::kTooLarge);
  EXPECT_EQ(too_often->code, ErrorCode::kRateLimited);
  EXPECT_EQ(denied->code, ErrorCode::kNotPermitted);
  for (const PendingCall* call : {too_large.get(), too_often.get(), denied.get()}) {
    EXPECT_EQ(call->answered_at, asked + kTime);
    EXPECT_EQ(call->reply.size(), 512U);
  }
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(OakRowA7, TheTimeIncludesTheWaitForPermissions) {
  permissions_.forget("refui");
  configure_policy(kSameTime);
  const auto call = ask("device.make");
  advance(kTime);
  EXPECT_EQ(call->code, ErrorCode::kPolicyTimeViolation);
  distributor_answers(R"(["device:make"])");
  EXPECT_EQ(call->answers, 1);
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(OakRowA7, ACallerThatIsGoneGetsNothing) {
  configure_policy(kSameTime);
  const auto waiting = ask("device.make");
  const auto held = ask("device.make");
  provider_answers("\"Acme\"");
  waiting->cancel();
  held->cancel();
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 1U);
  EXPECT_EQ(timers_.count(), 0U);
  advance(kSecond);
  EXPECT_EQ(waiting->answers + held->answers, 0);
}

TEST_F(OakRowA7, ManyAnswersOfOneMethodCannotBeToldApart) {
  configure_policy(kSameSizeAndTime);
  std::vector<std::unique_ptr<PendingCall>> calls;
  const std::int64_t asked = timers_.now();
  for (const char* result : {"1", "\"a longer answer\"", "", "null"}) {
    calls.push_back(ask("device.make"));
    if (*result != '\0') provider_answers(result);
  }
  advance(kTime);
  for (const auto& call : calls) {
    EXPECT_EQ(call->answered_at, asked + kTime);
    EXPECT_EQ(call->reply.size(), 512U);
  }
}

TEST_F(PolicyServiceTest, LimitsTheRateOfEachConnection) {
  configure_policy(R"({"rate":{"requests_per_second":2,"burst":3}})");
  Session other = open_session("refui");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("rpc.discover")->code, std::nullopt);
  const auto refused = ask("rpc.discover");
  EXPECT_EQ(refused->code, ErrorCode::kRateLimited);
  EXPECT_NE(refused->payload.find("policy: rate"), std::string::npos);
  EXPECT_EQ(ask(other, "rpc.discover", "")->code, std::nullopt);
  advance(500 * kMillisecond);
  EXPECT_EQ(ask("rpc.discover")->code, std::nullopt);
  EXPECT_EQ(ask("rpc.discover")->code, ErrorCode::kRateLimited);
  // However long it was silent, it may send the burst and no more.
  advance(3600 * kSecond);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("rpc.discover")->code, std::nullopt);
  EXPECT_EQ(ask("rpc.discover")->code, ErrorCode::kRateLimited);
}

TEST_F(PolicyServiceTest, LimitsTheRateOfUnknownMethodsToo) {
  configure_policy(R"({"rate":{"requests_per_second":1}})");
  EXPECT_EQ(ask("no.such")->code, ErrorCode::kMethodNotFound);
  EXPECT_EQ(ask("no.such")->code, ErrorCode::kRateLimited);
}

TEST_F(PolicyServiceTest, HoldsAnAppToARateOfItsOwn) {
  configure_policy(
      R"({"rate":{"requests_per_second":1},"apps":{"refui":{"requests_per_second":3}}})");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("rpc.discover")->code, std::nullopt);
  EXPECT_EQ(ask("rpc.discover")->code, ErrorCode::kRateLimited);
}

TEST_F(PolicyServiceTest, LimitsTheSizeOfParams) {
  configure_policy(R"({"request_bytes":20})");
  ask("device.make", R"({"a":"1234567890"})");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  EXPECT_EQ(ask("device.make", R"({"a":"123456789012345"})")->code, ErrorCode::kTooLarge);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
}

TEST_F(PolicyServiceTest, LimitsTheSizeOfAnswers) {
  configure_policy(R"({"answer_bytes":10})");
  const auto small = ask("device.make");
  provider_answers("\"12345678\"");
  EXPECT_EQ(small->payload, "\"12345678\"");
  const auto large = ask("device.make");
  provider_answers("\"123456789\"");
  EXPECT_EQ(large->code, ErrorCode::kPolicySizeViolation);
}

TEST_F(PolicyServiceTest, LetsARequestKeepTheRulesItBeganWith) {
  const auto call = ask("device.make");
  configure_policy(kSameSizeAndTime);
  provider_answers("\"Acme\"");
  EXPECT_EQ(call->reply, R"({"jsonrpc":"2.0","id":1,"result":"Acme"})");
  const auto constant = ask("device.make");
  configure_policy("{}");
  provider_answers("\"Acme\"");
  EXPECT_EQ(constant->answers, 0);
  advance(kTime);
  EXPECT_EQ(constant->reply.size(), 512U);
}

TEST_F(PolicyServiceTest, KeepsItsRulesWhenAConfigurationIsWrong) {
  configure_policy(kSameSize);
  EXPECT_FALSE(policy_.configure(
      *parse_json(R"({"request_bytes":1,"methods":{"device.make":{"answer_bytes":10}}})")));
  const auto call = ask("device.make", R"({"a":1})");
  provider_answers("\"Acme\"");
  EXPECT_EQ(call->reply.size(), 512U);
}

}  // namespace
}  // namespace ripple::services
