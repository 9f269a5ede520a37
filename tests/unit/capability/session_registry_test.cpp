#include "main/services/session_registry.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace ripple::services {
namespace {

TEST(SessionRegistry, OpensSessionsWithFreshRandomIds) {
  SessionRegistry registry;
  const std::string first = registry.open("app");
  const std::string second = registry.open("app");
  EXPECT_NE(first, second);
  EXPECT_EQ(registry.app_of(first), "app");
  ASSERT_EQ(first.size(), 36U);
  EXPECT_EQ(first[14], '4');
  EXPECT_NE(std::string("89ab").find(first[19]), std::string::npos);
}

TEST(SessionRegistry, ForgetsAClosedSessionAndTellsTheListeners) {
  SessionRegistry registry;
  std::vector<std::pair<std::string, std::string>> closed;
  registry.on_close([&](const std::string& session, const std::string& app) {
    EXPECT_FALSE(registry.app_of(session).has_value());
    closed.emplace_back(session, app);
  });
  const std::string session = registry.open("app");
  registry.close(session);
  registry.close(session);
  registry.close("unknown");
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0], (std::pair<std::string, std::string>{session, "app"}));
}

TEST(SessionRegistry, TakesAKnownIdOnceForOneApp) {
  SessionRegistry registry;
  EXPECT_TRUE(registry.add("lab", "app"));
  EXPECT_TRUE(registry.add("lab", "app"));
  const Result<void> other = registry.add("lab", "other");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kInvalidParams);
  EXPECT_EQ(registry.app_of("lab"), "app");
  EXPECT_FALSE(registry.add("", "app"));
}

}  // namespace
}  // namespace ripple::services
