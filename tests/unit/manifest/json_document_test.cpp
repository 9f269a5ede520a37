#include "main/manifest/json_document.hpp"

#include <gtest/gtest.h>

#include <string>

#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

std::string error_of(const std::string& text) {
  const Result<JsonDocument> document = JsonDocument::parse("m.json", text);
  return document ? "none" : document.error().message;
}

TEST(JsonDocument, KnowsLineAndColumnOfEachValue) {
  const auto document =
      JsonDocument::parse("m.json", "{\n  \"a\": 1,\n  \"b\": {\"c\": [true]}\n}");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->place(document->root()["a"]), "m.json:2:8");
  EXPECT_EQ(document->place(document->root()["b"]["c"][0]), "m.json:3:15");
}

TEST(JsonDocument, RefusesWhatIsNotStrictJsonWithItsPlace) {
  EXPECT_EQ(error_of("{\n  \"a\": 1,\n}"),
            "m.json:3:1: not JSON: Missing '}' or object member name");
  EXPECT_EQ(error_of("{\n\n  // why\n  \"a\": 1}"),
            "m.json:3:3: not JSON: comments are not allowed");
  EXPECT_EQ(error_of("{\"a\": \"b\\\"//c\", \"d\": \"//\"}"), "none");
  EXPECT_NE(error_of("{\"a\": 01}"), "none");
  EXPECT_NE(error_of("{\"a\": \"\n\"}"), "none");
  EXPECT_TRUE(error_of("{} x").starts_with("m.json:1:4: not JSON: "));
  EXPECT_TRUE(error_of("").starts_with("m.json:1:1: not JSON: "));
}

TEST(JsonDocument, RefusesAKeyThatIsThereTwice) {
  EXPECT_EQ(error_of("{\"a\": 1,\n \"a\": 2}"), "m.json:2:2: not JSON: Duplicate key: 'a'");
}

TEST(JsonDocument, RefusesDeepNestingInsteadOfRecursingIntoIt) {
  const std::string deep = "{\"a\":" + std::string(10000, '[') + std::string(10000, ']') + "}";
  EXPECT_EQ(error_of(deep), "m.json:1:69: not JSON: nested deeper than 64 levels");
}

TEST(JsonDocument, RefusesInvalidUtf8WithItsLine) {
  EXPECT_EQ(error_of("{\n\"a\": \"\xC3\x28\"}"),
            "m.json:2:1: not JSON: invalid UTF-8 in this line; save the file as UTF-8");
}

TEST(JsonDocument, RefusesAZeroByte) { EXPECT_NE(error_of(std::string("{\"a\":1}\0", 8)), "none"); }

TEST(JsonDocument, RefusesAnythingButAnObjectAtTheTop) {
  EXPECT_EQ(error_of("[1]"), "m.json:1:1: /: expected object at the top");
}

TEST(JsonDocument, NamesAFileThatIsNotThere) {
  const auto document = JsonDocument::read("/nowhere/m.json");
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().code, ErrorCode::kBadManifest);
  EXPECT_EQ(document.error().message,
            "/nowhere/m.json: no such file; expected a JSON manifest there");
}

TEST(JsonDocument, RefusesADirectoryAndAFileWithoutEnd) {
  const ManifestDirectory directory;
  EXPECT_FALSE(JsonDocument::read(directory.path()).has_value());
  const auto endless = JsonDocument::read("/dev/zero");
  ASSERT_FALSE(endless.has_value());
  EXPECT_NE(endless.error().message.find("expected at most 16777216 bytes"), std::string::npos);
}

}  // namespace
}  // namespace ripple::manifest
