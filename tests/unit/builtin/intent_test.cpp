#include "main/builtin/intent.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ripple/json.hpp"

namespace ripple::builtin {
namespace {

std::string verdict(std::string_view text) {
  const Result<void> checked = check_intent(*parse_json(text));
  if (checked) return "fine";
  EXPECT_EQ(checked.error().code, ErrorCode::kInvalidIntent);
  return checked.error().message;
}

TEST(Intent, NeedsAnActionAndASource) {
  EXPECT_EQ(verdict(R"({"action":"home","context":{"source":"voice"}})"), "fine");
  EXPECT_NE(verdict(R"({"context":{"source":"voice"}})").find("/action"), std::string::npos);
  EXPECT_NE(verdict(R"({"action":"home","context":{}})").find("/context/source"),
            std::string::npos);
  EXPECT_NE(verdict("null"), "fine");
}

TEST(Intent, ChecksTheDataOfKnownActions) {
  EXPECT_EQ(verdict(R"({"action":"search","context":{"source":"voice"}})"), "fine");
  EXPECT_NE(
      verdict(R"({"action":"search","data":{},"context":{"source":"voice"}})").find("/data/query"),
      std::string::npos);
  EXPECT_NE(verdict(R"({"action":"home","data":{},"context":{"source":"voice"}})").find("/data"),
            std::string::npos);
  EXPECT_NE(verdict(R"({"action":"entity","context":{"source":"voice"}})").find("/data"),
            std::string::npos);
  EXPECT_EQ(verdict(R"({"action":"tune","data":{"entity":{}},"context":{"source":"voice"}})"),
            "fine");
}

TEST(Intent, PassesUnknownActionsWithAnyData) {
  EXPECT_EQ(verdict(R"({"action":"dance","data":[1],"context":{"source":"voice"}})"), "fine");
}

TEST(Intent, DoesNotNavigateByABootIntent) {
  EXPECT_FALSE(is_navigation(*parse_json(R"({"action":"boot"})")));
  EXPECT_FALSE(is_navigation(Json::Value()));
  EXPECT_TRUE(is_navigation(*parse_json(R"({"action":"home"})")));
}

}  // namespace
}  // namespace ripple::builtin
