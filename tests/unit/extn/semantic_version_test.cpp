#include "main/extn/semantic_version.hpp"

#include <gtest/gtest.h>

namespace ripple::extn {
namespace {

TEST(SemanticVersion, IsThreeNumbers) {
  EXPECT_EQ(parse_version("1.20.3"), (SemanticVersion{1, 20, 3}));
  EXPECT_EQ(parse_version("1.0.0-rc1"), (SemanticVersion{1, 0, 0}));
  for (const char* bad :
       {"", "1", "1.0", "1.0.", "1.0.x", "v1.0.0", "1.0.0.0", "-1.0.0", "99999999999.0.0"}) {
    EXPECT_FALSE(parse_version(bad).has_value()) << bad;
  }
}

TEST(SemanticVersion, IsOrderedByNumberNotByText) {
  EXPECT_LT(*parse_version("1.9.0"), *parse_version("1.10.0"));
  EXPECT_LT(*parse_version("9.0.0"), *parse_version("10.0.0"));
}

}  // namespace
}  // namespace ripple::extn
