#include "main/services/capability_table.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

constexpr std::string_view kMake = "xrn:firebolt:capability:device:make";
constexpr std::string_view kInput = "xrn:firebolt:capability:input:keyboard";

manifest::DeviceManifest device(std::vector<manifest::SupportedCapability> supported) {
  manifest::DeviceManifest manifest;
  manifest.supported = std::move(supported);
  return manifest;
}

TEST(Role, PrintsAndParsesBack) {
  for (const Role role : {Role::kUse, Role::kManage, Role::kProvide}) {
    EXPECT_EQ(*parse_role(to_string(role)), role);
  }
  EXPECT_NE(parse_role("owner").error().message.find("\"owner\""), std::string::npos);
}

TEST(FullCapability, TakesShortAndFullNames) {
  EXPECT_EQ(*full_capability("device:make"), kMake);
  EXPECT_EQ(*full_capability(kMake), kMake);
  EXPECT_EQ(*full_capability("keyboard"), "xrn:firebolt:capability:keyboard");
}

TEST(FullCapability, RefusesWhatIsNeither) {
  for (const char* text : {"", "Device:make", "a:b:c", "xrn:firebolt:capability:", "a b", ":a",
                           "xrn:firebolt:capability:a:"}) {
    Result<std::string> name = full_capability(text);
    ASSERT_FALSE(name) << text;
    EXPECT_EQ(name.error().code, ErrorCode::kInvalidParams);
  }
}

TEST(Weakness13, KeepsTheRolesOfAPermissionApart) {
  const std::vector<std::string> list = {"device:make[manage]",
                                         "xrn:firebolt:capability:input:keyboard[provide]"};
  const AppPermissions permissions(list);
  EXPECT_TRUE(permissions.allows(kMake, Role::kManage));
  EXPECT_FALSE(permissions.allows(kMake, Role::kUse));
  EXPECT_FALSE(permissions.allows(kMake, Role::kProvide));
  EXPECT_TRUE(permissions.allows(kInput, Role::kProvide));
  EXPECT_FALSE(permissions.allows(kInput, Role::kManage));
}

TEST(CapabilityTable, KnowsTheRolesOfTheManifest) {
  const CapabilityTable table(device({{std::string(kMake), true, false, false}}));
  EXPECT_TRUE(table.check(kMake, Role::kUse));
  const Result<void> manage = table.check(kMake, Role::kManage);
  ASSERT_FALSE(manage);
  EXPECT_EQ(manage.error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(manage.error().message, std::string(kMake) + " is not supported");
  EXPECT_EQ(manage.error().context, "{\"capability\":\"" + std::string(kMake) + "\"}");
}

TEST(CapabilityTable, MergesTheRolesOfACapabilityThatIsListedTwice) {
  const CapabilityTable table(
      device({{"device:make", true, false, false}, {std::string(kMake), false, true, false}}));
  EXPECT_TRUE(table.supported(kMake, Role::kUse));
  EXPECT_TRUE(table.supported(kMake, Role::kManage));
  EXPECT_FALSE(table.supported(kMake, Role::kProvide));
}

TEST(CapabilityTable, RefusesTheUseOfWhatIsNotAvailable) {
  CapabilityTable table(device({{std::string(kMake), true, true, false}}));
  table.set_available(kMake, false);
  EXPECT_EQ(table.check(kMake, Role::kUse).error().code, ErrorCode::kNotAvailable);
  EXPECT_TRUE(table.check(kMake, Role::kManage));
}

TEST(CapabilityTable, ListsChallengesAsUnavailableAtStart) {
  const CapabilityTable table(device({}));
  EXPECT_FALSE(table.available("xrn:firebolt:capability:usergrant:pinchallenge"));
  EXPECT_TRUE(table.available(kMake));
}

TEST(CapabilityTable, TellsListenersOnlyWhatChanges) {
  CapabilityTable table(device({}));
  std::vector<std::pair<std::string, bool>> seen;
  table.on_change([&](const std::string& name, bool on) { seen.emplace_back(name, on); });
  const std::uint64_t before = table.version();
  table.set_available(kMake, true);
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(table.version(), before);
  table.set_available(kMake, false);
  table.set_available(kMake, false);
  table.set_available(kMake, true);
  const std::vector<std::pair<std::string, bool>> expected = {{std::string(kMake), false},
                                                              {std::string(kMake), true}};
  EXPECT_EQ(seen, expected);
  EXPECT_GT(table.version(), before);
}

TEST(CapabilityTable, RefusesWhatNeedsAGrantThatNobodyCanAskFor) {
  manifest::DeviceManifest manifest = device({{std::string(kMake), true, true, true}});
  manifest.grant_policies = *parse_json(R"({"device:make":{"use":{"options":[]}}})");
  const CapabilityTable table(manifest);
  EXPECT_TRUE(table.has_grant_policy(kMake, Role::kUse));
  EXPECT_FALSE(table.has_grant_policy(kMake, Role::kManage));
  const Result<void> use = table.check(kMake, Role::kUse);
  ASSERT_FALSE(use);
  EXPECT_EQ(use.error().code, ErrorCode::kGrantProviderMissing);
  EXPECT_TRUE(table.check(kMake, Role::kManage));
}

TEST(CapabilityTable, NamesTheCapabilityThatIsNotPermitted) {
  const AppPermissions nothing(std::vector<std::string>{});
  const Result<void> verdict = CapabilityTable::check_permitted(nothing, kMake, Role::kUse);
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(verdict.error().message, std::string(kMake) + " is not permitted");
}

TEST(PermissionCache, KeepsAListUntilItIsForgotten) {
  PermissionCache cache;
  EXPECT_EQ(cache.find("app"), nullptr);
  const std::uint64_t before = cache.version();
  cache.store("app", AppPermissions(std::vector<std::string>{"device:make"}));
  ASSERT_NE(cache.find("app"), nullptr);
  EXPECT_TRUE(cache.find("app")->allows(kMake, Role::kUse));
  EXPECT_GT(cache.version(), before);
  cache.forget("app");
  EXPECT_EQ(cache.find("app"), nullptr);
}

}  // namespace
}  // namespace ripple::services
