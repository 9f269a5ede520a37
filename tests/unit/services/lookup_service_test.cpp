#include "main/services/lookup_service.hpp"

#include "pipeline_fixture.hpp"

namespace ripple::services {
namespace {

class LookupTest : public PipelineFixture {
 protected:
  Result<void> configure(std::string_view json) { return lookup_.configure(*parse_json(json)); }
  void must(std::string_view json) {
    const Result<void> done = configure(json);
    ASSERT_TRUE(done) << json << ": " << done.error().message;
  }
  std::string get(std::string_view params) {
    const Result<Json::Value> found = lookup_.call(*parse_json(params));
    return found ? print_json(*found) : found.error().message;
  }
  static constexpr std::string_view kBoth = R"({"table":"t","keys":["a","b"]})";
};

using OakRowA4 = LookupTest;

TEST_F(OakRowA4, TwoProxiesOfOneServiceShareOneCopyOfTheData) {
  must(R"({"replace":{"t":{"a":1}}})");
  EXPECT_EQ(lookup_.current().get(), lookup_.current().get());
  const LookupProxy one = lookup_.create_proxy(lookup_.current());
  const LookupProxy two = lookup_.create_proxy(lookup_.current());
  EXPECT_EQ(*one.get(*parse_json(kBoth)), *two.get(*parse_json(kBoth)));
}

TEST_F(OakRowA4, ARequestSeesTheVersionOfItsArrivalToItsEnd) {
  must(R"({"replace":{"t":{"a":1,"b":1}}})");
  PendingCall early(pipeline_, timers_, session_, "lookup.get", kBoth, "1");
  must(R"({"replace":{"t":{"a":2,"b":2}}})");
  early.start();
  EXPECT_EQ(early.payload, R"({"values":{"a":1,"b":1}})");
  EXPECT_EQ(ask("lookup.get", kBoth)->payload, R"({"values":{"a":2,"b":2}})");
}

TEST_F(OakRowA4, AnOldVersionIsGoneWithTheLastRequestThatSawIt) {
  must(R"({"replace":{"t":{"a":1}}})");
  const std::weak_ptr<const LookupTables> old = lookup_.current();
  auto early =
      std::make_unique<PendingCall>(pipeline_, timers_, session_, "lookup.get", kBoth, "1");
  must(R"({"replace":{}})");
  EXPECT_FALSE(old.expired());
  early.reset();
  EXPECT_TRUE(old.expired());
}

TEST_F(OakRowA4, DataInChunksIsSeenOnlyOnceItIsFinished) {
  for (const int chunks : {1, 2, 4}) {
    must(R"({"replace":{"t":{"a":0}}})");
    must(R"({"begin":{}})");
    for (int chunk = 1; chunk <= chunks; ++chunk) {
      must(R"({"extend":{"t":{")" + std::to_string(chunk) + R"(":1}}})");
      EXPECT_EQ(get(kBoth), R"({"values":{"a":0}})");
    }
    must(R"({"finish":{}})");
    EXPECT_EQ(get(kBoth), R"({"values":{}})");
    EXPECT_EQ(lookup_.current()->at("t").size(), static_cast<std::size_t>(chunks));
  }
}

TEST_F(OakRowA4, DataInChunksIsForgottenWhenTheSenderAborts) {
  must(R"({"replace":{"t":{"a":0}}})");
  must(R"({"begin":{}})");
  must(R"({"extend":{"t":{"a":1}}})");
  must(R"({"abort":{}})");
  EXPECT_EQ(get(kBoth), R"({"values":{"a":0}})");
  must(R"({"begin":{}})");
  must(R"({"finish":{}})");
  EXPECT_TRUE(lookup_.current()->empty());
}

TEST_F(OakRowA4, AtMostOneValueIsKeptPerKey) {
  must(R"({"begin":{}})");
  must(R"({"extend":{"t":{"a":1,"b":1}}})");
  must(R"({"extend":{"t":{"b":2}}})");
  must(R"({"finish":{}})");
  EXPECT_EQ(get(kBoth), R"({"values":{"a":1,"b":2}})");
}

TEST_F(LookupTest, RefusesStepsOutOfOrder) {
  for (const char* step : {R"({"extend":{}})", R"({"finish":{}})", R"({"abort":{}})"}) {
    EXPECT_EQ(configure(step).error().code, ErrorCode::kFailedPrecondition) << step;
  }
  must(R"({"begin":{}})");
  EXPECT_EQ(configure(R"({"begin":{}})").error().code, ErrorCode::kFailedPrecondition);
}

TEST_F(LookupTest, TakesNothingOfAFrameThatDoesNotValidate) {
  must(R"({"replace":{"t":{"a":0}}})");
  const LookupData before = lookup_.current();
  EXPECT_FALSE(configure(R"({"replace":{"good":{"a":1},"worse":1}})"));
  EXPECT_EQ(lookup_.current(), before);
  must(R"({"begin":{}})");
  EXPECT_FALSE(configure(R"({"extend":{"good":{"a":1},"worse":1}})"));
  must(R"({"finish":{}})");
  EXPECT_TRUE(lookup_.current()->empty());
}

TEST_F(LookupTest, SaysWhichTableIsNotThereAndLeavesMissingKeysOut) {
  must(R"({"replace":{"t":{"a":{"deep":[1]}}}})");
  EXPECT_EQ(ask("lookup.get", kBoth)->payload, R"({"values":{"a":{"deep":[1]}}})");
  const auto absent = ask("lookup.get", R"({"table":"u","keys":["a"]})");
  EXPECT_EQ(absent->code, ErrorCode::kNothingToReturn);
  EXPECT_EQ(absent->payload, R"({"message":"the lookup data has no table \"u\""})");
  EXPECT_EQ(ask("lookup.get", R"({"table":"u"})")->code, ErrorCode::kInvalidParams);
}

}  // namespace
}  // namespace ripple::services
