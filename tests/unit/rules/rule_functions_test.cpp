#include "rules/rule_functions.hpp"

#include <gtest/gtest.h>

#include <ripple/json.hpp>
#include <string>

namespace ripple::rules {
namespace {

RuleFunctions functions() {
  const auto json = parse_json(R"json({
    "plain": {"body": "42"},
    "or_error": {"params": ["value", "message"],
                 "body": "if .error then {error: {code: -1, message: $message}} else ($value) end"},
    "twice": {"params": ["value"], "body": "[$function.same($value), $function.same($value)]"},
    "same": {"params": ["value"], "body": "$value"},
    "prefixes": {"params": ["a", "ab"], "body": "$a $ab $abc"},
    "ping": {"body": "$function.pong()"},
    "pong": {"body": "$function.ping()"},
    "grow": {"params": ["x"], "body": "$x$x$x$x$x$x$x$x$x$x"}
  })json");
  return RuleFunctions::from_json(*json).value();
}

std::string expanded(std::string_view text) {
  const auto result = functions().expand(text);
  return result ? *result : "error: " + result.error().message;
}

TEST(RuleFunctions, PutsArgumentsIntoTheBody) {
  EXPECT_EQ(expanded("$function.plain()"), "42");
  EXPECT_EQ(expanded("1 + $function.same( .a ) + $function.same(2)"), "1 + .a + 2");
  EXPECT_EQ(
      expanded(R"jq($function.or_error(.result, "no, (really)"))jq"),
      R"jq(if .error then {error: {code: -1, message: "no, (really)"}} else (.result) end)jq");
  EXPECT_EQ(expanded("$function.same(f(1, 2))"), "f(1, 2)");
}

TEST(RuleFunctions, TellsParametersWithACommonBeginningApart) {
  EXPECT_EQ(expanded("$function.prefixes(1, 2)"), "1 2 $abc");
}

TEST(RuleFunctions, ExpandsCallsInBodiesAndArguments) {
  EXPECT_EQ(expanded("$function.twice(.x)"), "[.x, .x]");
  EXPECT_EQ(expanded("$function.twice($function.same(7))"), "[7, 7]");
  EXPECT_EQ(expanded("$function.same($function.same($function.plain()))"), "42");
}

TEST(RuleFunctions, LeavesOutArgumentsWithoutAParameter) {
  EXPECT_EQ(expanded("$function.same(1, 2, 3)"), "1");
}

TEST(RuleFunctions, NamesWhatIsWrongWithACall) {
  EXPECT_EQ(expanded("$function.none()"),
            "error: $function.none is not imported by any rules file");
  EXPECT_EQ(expanded("$function.same()"), "error: $function.same: expected 1 arguments, found 0");
  EXPECT_EQ(expanded("$function.same"),
            "error: expected $function.same(ARGUMENTS), found no \"(\"");
  EXPECT_EQ(expanded("$function.same(1"),
            "error: expected $function.same(ARGUMENTS), found no end of the arguments");
  EXPECT_EQ(expanded("$function.ping()"),
            "error: functions call one another in a circle: ping -> pong -> ping");
}

TEST(RuleFunctions, BoundsWhatTheyMake) {
  std::string text = "xxxxxxxxxx";
  for (int i = 0; i < 4; ++i) text = "$function.grow(" + text + ")";
  EXPECT_EQ(expanded(text), "error: its functions make more than 64 KiB of text");
  text = "x";
  for (int i = 0; i < 40; ++i) text = "$function.same(" + text + ")";
  EXPECT_EQ(expanded(text), "error: functions are nested too deep");
}

TEST(RuleFunctions, RefusesWhatIsNoFunction) {
  const auto wrong = RuleFunctions::from_json(*parse_json(R"({"f": {"params": ["a"]}})"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "#/functions/f: expected member \"body\", found none");
}

}  // namespace
}  // namespace ripple::rules
