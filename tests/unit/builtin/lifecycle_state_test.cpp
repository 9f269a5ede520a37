#include "main/builtin/lifecycle_state.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace ripple::builtin {
namespace {

constexpr std::array<LifecycleState, 8> kAll = {
    LifecycleState::kInitializing, LifecycleState::kInactive,  LifecycleState::kForeground,
    LifecycleState::kBackground,   LifecycleState::kSuspended, LifecycleState::kUnloading,
    LifecycleState::kUnloaded,     LifecycleState::kTerminated};

std::vector<std::string> steps(LifecycleState from, bool strict) {
  std::vector<std::string> to;
  for (const LifecycleState state : kAll) {
    if (check_transition(from, state, strict)) to.emplace_back(to_string(state));
  }
  return to;
}

using Steps = std::vector<std::string>;

TEST(LifecycleState, PrintsAndParsesBack) {
  for (const LifecycleState state : kAll) {
    EXPECT_EQ(*parse_lifecycle_state(to_string(state)), state);
  }
  const auto unknown = parse_lifecycle_state("sleeping");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidParams);
}

TEST(LifecycleState, AllowsTheStrictStepsOnly) {
  using enum LifecycleState;
  EXPECT_EQ(steps(kInitializing, true), (Steps{"inactive", "terminated"}));
  EXPECT_EQ(steps(kInactive, true), (Steps{"foreground", "background", "suspended", "unloading"}));
  EXPECT_EQ(steps(kForeground, true), (Steps{"inactive", "background"}));
  EXPECT_EQ(steps(kBackground, true), (Steps{"inactive", "foreground"}));
  EXPECT_EQ(steps(kSuspended, true), (Steps{"inactive", "terminated"}));
  EXPECT_EQ(steps(kUnloading, true), (Steps{"unloaded"}));
}

TEST(LifecycleState, LeavesUnloadingForNothingElseWhenLoose) {
  EXPECT_EQ(steps(LifecycleState::kUnloading, false), (Steps{"unloaded"}));
  EXPECT_TRUE(check_transition(LifecycleState::kInitializing, LifecycleState::kForeground, false));
  EXPECT_TRUE(check_transition(LifecycleState::kForeground, LifecycleState::kUnloading, false));
}

TEST(LifecycleState, SaysWhatIsAllowedWhenAStepIsNot) {
  const auto step = check_transition(LifecycleState::kForeground, LifecycleState::kSuspended, true);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().code, ErrorCode::kCustom);
  EXPECT_NE(step.error().message.find("foreground cannot become suspended; allowed: inactive"),
            std::string::npos)
      << step.error().message;
}

}  // namespace
}  // namespace ripple::builtin
