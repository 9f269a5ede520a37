#include "rules/jq/jq_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ripple::rules {
namespace {

std::string prepared(std::string_view text) {
  const auto result = prepare_program(text);
  return result ? *result : "error: " + result.error().message;
}

TEST(JqText, LeavesAProgramAsItIs) {
  for (const char* const text :
       {".result.value", R"jq({"a": [1, 2.5e3], b: ."c d", (.k): @base64 "x\(.y)"})jq",
        "if .a then 1 elif .b then 2 else 3 end", ". as {a: $x} | $x # done",
        "reduce .[] as $i (0; . + $i)", "if . then ..else 1 end", "{if: 1, end: 2} | .end | .if",
        R"jq("\\$")jq", R"jq("\"$context.other")jq", "$context.appId",
        "try error(\"x\") catch ."}) {
    EXPECT_EQ(prepared(text), text);
  }
}

TEST(JqText, MakesTheAppIdInAStringAnInterpolation) {
  EXPECT_EQ(prepared(R"jq({n: "$context.appId"})jq"), R"jq({n: "\($context.appId)"})jq");
  EXPECT_EQ(prepared(R"jq("a$context.appIdb")jq"), R"jq("a\($context.appId)b")jq");
  EXPECT_EQ(prepared(R"jq("\(.x + "$context.app_id")")jq"),
            R"jq("\(.x + "\($context.app_id)")")jq");
  EXPECT_EQ(prepared(R"jq("\\$context.appId")jq"), R"jq("\\\($context.appId)")jq");
}

TEST(JqText, LeavesTheAppIdInACommentAlone) {
  EXPECT_EQ(prepared("1 # \"$context.appId\"\n"), "1 # \"$context.appId\"\n");
}

TEST(JqText, GivesAnIfWithoutElseOne) {
  EXPECT_EQ(prepared("if .error == null then .result end"),
            "if .error == null then .result else . end");
  EXPECT_EQ(prepared("if if . then 1 end then [if 2 then 3 else 4 end] end"),
            "if if . then 1 else . end then [if 2 then 3 else 4 end] else . end");
}

TEST(JqText, RefusesWhatDoesNotPairUp) {
  EXPECT_EQ(prepared("1) | (2"), "error: position 2: \")\" closes nothing");
  EXPECT_EQ(prepared("(1"), "error: position 1: \"(\" has no end");
  EXPECT_EQ(prepared("[1}"),
            "error: position 3: \"}\" comes before the end of \"[\" of position 1");
  EXPECT_EQ(prepared("\"abc"), "error: position 1: a string has no end");
  EXPECT_EQ(prepared("\"\\("), "error: position 2: \"\\(\" of a string has no end");
  EXPECT_EQ(prepared("if 1 then 2"), "error: position 1: \"if\" has no end");
  EXPECT_EQ(prepared("  # nothing"), "error: position 1: expected a program, found nothing");
  EXPECT_EQ(prepared("1 # a \\\n"), "error: position 7: a comment ends with a backslash");
  EXPECT_EQ(prepared(std::string_view("1\0", 2)), "error: a program cannot have a zero byte in it");
}

}  // namespace
}  // namespace ripple::rules
