#include "ripple/json.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ripple {
namespace {

std::string error_of(std::string_view text) {
  const auto value = parse_json(text);
  return value ? "no error" : value.error().message;
}

TEST(Json, PrintsCompactlyWhatItParsed) {
  for (const char* text :
       {R"({"a":[1,-2,2.5,"x\u0001\n\"\\",null,true,{},[]],"b":{"c":18446744073709551615}})",
        "\"text\"", "3", "null", "[]", "{}", "1e+300", "1.0"}) {
    const auto value = parse_json(text);
    ASSERT_TRUE(value) << text << ": " << value.error().message;
    EXPECT_EQ(print_json(*value), text);
  }
}

TEST(Json, SaysLineAndColumnOfWhatIsWrong) {
  EXPECT_EQ(error_of("{\"a\":1,\n \"a\":2}").rfind("line 2, column 2: ", 0), 0U);
  EXPECT_EQ(error_of("[1,2").rfind("line 1, column 5: ", 0), 0U);
}

TEST(Json, RefusesWhatIsNotStrictJson) {
  for (const char* text : {"", "{'a':1}", "// c\n1", "1 2", "[1,]", "NaN", "\xef\xbb\xbf{}"}) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, ErrorCode::kParse);
  }
  EXPECT_FALSE(parse_json(std::string_view("1\0[", 3)));
}

TEST(Json, RefusesADocumentNestedDeeperThanTheLimit) {
  const std::string allowed = std::string(64, '[') + std::string(64, ']');
  EXPECT_TRUE(parse_json(allowed)) << error_of(allowed);
  const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
  EXPECT_EQ(error_of(deep), "line 1, column 65: nested deeper than 64 levels");
}

TEST(Json, PrintsNumbersThatReadBackTheSame) {
  for (const double number : {0.1, 1.0 / 3, 1e-300, 123456789.125}) {
    EXPECT_EQ(parse_json(print_json(Json::Value(number)))->asDouble(), number);
  }
  EXPECT_EQ(print_json(Json::Value(std::numeric_limits<double>::infinity())), "null");
}

TEST(Json, ConvertsStandardTypesBothWays) {
  const std::map<std::string, std::vector<std::optional<std::int32_t>>> value = {
      {"a", {1, std::nullopt, -3}}, {"b", {}}};
  const Json::Value json = to_json(value);
  EXPECT_EQ(print_json(json), R"({"a":[1,null,-3],"b":[]})");
  std::map<std::string, std::vector<std::optional<std::int32_t>>> back;
  ASSERT_TRUE(from_json(json, back));
  EXPECT_EQ(back, value);
}

TEST(Json, PointsAtTheValueThatDoesNotFit) {
  std::map<std::string, std::vector<std::uint8_t>> out;
  EXPECT_EQ(from_json(*parse_json(R"({"a/b":[1,"x"]})"), out).error().message,
            "#/a~1b/1: expected integer, found string");
  EXPECT_EQ(from_json(*parse_json(R"({"a":[256]})"), out).error().message,
            "#/a/0: expected integer from 0 to 255, found 256");
  EXPECT_EQ(from_json(*parse_json("[]"), out).error().code, ErrorCode::kInvalidParams);
}

TEST(Json, MissesOnlyMembersThatAreNotOptional) {
  std::string name;
  std::optional<std::string> alias = "old";
  const Json::Value object(Json::objectValue);
  EXPECT_EQ(read_member(object, "name", name).error().message,
            "#: expected member \"name\", found none");
  EXPECT_TRUE(read_member(object, "alias", alias));
  EXPECT_FALSE(alias);
}

TEST(Json, WritesStringsAndNumbersWithoutATree) {
  std::string out;
  append_as_json(out, "a\"b");
  append_as_json(out, 42);
  append_as_json(out, nullptr);
  append_as_json(out, true);
  append_as_json(out, std::vector<std::string>{"x"});
  EXPECT_EQ(out, R"("a\"b"42nulltrue["x"])");
}

}  // namespace
}  // namespace ripple
