#include "main/services/policy_rules.hpp"

#include <gtest/gtest.h>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

class PolicyRulesTest : public ::testing::Test {
 protected:
  PolicyRulesTest() { methods_.add_contracts(); }
  Result<PolicyRules> parse(std::string_view json) {
    return PolicyRules::parse(*parse_json(json), methods_);
  }
  MethodTable methods_;
};

TEST_F(PolicyRulesTest, HoldNothingByDefault) {
  const Result<PolicyRules> rules = parse("{}");
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->rate_of("refui"), nullptr);
  EXPECT_EQ(rules->constant_answer_of(methods_.find("device.make")), nullptr);
  EXPECT_EQ(rules->constant_answer_of(nullptr), nullptr);
}

TEST_F(PolicyRulesTest, TakeARateForAllAndAnotherForOneApp) {
  const Result<PolicyRules> rules = parse(
      R"({"rate":{"requests_per_second":200,"burst":400},"apps":{"a":{"requests_per_second":5}}})");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->rate_of("b")->burst, 400);
  EXPECT_EQ(rules->rate_of("a")->requests_per_second, 5);
  EXPECT_EQ(rules->rate_of("a")->burst, 5);
}

TEST_F(PolicyRulesTest, AllowOneRequestAtATimeHoweverSlowTheRate) {
  const Result<PolicyRules> rules = parse(R"({"rate":{"requests_per_second":0.1}})");
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->rate_of("a")->burst, 1);
}

TEST_F(PolicyRulesTest, FindTheMethodOfAConstantAnswerByAnyName) {
  ASSERT_TRUE(methods_.add_alias("custom.maker", "device.make"));
  const Result<PolicyRules> rules =
      parse(R"({"methods":{"Custom.maker":{"answer_bytes":512,"answer_ms":20}}})");
  ASSERT_TRUE(rules) << rules.error().message;
  const ConstantAnswer* constant = rules->constant_answer_of(methods_.find("device.make"));
  ASSERT_NE(constant, nullptr);
  EXPECT_EQ(constant->bytes, 512U);
  EXPECT_EQ(constant->nanoseconds, 20'000'000);
}

TEST_F(PolicyRulesTest, SayWhereTheyAreWrong) {
  for (const auto& [wrong, part] : {
           std::pair{"1", "expected an object"},
           {R"({"rates":{}})", "expected rate, apps"},
           {R"({"rate":1})", "/rate: expected an object"},
           {R"({"rate":{}})",
            "/rate/requests_per_second: expected a number above 0, found nothing"},
           {R"({"rate":{"requests_per_second":0}})", "/rate/requests_per_second"},
           {R"({"rate":{"requests_per_second":"5"}})", "found \"5\""},
           {R"({"rate":{"requests_per_second":5,"burst":-1}})", "/rate/burst"},
           {R"({"rate":{"requests_per_second":5,"burst":0.5}})", "/rate/burst"},
           {R"({"rate":{"requests_per_second":5,"bursts":1}})", "\"bursts\""},
           {R"({"apps":[]})", "/apps"},
           {R"({"apps":{"a":{"burst":1}}})", "/apps/a/requests_per_second"},
           {R"({"request_bytes":0})", "/request_bytes"},
           {R"({"answer_bytes":1.5})", "/answer_bytes"},
           {R"({"methods":[]})", "/methods"},
           {R"({"methods":{"device.mak":{}}})", "\"device.make\""},
           {R"({"methods":{"device.make":{"answer_bytes":511}}})",
            "/methods/device.make/answer_bytes: expected an integer from 512, found 511"},
           {R"({"methods":{"device.make":{"answer_ms":0}}})", "/methods/device.make/answer_ms"},
           {R"({"methods":{"device.make":{"answer_ms":1e300}}})", "/methods/device.make/answer_ms"},
       }) {
    const Result<PolicyRules> rules = parse(wrong);
    ASSERT_FALSE(rules) << wrong;
    EXPECT_EQ(rules.error().code, ErrorCode::kInvalidParams);
    EXPECT_NE(rules.error().message.find(part), std::string::npos) << rules.error().message;
  }
}

}  // namespace
}  // namespace ripple::services
