// Events by their rules.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine_fixture.hpp"

namespace ripple::rules {
namespace {

using namespace std::chrono_literals;
using Values = std::vector<std::string>;

TEST_F(EngineTest, StreamsAnEventsValueAndTheWholeParamsForRpcv2) {
  load(R"json({"advertising.onSkipRestrictionChanged": {"alias": "changed", "endpoint": "device",
    "filter": "if .namespace == \"Advertising\" and .key == \"skipRestriction\" then true else false end",
    "transform": {"event": "(.value | fromjson | .value)",
                  "rpcv2_event": "{ \"skipRestriction\": $event }"}}})json");
  const auto stream = listen("advertising.onSkipRestrictionChanged");
  emit("changed", R"({"namespace":"Other","key":"skipRestriction","value":"no JSON"})");
  emit("changed",
       R"({"namespace":"Advertising","key":"skipRestriction","value":"{\"value\":\"all\"}"})");
  ASSERT_EQ(stream.results().size(), 1U);
  EXPECT_EQ(stream.results()[0].value, "all");
  EXPECT_EQ(print_json(stream.results()[0].notification.value()), R"({"skipRestriction":"all"})");
  EXPECT_TRUE(host_.logs().empty() || !host_.has_logged("dropped"));
}

TEST_F(EngineTest, StreamsTheRawDataWithoutATransform) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device"}})");
  const auto stream = listen("a.onB");
  emit("b", R"({"x":[1]})");
  ASSERT_EQ(values(stream), Values{R"({"x":[1]})"});
  EXPECT_FALSE(stream.results()[0].notification);
}

TEST_F(EngineTest, TakesAFiltersNullForNoAndDropsWhatItFailsFor) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device", "filter": ".passes"}})");
  const auto stream = listen("a.onB");
  emit("b", R"({"passes":null})");
  EXPECT_FALSE(host_.has_logged("a.onB"));
  emit("b", R"({"passes":"yes"})");
  EXPECT_TRUE(
      host_.has_logged("an event of a.onB is dropped: rule a.onB: filter: expected true, "
                       "false or null, found string"));
  emit("b", "[]");
  emit("b", R"({"passes":true})");
  EXPECT_EQ(values(stream), Values{R"({"passes":true})"});
}

TEST_F(EngineTest, KeepsTheOrderOfEventsWhoseHandlersTakeTime) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device", "filter": ".n != 1",
                     "event_handler": {"method": "a.b", "params": "{\"p\":1}"},
                     "transform": {"rpcv2_event": "{b: $event_handler_response, e: $event}"}},
           "a.b": {"alias": "get", "endpoint": "device"}})");
  script_->replies["get"] = json(R"({"result":"first"})");
  script_->delays["get"] = 100ms;
  const auto stream = listen("a.onB");
  emit("b", R"({"n":0})");
  emit("b", R"({"n":1})");
  emit("b", R"({"n":2})");
  host_.advance(100ms);
  EXPECT_EQ(values(stream), Values{R"("first")"});
  script_->replies["get"] = json(R"({"result":"second"})");
  host_.advance(100ms);
  EXPECT_EQ(values(stream), (Values{R"("first")", R"("second")"}));
  EXPECT_EQ(print_json(stream.results()[1].notification.value()), R"({"b":"second","e":"second"})");
  EXPECT_EQ(print_json(script_->requests.back().params), R"({"p":1})");
  EXPECT_EQ(script_->most_running, 1);
}

TEST_F(EngineTest, DropsAnEventWhoseHandlerFailsAndSaysSo) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device", "event_handler": {"method": "a.b"}},
           "a.b": {"alias": "get", "endpoint": "device"}})");
  const auto stream = listen("a.onB");
  emit("b", "{}");
  EXPECT_TRUE(values(stream).empty());
  EXPECT_TRUE(
      host_.has_logged("an event of a.onB is dropped: rule a.onB: event_handler a.b: rule "
                       "a.b: endpoint device: nobody answers get"));
}

TEST_F(EngineTest, DecoratesAnEventWithTheAdvertisingPolicy) {
  load(R"({"advertising.onPolicyChanged": {"alias": "b", "endpoint": "device",
    "transform": {"event": ".value", "rpcv2_event": "{policy: $event}",
                  "event_decorator_method": "AdvertisingPolicyEventDecorator"}}})");
  const auto stream = listen("advertising.onPolicyChanged");
  emit("b", R"({"value":1})");
  EXPECT_EQ(values(stream), Values{R"({"skipRestriction":"all"})"});
  EXPECT_EQ(print_json(stream.results()[0].notification.value()),
            R"({"policy":{"skipRestriction":"all"}})");
}

TEST_F(EngineTest, EndsTheSubscriptionWhenTheListenerGoes) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device"}})");
  auto stream = listen("a.onB");
  const auto other = listen("a.onB");
  EXPECT_EQ(script_->listeners.size(), 2U);
  stream.cancel();
  EXPECT_EQ(script_->listeners.size(), 1U);
  emit("b", "1");
  EXPECT_EQ(values(other), Values{"1"});
  EXPECT_TRUE(values(stream).empty());
}

TEST_F(EngineTest, KeepsTheNewestEventsForAListenerThatDoesNotRead) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device"}})");
  auto stream = listen("a.onB");
  stream.read(false);
  for (int i = 0; i < 300; ++i) emit("b", std::to_string(i));
  EXPECT_TRUE(
      host_.has_logged("a listener of a.onB reads too slowly: the oldest event is dropped"));
  stream.read(true);
  host_.run_until_idle();
  const Values all = values(stream);
  EXPECT_LT(all.size(), 120U);
  EXPECT_EQ(all.front(), "0");
  EXPECT_EQ(all.back(), "299");
}

TEST_F(EngineTest, RefusesToListenToWhatHasNoEvents) {
  load(R"({"a.static": {"alias": "static"}, "a.provided": {"alias": "provided"},
           "a.work": {"alias": "w", "endpoint": "workflow"},
           "a.extn": {"alias": "ripple:extn:distributor:x", "endpoint": "extn"}})");
  const auto refusal = [this](const std::string& event) {
    const auto stream = listen(event);
    const auto error = stream.error();
    return error ? std::to_string(static_cast<int>(error->code)) + ": " + error->message : "";
  };
  EXPECT_EQ(refusal("a.none"), "-32601: no rule describes a.none");
  EXPECT_EQ(refusal("a.static"), "-32056: rule a.static describes a method, not an event");
  EXPECT_EQ(refusal("a.work"), "-32056: rule a.work describes a method, not an event");
  EXPECT_EQ(refusal("a.provided"),
            "-32056: rule a.provided leaves a.provided to its contract's provider");
  EXPECT_EQ(refusal("a.extn"),
            "-32056: rule a.extn: endpoint extn: the extension ripple:extn:distributor:x has no "
            "events for rules");
}

TEST_F(EngineTest, StopsWithListenersAndCallsUnderWay) {
  load(R"({"a.onB": {"alias": "b", "endpoint": "device"},
           "a.b": {"alias": "get", "endpoint": "device"}})");
  script_->delays["get"] = 1h;
  const auto stream = listen("a.onB");
  const auto answer = start_call("a.b");
  host_.stop();
  EXPECT_EQ(answer.count(), 1);
  EXPECT_EQ(stream.count(), 1);
  EXPECT_TRUE(script_->listeners.empty());
}

}  // namespace
}  // namespace ripple::rules
