#include "rules/jq/jq_program.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ripple/json.hpp>
#include <string>
#include <vector>

#include "rules/jq/jq_text.hpp"
#include "rules/jq/program_set.hpp"

namespace ripple::rules {
namespace {

using namespace std::chrono_literals;

Json::Value json(std::string_view text) { return parse_json(text).value(); }

/// The output as JSON text, or "error: ...".
class JqProgramTest : public testing::Test {
 protected:
  std::string run(const std::string& text, std::string_view data = "null",
                  const Json::Value& context = Json::Value()) {
    const auto prepared = prepare_program(text);
    if (!prepared) return "error: " + prepared.error().message;
    auto program = JqProgram::compile(std::vector{*prepared});
    if (!program) return "error: " + program.error().message;
    const Json::Value value = json(data);
    const auto output = program->run(0, JqInput{&value, &context, &event_, &response_}, limit_);
    return output ? print_json(*output) : "error: " + output.error().message;
  }

  Json::Value event_;
  Json::Value response_;
  EvaluationLimit limit_{10s};
};

TEST_F(JqProgramTest, GivesTheFirstOutput) {
  EXPECT_EQ(run(".result | .a, .b", R"({"result":{"a":1,"b":2}})"), "1");
  EXPECT_EQ(run("1 # to the end"), "1");
}

TEST_F(JqProgramTest, KeepsIntegersUpTo53BitsExact) {
  EXPECT_EQ(run(".", "9007199254740992"), "9007199254740992");
  EXPECT_EQ(run(".", "-9007199254740991"), "-9007199254740991");
  EXPECT_EQ(run(". + 1", "1606123456789"), "1606123456790");
  EXPECT_EQ(run("[. / 2, . * 1e300 * 1e300, nan]", "3"), "[1.5,1.7976931348623157e+308,null]");
}

TEST_F(JqProgramTest, CarriesEveryKindOfValue) {
  const std::string text = R"({"":[[],{}],"a":[true,false,null,"ü\u0000\"",-1,0.5]})";
  EXPECT_EQ(run(".", text), text);
}

TEST_F(JqProgramTest, SeesItsVariables) {
  event_ = json(R"({"x":1})");
  response_ = "r";
  EXPECT_EQ(
      run("[$context.appId, $event.x, $event_handler_response, .]", "5", json(R"({"appId":"a"})")),
      R"(["a",1,"r",5])");
}

TEST_F(JqProgramTest, ValuesCannotBecomeProgramText) {
  for (const char* const app :
       {"\"} | halt", "\" } | env | {a: \"", "\\(env)", "$context.appId", "\\", "#", "\\\""}) {
    Json::Value context;
    context["appId"] = app;
    EXPECT_EQ(run(R"({ namespace: "$context.appId", key: .key })", R"({"key":"k"})", context),
              R"({"key":"k","namespace":)" + print_json(app) + "}");
  }
}

TEST_F(JqProgramTest, HasNoWayOutOfItsValues) {
  ::setenv("RULES_TEST_SECRET", "secret", 1);
  EXPECT_EQ(run("$ENV"), "{}");
  EXPECT_EQ(run("env"), "error: rules cannot use env");
  EXPECT_EQ(run("halt"), "error: rules cannot use halt");
  EXPECT_EQ(run("\"x\" | halt_error"), "error: rules cannot use halt_error");
  EXPECT_EQ(run("input"), "error: rules cannot use input");
  EXPECT_EQ(run("[., inputs][0]", "7"), "7");
  EXPECT_EQ(run("debug | stderr", "7"), "7");
  EXPECT_EQ(run("input_filename"), "null");
  EXPECT_EQ(run("\"/etc/passwd\" | modulemeta"), "error: rules cannot use modulemeta");
  EXPECT_EQ(run("get_search_list"), "error: rules cannot use get_search_list");
  EXPECT_NE(run("$__prog_args").find("error: $__prog_args is not defined"), std::string::npos);
  EXPECT_EQ(run(R"(import "a" as a; 1)"), "error: module not found: a");
  EXPECT_EQ(run(R"(include "a"; 1)"), "error: module not found: a");
  EXPECT_EQ(run("def f: 1;"), "error: expected one expression");
}

TEST_F(JqProgramTest, SaysWhatJqSays) {
  EXPECT_EQ(run(".a ||"), "error: syntax error, unexpected '|', line 1");
  EXPECT_EQ(run("nonsense(1)"), "error: nonsense/1 is not defined, line 1");
  EXPECT_EQ(run("$other"), "error: $other is not defined, line 1");
  EXPECT_EQ(run(".a.b", "[]"), "error: Cannot index array with string \"a\"");
  EXPECT_EQ(run(R"(error({"a":1}))"), R"(error: {"a":1})");
  EXPECT_EQ(run("empty"), "error: it has no output");
}

TEST_F(JqProgramTest, EndsAProgramThatDoesNot) {
  EvaluationLimit limit(20ms);
  const std::vector<std::string> texts{"def f: f; f",
                                       "[range(1e12)]",
                                       "last(range(1e12))",
                                       "until(false; .)",
                                       "def f: 1 + f; f",
                                       "try (def f: f; f) catch 1",
                                       "\"abc\" | gsub(\"\"; \"a\")",
                                       "1"};
  auto program = JqProgram::compile(texts);
  ASSERT_TRUE(program);
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    const auto output = program->run(i, {}, limit);
    ASSERT_FALSE(output) << texts[i];
    EXPECT_EQ(output.error().message, "it was ended after 20 ms of processor time");
  }
  EXPECT_EQ(program->run(texts.size() - 1, {}, limit_).value(), 1);
}

TEST_F(JqProgramTest, RefusesADateThatNoCalendarHas) {
  EXPECT_EQ(run("todate", "0"), "\"1970-01-01T00:00:00Z\"");
  EXPECT_EQ(run("now | todateiso8601 | fromdate > 1700000000"), "true");
  for (const char* const text : {"todate", "todateiso8601", "date", "strftime(\"%Y\")",
                                 "strflocaltime(\"%Y\")", "gmtime", "localtime"}) {
    EXPECT_EQ(run(text, "1e300").substr(0, 6), "error:") << text;
  }
}

TEST_F(JqProgramTest, BoundsItsOutput) {
  EXPECT_NE(run("reduce range(65) as $i (0; [.])").find("error: its output is nested deeper"),
            std::string::npos);
  EXPECT_NE(run("[range(1100000)]").find("error: its output is nested deeper"), std::string::npos);
}

TEST(ProgramSet, EndsAProgramBeforeItNestsTooDeepForLibjq) {
  ProgramSet programs;
  const auto deep = programs.add("reduce range(1e9) as $i (0; [.])", "rule");
  ASSERT_TRUE(programs.compile().empty());
  const auto output = programs.run(deep, {});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().message, "it was ended after 50 ms of processor time");
}

TEST(ProgramSet, CompilesEachTextOnceAndManyTogether) {
  ProgramSet programs;
  std::vector<ProgramSet::Id> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(programs.add(std::to_string(i % 70), "rule"));
  EXPECT_EQ(programs.size(), 70U);
  EXPECT_TRUE(programs.compile().empty());
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(programs.run(ids[static_cast<std::size_t>(i)], {}).value(), i % 70);
  }
}

TEST(ProgramSet, NamesEachProgramThatDoesNotCompile) {
  ProgramSet programs;
  programs.add(".a", "first");
  programs.add("nonsense", "second");
  programs.add(".b |", "third");
  EXPECT_EQ(programs.compile(),
            (std::vector<std::string>{"second: nonsense/0 is not defined, line 1",
                                      "third: syntax error, unexpected $end, line 1"}));
}

}  // namespace
}  // namespace ripple::rules
