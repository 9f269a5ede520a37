#include "rules/rule_book.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <ripple/json.hpp>
#include <sstream>
#include <string>

namespace ripple::rules {
namespace {

Result<std::shared_ptr<RuleBook>> book_of(std::string_view rule_set) {
  Json::Value config;
  config["rule_set"] = parse_json(rule_set).value();
  return RuleBook::from_config(config);
}

std::string fault(std::string_view rule_set) {
  const auto book = book_of(rule_set);
  return book ? "" : book.error().message;
}

TEST(RuleBook, IsEmptyWithoutRules) {
  EXPECT_EQ(RuleBook::from_config(Json::Value(Json::objectValue)).value()->size(), 0U);
}

TEST(RuleBook, FindsARuleInAnyCaseAndTheOneWildcardThatMatches) {
  const auto book = book_of(R"({"rules": {
    "device.setName": {"alias": "one"}, "weather.*": {"alias": "two"},
    "a.*": {"alias": "three"}, "a.b.*": {"alias": "four"}}})")
                        .value();
  EXPECT_EQ(book->find("Device.setName")->rule.alias, "one");
  EXPECT_EQ(book->find("weather.today")->rule.alias, "two");
  EXPECT_EQ(book->find("a.c")->rule.alias, "three");
  EXPECT_EQ(book->find("a.b.c"), nullptr);
  EXPECT_EQ(book->find("weatherman.today"), nullptr);
  EXPECT_EQ(book->find("none"), nullptr);
}

TEST(RuleBook, NamesEveryFaultAtOnce) {
  EXPECT_EQ(
      fault(R"json({
        "endpoints": {"web": {"protocol": "gopher"}, "broken": {"url": 1}},
        "functions": {"f": {"body": "1"}},
        "rules": {
          "a.one": {"alias": "x", "transform": {"response": ".a ||"}},
          "a.two": {"alias": "x", "filter": "$function.g()"},
          "a.three": {"alias": "x", "endpoint": "web"},
          "a.four": {"alias": "x", "endpoint": "other"},
          "a.five": {},
          "a.six": {"alias": "x", "transform": {"event": "nothing", "request": "(1"}},
          "a.seven": {"alias": "x", "transform": {"event_decorator_method": "Bow"}}
        }})json"),
      "endpoint broken: #: expected member \"protocol\", found none; "
      "rule a.five: #: expected member \"alias\", found none; "
      "rule a.four: no rules file has the endpoint \"other\"; "
      "rule a.seven: event_decorator_method \"Bow\" is not supported; there is "
      "AdvertisingPolicyEventDecorator; "
      "rule a.six: transform request: position 1: \"(\" has no end; "
      "endpoint web, which rule a.three needs: protocol \"gopher\" is not supported; expected "
      "thunder, websocket, http, workflow or extn; "
      "rule a.two: filter: $function.g is not imported by any rules file; "
      "rule a.one: transform response: syntax error, unexpected '|', line 1; "
      "rule a.six: transform event: nothing/0 is not defined, line 1");
}

TEST(RuleBook, RefusesARuleSetOfAnotherShape) {
  EXPECT_EQ(fault("[]"), "config at /rule_set: expected object, found array");
  EXPECT_EQ(fault(R"({"rules": 1})"), "config at /rule_set/rules: expected object, found number");
}

TEST(RuleBook, LeavesAnEndpointThatNoRuleNamesAlone) {
  EXPECT_EQ(fault(R"({"endpoints": {"web": {"protocol": "gopher", "url": "x"}}})"), "");
}

TEST(RuleBook, TakesRipplesExampleRules) {
  std::ifstream file(RIPPLE_RULES_DATA "/ripple.common.rules.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto book = book_of(text.str());
  ASSERT_TRUE(book) << book.error().message;
  EXPECT_EQ((*book)->size(), 43U);
}

TEST(RuleBook, CompilesEqualProgramsOnce) {
  const auto book = book_of(R"json({
    "functions": {"f": {"params": ["x"], "body": "$x"}},
    "rules": {
      "a.b": {"alias": "x", "filter": ".x", "transform": {"response": ".result"}},
      "a.c": {"alias": "y", "filter": "$function.f(.x)", "transform": {"response": ".result"}}
    }})json");
  EXPECT_EQ(book.value()->programs().size(), 2U);
}

}  // namespace
}  // namespace ripple::rules
