#include "main/services/params_check.hpp"

#include <gtest/gtest.h>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

constexpr std::string_view kSchema = R"({"type":"object","required":["scope","key"],
  "properties":{"scope":{"type":"string","enum":["device","account"]},"key":{"type":"string"},
                "options":{"type":"object","properties":{"ttl":{"type":"integer","minimum":1},
                                                         "a/b~c":{"type":"string"}}},
                "list":{"type":"array","items":{"$ref":"#/definitions/Item"}}},
  "definitions":{"Item":{"type":"object","required":["id"],
                         "properties":{"id":{"type":"string"}}}}})";

ParamsCheck check() { return {kSchema, {"scope", "key", "options", "list"}}; }

std::string pointer_of(std::string_view params) {
  const Result<std::string> applied = check().apply(params);
  if (applied) return "valid";
  EXPECT_EQ(applied.error().code, ErrorCode::kInvalidParams);
  const std::string pointer = (*parse_json(applied.error().context))["pointer"].asString();
  EXPECT_NE(applied.error().message.find(pointer), std::string::npos);
  return pointer;
}

TEST(ParamsCheck, PassesValidParamsOnAsTheyCame) {
  const std::string text = R"({ "key":"k", "scope":"device", "extra":1.50 })";
  EXPECT_EQ(*check().apply(text), text);
}

TEST(ParamsCheck, NamesParamsThatCameByPosition) {
  EXPECT_EQ(*check().apply(R"(["device","k"])"), R"({"key":"k","scope":"device"})");
  EXPECT_EQ(*check().apply(R"(["device","k",{"ttl":5}])"),
            R"({"key":"k","options":{"ttl":5},"scope":"device"})");
}

TEST(ParamsCheck, PointsAtTheOffendingValue) {
  for (const auto& [params, pointer] : {
           std::pair{R"({"scope":1,"key":"k"})", "/scope"},
           {R"({"scope":"cloud","key":"k"})", "/scope"},
           {R"({"scope":"device","key":null})", "/key"},
           {R"({"scope":"device","key":"k","options":{"ttl":0}})", "/options/ttl"},
           {R"({"scope":"device","key":"k","options":{"ttl":1.5}})", "/options/ttl"},
           {R"({"scope":"device","key":"k","options":{"a/b~c":1}})", "/options/a~1b~0c"},
           {R"({"scope":"device","key":"k","list":[{"id":"x"},{"id":2}]})", "/list/1/id"},
           {R"({"scope":"device","key":"k","list":[{}]})", "/list/0"},
           {R"({"scope":"device"})", ""},
           {"", ""},
           {"[]", ""},
           {R"(["device",2])", "/key"},
           {R"(["device","k",{},[],5])", "/4"},
       }) {
    EXPECT_EQ(pointer_of(params), pointer) << params;
  }
}

TEST(ParamsCheck, LetsAnythingPassWhereNothingIsDeclared) {
  const ParamsCheck none;
  EXPECT_TRUE(none.passes_all(""));
  EXPECT_TRUE(none.passes_all("{\"a\":1}"));
  EXPECT_FALSE(none.passes_all("[]"));
  EXPECT_EQ(*none.apply("[]"), "{}");
  EXPECT_EQ(*none.apply(R"([{"entityId":"x"}])"), R"([{"entityId":"x"}])");
}

TEST(ParamsCheck, RefusesWhatNestsDeeperThanItCanRead) {
  const std::string deep = R"({"scope":"device","key":"k","options":)" + std::string(500, '[') +
                           std::string(500, ']') + "}";
  EXPECT_EQ(check().apply(deep).error().code, ErrorCode::kInvalidParams);
}

TEST(ParamsCheck, RefusesALongStringWhereAPatternWouldHaveToBeMatched) {
  const ParamsCheck zones(
      R"({"type":"object","properties":{"value":{"type":"string","pattern":"^[A-Za-z/]*$"}}})",
      {"value"});
  EXPECT_TRUE(zones.apply(R"({"value":"Europe/Berlin"})"));
  const std::string name(1 << 20, 'A');
  for (const std::string& params :
       {R"({"value":")" + name + "\"}", R"({"value":{")" + name + R"(":["x"]}})",
        R"({"more":[[")" + name + "\"]]}"}) {
    const Result<std::string> applied = zones.apply(params);
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, ErrorCode::kInvalidParams);
    EXPECT_LT(applied.error().message.size(), 1000U);
  }
  const ParamsCheck dates(
      R"({"type":"object","properties":{"at":{"type":"string","format":"date-time"}}})", {"at"});
  EXPECT_TRUE(dates.apply(R"({"at":"2026-08-20T10:00:00Z"})"));
  EXPECT_FALSE(dates.apply(R"({"at":")" + std::string(1 << 20, '1') + "\"}"));
}

TEST(ParamsCheck, SaysThatASchemaCannotBeUsed) {
  const ParamsCheck broken(R"({"type":"object","properties":{"a":{"type":"no such type"}}})",
                           {"a"});
  EXPECT_EQ(broken.apply(R"({"a":1})").error().code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace ripple::services
