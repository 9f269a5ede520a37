#include "ripple/thunder/error.hpp"

#include <gtest/gtest.h>

namespace ripple::thunder {
namespace {

ErrorCode code_of(std::int64_t wire_code, Generation generation = Generation::kUnknown) {
  return error_from_wire(wire_code, "", generation).code;
}

TEST(Error, HasOneMeaningForTheNumbersOfBothReleases) {
  EXPECT_EQ(code_of(-31002), ErrorCode::kPluginInactive);
  EXPECT_EQ(code_of(2), ErrorCode::kPluginInactive);
  EXPECT_EQ(code_of(-31022), ErrorCode::kUnknownKey);
  EXPECT_EQ(code_of(22), ErrorCode::kUnknownKey);
  EXPECT_EQ(code_of(-31043), ErrorCode::kUnknownPlugin);
  EXPECT_EQ(code_of(-31048), ErrorCode::kRegistrationFailed);
  EXPECT_EQ(code_of(-31050), ErrorCode::kParseFailure);
  EXPECT_EQ(code_of(-32601), ErrorCode::kUnknownMethod);
  EXPECT_EQ(code_of(-32604), ErrorCode::kNotAllowed);
  EXPECT_EQ(code_of(-32000), ErrorCode::kServerTimeout);
}

TEST(Error, KeepsTheNumberOfTheWireBesideThunders) {
  const Error error = error_from_wire(-31006, "ERROR_OPENING_FAILED");
  EXPECT_EQ(error.code, ErrorCode::kOpenFailed);
  EXPECT_EQ(error.wire_code, -31006);
  EXPECT_EQ(error.framework_error, 6);
  EXPECT_EQ(error.message, "ERROR_OPENING_FAILED");
}

TEST(Error, NumbersErrorsOfComAlikeForBothReleases) {
  EXPECT_EQ(error_from_wire(-31511, "").framework_error, 511);
  EXPECT_EQ(error_from_wire(511, "", Generation::kR44).framework_error, 511);
  EXPECT_EQ(code_of(-31511), ErrorCode::kFramework);
}

TEST(Error, LeavesAPluginsOwnNumberToThePlugin) {
  EXPECT_EQ(code_of(-32100), ErrorCode::kPlugin);
  EXPECT_EQ(code_of(1234), ErrorCode::kPlugin);
  EXPECT_EQ(code_of(2, Generation::kR5), ErrorCode::kPlugin);
}

TEST(Error, ReadsTheCodesThatTheReleasesUseDifferentlyAsTheReleaseDoes) {
  EXPECT_EQ(code_of(-32602, Generation::kR44), ErrorCode::kWrongVersion);
  EXPECT_EQ(code_of(-32602, Generation::kR5), ErrorCode::kInvalidParams);
  EXPECT_EQ(code_of(-32603, Generation::kR44), ErrorCode::kBadRequest);
  EXPECT_EQ(code_of(-31038), ErrorCode::kWrongVersion);
}

}  // namespace
}  // namespace ripple::thunder
