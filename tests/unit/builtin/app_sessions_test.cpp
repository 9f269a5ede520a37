#include "main/builtin/app_sessions.hpp"

#include <gtest/gtest.h>

namespace ripple::builtin {
namespace {

struct Apps : ::testing::Test {
  services::SessionRegistry registry;
  AppSessions apps{registry, false, 2};
};

TEST_F(Apps, GetASessionThatTheRegistryKnows) {
  AppSession& app = **apps.open("one");
  EXPECT_EQ(registry.app_of(app.session_id), "one");
  EXPECT_EQ(app.state, LifecycleState::kInitializing);
  const std::string session = app.session_id;
  EXPECT_EQ((*apps.open("one"))->session_id, session);
  apps.close("one");
  EXPECT_EQ(apps.find("one"), nullptr);
  EXPECT_FALSE(registry.app_of(session).has_value());
}

TEST_F(Apps, GetARecordWithoutASessionWhenTheyAreOnlyConnected) {
  AppSession& app = **apps.find_or_admit("refui");
  EXPECT_TRUE(app.session_id.empty());
  EXPECT_EQ(*apps.find_or_admit("refui"), &app);
  EXPECT_EQ(apps.find_or_admit("").error().code, ErrorCode::kInvalidParams);
}

TEST_F(Apps, AreBounded) {
  ASSERT_TRUE(apps.open("one"));
  ASSERT_TRUE(apps.find_or_admit("two"));
  EXPECT_EQ(apps.open("three").error().code, ErrorCode::kOverloaded);
  EXPECT_TRUE(apps.open("two"));
}

TEST_F(Apps, AreReadyOnce) {
  AppSession& app = **apps.open("one");
  EXPECT_TRUE(apps.set_ready(app));
  EXPECT_EQ(apps.set_ready(app).error().code, ErrorCode::kCustom);
  EXPECT_EQ(app.state, LifecycleState::kInitializing);
}

TEST_F(Apps, ReportWhatChanged) {
  AppSession& app = **apps.open("one");
  const Result<StateChange> change = apps.set_state(app, LifecycleState::kInactive);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->previous, LifecycleState::kInitializing);
  EXPECT_TRUE(change->changed());
  EXPECT_FALSE(apps.set_state(app, LifecycleState::kInactive)->changed());
}

TEST_F(Apps, KeepTheirStateWhenAStepIsRefused) {
  AppSessions strict(registry, true, 2);
  AppSession& app = **strict.open("one");
  EXPECT_FALSE(strict.set_state(app, LifecycleState::kForeground));
  EXPECT_EQ(app.state, LifecycleState::kInitializing);
}

TEST_F(Apps, FinishOnlyWhileUnloading) {
  AppSession& app = **apps.open("one");
  const Result<void> early = apps.check_finished(app);
  ASSERT_FALSE(early);
  EXPECT_EQ(static_cast<int>(early.error().code), -32001);
  EXPECT_NE(early.error().message.find("Cannot call finished"), std::string::npos);
  ASSERT_TRUE(apps.set_state(app, LifecycleState::kUnloading));
  EXPECT_TRUE(apps.check_finished(app));
}

}  // namespace
}  // namespace ripple::builtin
