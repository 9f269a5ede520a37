#include "ripple/thunder/backoff.hpp"

#include <gtest/gtest.h>

namespace ripple::thunder {
namespace {

using namespace std::chrono_literals;  // NOLINT

TEST(Backoff, DoublesItsCeilingUpToTheLongest) {
  Backoff backoff({100ms, 350ms}, [] { return 1.0; });
  EXPECT_EQ(backoff.next(), 100ms);
  EXPECT_EQ(backoff.next(), 200ms);
  EXPECT_EQ(backoff.next(), 350ms);
  EXPECT_EQ(backoff.next(), 350ms);
}

TEST(Backoff, WaitsAtLeastHalfOfTheCeiling) {
  Backoff backoff({100ms, 350ms}, [] { return 0.0; });
  EXPECT_EQ(backoff.next(), 50ms);
  EXPECT_EQ(backoff.next(), 100ms);
}

TEST(Backoff, StartsAnewAfterSuccess) {
  Backoff backoff({100ms, 350ms}, [] { return 1.0; });
  backoff.next();
  backoff.next();
  backoff.reset();
  EXPECT_EQ(backoff.next(), 100ms);
}

}  // namespace
}  // namespace ripple::thunder
