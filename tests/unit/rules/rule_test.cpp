#include "rules/rule.hpp"

#include <gtest/gtest.h>

#include <ripple/json.hpp>
#include <string>

#include "rules/reply.hpp"

namespace ripple::rules {
namespace {

Json::Value json(std::string_view text) { return parse_json(text).value(); }

std::string fault(std::string_view text) {
  const auto rule = read_rule("a.b", json(text));
  return rule ? "" : rule.error().message;
}

TEST(Rule, HasAllKeysOfRipple) {
  const Rule rule = read_rule("a.onB", json(R"json({
    "alias": "org.rdk.System.onB", "endpoint": "other", "filter": ".x", "unknown": 1,
    "transform": {"request": "1", "response": "2", "event": "3", "rpcv2_event": "4",
                  "event_decorator_method": "5"},
    "event_handler": {"method": "a.b", "params": "{\"c\":1}"},
    "sources": [{"method": "a.b, c"}, {"method": "d.e", "namespace": "d", "params": {"f": 2}}]
  })json"))
                        .value();
  EXPECT_EQ(rule.name, "a.onB");
  EXPECT_EQ(rule.alias, "org.rdk.System.onB");
  EXPECT_EQ(rule.endpoint, "other");
  EXPECT_EQ(rule.filter, ".x");
  EXPECT_EQ(rule.transform.request, "1");
  EXPECT_EQ(rule.transform.response, "2");
  EXPECT_EQ(rule.transform.event, "3");
  EXPECT_EQ(rule.transform.rpcv2_event, "4");
  EXPECT_EQ(rule.transform.event_decorator_method, "5");
  ASSERT_TRUE(rule.event_handler);
  EXPECT_EQ(rule.event_handler->method, "a.b");
  EXPECT_EQ(rule.event_handler->params["c"], 1);
  ASSERT_EQ(rule.sources.size(), 2U);
  EXPECT_EQ(rule.sources[0].name, "a_b__c");
  EXPECT_EQ(rule.sources[1].name, "d");
  EXPECT_EQ(rule.sources[1].call.params["f"], 2);
}

TEST(Rule, NeedsAnAliasAndIsForThunderUnlessItSaysElse) {
  EXPECT_EQ(fault("{}"), "#: expected member \"alias\", found none");
  const Rule rule = read_rule("a.*", json(R"({"alias": "static"})")).value();
  EXPECT_EQ(rule.endpoint, "thunder");
  EXPECT_TRUE(rule.is_static());
  EXPECT_TRUE(rule.is_wildcard());
}

TEST(Rule, SaysWhereItIsWrong) {
  EXPECT_EQ(fault("[]"), "#: expected object, found array");
  EXPECT_EQ(fault(R"({"alias": 1})"), "#/alias: expected string, found number");
  EXPECT_EQ(fault(R"({"alias": "", "transform": {"event": 1}})"),
            "#/transform/event: expected string, found number");
  EXPECT_EQ(fault(R"({"alias": "", "sources": [{}]})"),
            "#/sources/0: expected member \"method\", found none");
  EXPECT_EQ(
      fault(R"({"alias": "", "event_handler": {"method": "a", "params": "{"}})").substr(0, 54),
      "#/event_handler/params: expected JSON text: line 1, co");
}

TEST(Reply, OutputsWithAnErrorAreErrors) {
  const auto with_error =
      outcome_of_output(json(R"({"error": {"code": -32100, "message": "no", "data": [1]}})"));
  ASSERT_FALSE(with_error);
  EXPECT_EQ(static_cast<int>(with_error.error().code), -32100);
  EXPECT_EQ(with_error.error().message, "no");
  EXPECT_EQ(with_error.error().context, "[1]");
  const auto bare = outcome_of_output(json(R"({"code": -32100, "message": "no"})"));
  ASSERT_FALSE(bare);
  EXPECT_EQ(bare.error().message, "no");
  const auto text = outcome_of_output(json(R"({"error": "no"})"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kServiceFailure);
  EXPECT_EQ(text.error().message, "no");
}

TEST(Reply, OtherOutputsAreResults) {
  for (const char* const text :
       {"null", "1", R"({"error":null})", R"({"code":1})", R"({"code":1,"message":"m","more":2})",
        R"({"code":"a","message":"m"})", "[]"}) {
    const auto outcome = outcome_of_output(json(text));
    ASSERT_TRUE(outcome) << text;
    EXPECT_EQ(print_json(*outcome), text);
  }
}

}  // namespace
}  // namespace ripple::rules
