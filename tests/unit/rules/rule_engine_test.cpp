// Methods by their rules.
#include "rules/rule_engine.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ripple/contracts/extn_provider.hpp>
#include <string>

#include "engine_fixture.hpp"

namespace ripple::rules {
namespace {

using namespace std::chrono_literals;

TEST_F(EngineTest, TransformsRequestAndResponse) {
  load(R"({"device.setName": {"alias": "set", "endpoint": "device", "transform": {
    "request": "{ friendlyName: .value}", "response": ".result.success"}}})");
  script_->replies["set"] = json(R"({"result":{"success":true}})");
  EXPECT_EQ(call("device.setName", R"({"value":"Kitchen"})"), "true");
  ASSERT_EQ(script_->requests.size(), 1U);
  EXPECT_EQ(print_json(script_->requests[0].params), R"({"friendlyName":"Kitchen"})");
  EXPECT_EQ(print_json(script_->requests[0].context),
            R"({"app_id":"com.app","method":"device.setName","session_id":"s"})");
  EXPECT_TRUE(script_->requests[0].deadline.is_set());
}

TEST_F(EngineTest, SendsNoParamsForNull) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device", "transform": {"request": "null"}},
           "a.c": {"alias": "x", "endpoint": "device", "transform": {"request": ". == null"}}})");
  script_->replies["x"] = json(R"({"result":1})");
  EXPECT_EQ(call("a.b", R"({"value":1})"), "1");
  EXPECT_TRUE(script_->requests[0].params.isNull());
  EXPECT_EQ(call("a.c"), "1");
  EXPECT_EQ(script_->requests[1].params, true);
}

TEST_F(EngineTest, GivesAResponseTransformTheWholeResponse) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device", "transform": {
    "response": "[., .result.a]"}}})");
  script_->replies["x"] = json(R"({"result":{"a":1}})");
  EXPECT_EQ(call("a.b"), R"([{"id":0,"jsonrpc":"2.0","result":{"a":1}},1])");
}

TEST_F(EngineTest, LetsAResponseTransformNameMembersOfTheResultWithoutResult) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device", "transform": {
    "response": "[.value, .jsonrpc]"}}})");
  script_->replies["x"] = json(R"({"result":{"value":"v","jsonrpc":"theirs"}})");
  EXPECT_EQ(call("a.b"), R"(["v","2.0"])");
}

TEST_F(EngineTest, PassesResultAndErrorOnWithoutATransform) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device"},
           "a.c": {"alias": "y", "endpoint": "device"}})");
  script_->replies["x"] = json(R"({"result":{"a":1}})");
  script_->replies["y"] = json(R"({"error":{"code":22,"message":"ERROR_UNKNOWN_KEY"}})");
  EXPECT_EQ(call("a.b"), R"({"a":1})");
  EXPECT_EQ(call("a.c"), "error 22: ERROR_UNKNOWN_KEY");
}

TEST_F(EngineTest, TurnsErrorsOfTransformsIntoErrorsOfTheCall) {
  load(R"json({
    "a.one": {"alias": "x", "endpoint": "device", "transform": {
      "response": "if .error then {error: {code: -32100, message: \"couldn't\"}} else 1 end"}},
    "a.two": {"alias": "x", "endpoint": "device", "transform": {
      "response": "{code: -32101, message: \"bare\"}"}},
    "a.three": {"alias": "x", "endpoint": "device", "transform": {
      "request": "{error: {code: -32602, message: \"not so\"}}"}},
    "a.four": {"alias": "x", "endpoint": "device", "transform": {"response": ".error.code"}}
  })json");
  script_->replies["x"] = json(R"({"error":{"code":1,"message":"m"}})");
  EXPECT_EQ(call("a.one"), "error -32100: couldn't");
  EXPECT_EQ(call("a.two"), "error -32101: bare");
  script_->requests.clear();
  EXPECT_EQ(call("a.three"), "error -32602: not so");
  EXPECT_TRUE(script_->requests.empty());
  EXPECT_EQ(call("a.four"), "1");
}

TEST_F(EngineTest, NamesTheRuleAndTheReasonWhenAProgramFails) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device", "transform": {"request": ".a.b"}},
           "a.c": {"alias": "x", "endpoint": "device", "transform": {"response": "empty"}}})");
  script_->replies["x"] = json(R"({"result":1})");
  EXPECT_EQ(call("a.b", "[]"),
            "error -50200: rule a.b: transform request: Cannot index array with string \"a\"");
  EXPECT_EQ(call("a.c"), "error -50200: rule a.c: transform response: it has no output");
}

TEST_F(EngineTest, NamesTheRuleWhenItsEndpointIsAway) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device", "transform": {"response": "1"}}})");
  EXPECT_EQ(call("a.b"), "error -50300: rule a.b: endpoint device: nobody answers x");
}

TEST_F(EngineTest, AnswersAStaticRuleByItself) {
  load(R"json({"a.b": {"alias": "static", "transform": {"response": "[.result, .jsonrpc]"}},
           "a.c": {"alias": "static"},
           "localization.setLanguage": {"alias": "static", "transform": {
             "response": "{ error: { code: -32600, message: \"set language not supported\" }}"}}})json");
  EXPECT_EQ(call("a.b"), R"(["","2.0"])");
  EXPECT_EQ(call("a.c"), R"("")");
  EXPECT_EQ(call("localization.setLanguage"), "error -32600: set language not supported");
}

TEST_F(EngineTest, LeavesProvidedAndUnknownMethodsAlone) {
  load(R"({"a.b": {"alias": "provided"}})");
  EXPECT_EQ(call("a.b"), "error -32056: rule a.b leaves a.b to its contract's provider");
  EXPECT_EQ(call("a.c"), "error -32601: no rule describes a.c");
}

TEST_F(EngineTest, BindsTheAppAsAValue) {
  load(R"json({"securestorage.get": {"alias": "get", "endpoint": "device", "transform": {
    "request": "{ namespace: \"$context.appId\", scope: .scope, key: .key }",
    "response": ".value"}}})json");
  script_->replies["get"] = json(R"({"result":{"value":"secret"}})");
  app_id_ = "\"} | halt";
  EXPECT_EQ(call("securestorage.get", R"({"scope":"device","key":"k"})"), R"("secret")");
  EXPECT_EQ(print_json(script_->requests[0].params),
            R"({"key":"k","namespace":"\"} | halt","scope":"device"})");
}

TEST_F(EngineTest, AsksByTheCallersDeadline) {
  load(R"({"a.b": {"alias": "x", "endpoint": "device"}})");
  script_->replies["x"] = json(R"({"result":1})");
  const auto timed = start_call("a.b", "null", 3s);
  EXPECT_EQ(script_->requests[0].deadline, Deadline::after(host_.now(), 3s));
  const auto open = start_call("a.b");
  EXPECT_EQ(script_->requests[1].deadline, Deadline::after(host_.now(), kDefaultTimeout));
}

TEST_F(EngineTest, MergesTheSourcesOfAWorkflow) {
  load(R"({
    "a.all": {"alias": "workflow", "endpoint": "workflow", "sources": [
      {"method": "a.one", "namespace": "x"}, {"method": "a.two", "namespace": "x"},
      {"method": "a.two", "params": "{\"p\":2}"}]},
    "a.one": {"alias": "one", "endpoint": "device"},
    "a.two": {"alias": "two", "endpoint": "device"}})");
  script_->replies["one"] = json(R"({"result":{"deep":{"a":1},"same":1}})");
  script_->replies["two"] = json(R"({"result":{"deep":{"b":2},"same":2}})");
  EXPECT_EQ(call("a.all", R"({"q":1})"),
            R"({"a_two":{"deep":{"b":2},"same":2},"x":{"deep":{"a":1,"b":2},"same":2}})");
  ASSERT_EQ(script_->requests.size(), 3U);
  EXPECT_EQ(print_json(script_->requests[0].params), R"({"q":1})");
  EXPECT_EQ(print_json(script_->requests[2].params), R"({"p":2})");
}

TEST_F(EngineTest, AddsAnErrorForASourceThatFails) {
  load(R"({"a.all": {"alias": "workflow", "endpoint": "workflow", "sources": [
      {"method": "a.one", "namespace": "one"}, {"method": "b.none", "namespace": "none"}],
      "transform": {"response": "[.result.one, .result.error.message]"}},
    "a.one": {"alias": "one", "endpoint": "device"}})");
  script_->replies["one"] = json(R"({"result":1})");
  EXPECT_EQ(call("a.all"), R"([1,"no b.none"])");
}

TEST_F(EngineTest, RunsTenSourcesAtOnce) {
  std::string rules = R"({"a.one": {"alias": "one", "endpoint": "device"},
    "a.all": {"alias": "workflow", "endpoint": "workflow", "sources": [)";
  for (int i = 0; i < 25; ++i) {
    rules += R"({"method": "a.one", "namespace": "n)" + std::to_string(i) + "\"}" +
             (i < 24 ? "," : "]}}");
  }
  load(rules);
  script_->replies["one"] = json(R"({"result":1})");
  script_->delays["one"] = 100ms;
  const auto answer = start_call("a.all");
  host_.advance(300ms);
  ASSERT_TRUE(answer.has_come());
  EXPECT_EQ(answer.result()->size(), 25U);
  EXPECT_EQ(script_->most_running, 10);
}

TEST_F(EngineTest, RunsWorkflowsInWorkflowsAndRefusesACircle) {
  load(R"({
    "a.outer": {"alias": "w", "endpoint": "workflow", "sources": [
      {"method": "a.inner", "namespace": "inner"}]},
    "a.inner": {"alias": "w", "endpoint": "workflow", "sources": [
      {"method": "a.leaf", "namespace": "leaf"}]},
    "a.leaf": {"alias": "static"},
    "b.circle": {"alias": "w", "endpoint": "workflow", "sources": [
      {"method": "b.circle", "namespace": "again"}]}})");
  EXPECT_EQ(call("a.outer"), R"({"inner":{"leaf":""}})");
  EXPECT_NE(call("b.circle").find("rule b.circle: more than 8 rules call one another"),
            std::string::npos);
}

TEST_F(EngineTest, CallsAMethodWithoutARuleThroughMainInTheAppsName) {
  load(R"({"a.all": {"alias": "w", "endpoint": "workflow", "sources": [
      {"method": "advertising.policy", "namespace": "policy", "params": {"x": 1}}]}})");
  EXPECT_EQ(call("a.all"), R"({"policy":{"skipRestriction":"all"}})");
  ASSERT_EQ(main_calls_.size(), 1U);
  EXPECT_EQ(print_json(main_calls_[0]),
            R"({"app_id":"com.app","method":"advertising.policy","params":{"x":1}})");
}

TEST_F(EngineTest, AsksAnExtensionByItsId) {
  using contracts::ExtnProvider;
  load(R"json({"weather.*": {"alias": "ripple:extn:distributor:weather", "endpoint": "extn",
                         "transform": {"request": "{ city: .value }"}},
           "b.none": {"alias": "ripple:extn:distributor:none", "endpoint": "extn"},
           "b.bad": {"alias": "weather", "endpoint": "extn"}})json");
  const Entry weather =
      entry("ripple:extn:distributor:weather").provides<ExtnProvider>().channel([](Node node) {
        return serve<ExtnProvider>(
            node, overloaded{
                      [](ExtnProvider::Request& c) {
                        const Json::Value value = c.params.value.value_or(Json::Value());
                        if (value["params"]["city"] == "Atlantis") {
                          return c.fail({ErrorCode::kCustom, "under water", {}});
                        }
                        c.reply(value);
                      },
                      [](auto& c) { c.reply_unsupported(); },
                  });
      });
  ASSERT_TRUE(host_.load(weather));
  EXPECT_EQ(call("weather.now", R"({"value":"Oslo"})"),
            R"({"context":{"app_id":"com.app","method":"weather.now","session_id":"s"},)"
            R"("method":"weather.now","params":{"city":"Oslo"}})");
  EXPECT_EQ(call("weather.now", R"({"value":"Atlantis"})"), "error -32001: under water");
  EXPECT_EQ(call("b.none").substr(0, 13), "error -50300:");
  EXPECT_NE(call("b.bad").find("rule b.bad: endpoint extn: alias \"weather\" is no ExtnId"),
            std::string::npos);
}

}  // namespace
}  // namespace ripple::rules
