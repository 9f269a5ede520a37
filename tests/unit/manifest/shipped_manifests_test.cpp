// The manifests that ship with the platform.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "main/manifest/manifest.hpp"
#include "ripple/contracts/registry.hpp"

namespace ripple::manifest {
namespace {

/// Each folder of manifests/.
class ShippedManifest : public testing::TestWithParam<const char*> {
 protected:
  static Result<Manifest> load() {
    return load_manifest(std::filesystem::path(RIPPLE_MANIFESTS_DIRECTORY) / GetParam(), {});
  }
};

INSTANTIATE_TEST_SUITE_P(All, ShippedManifest, testing::Values("linux", "thunder"),
                         [](const auto& name) { return std::string(name.param); });

/// The modules that are served whole.
bool is_served(std::string_view method) {
  const std::string_view module = method.substr(0, method.find('.'));
  const std::set<std::string_view> served = {
      "device",      "localization",  "lifecycle", "lifecyclemanagement",
      "parameters",  "securestorage", "account",   "authentication",
      "advertising", "capabilities",  "privacy"};
  return served.contains(module);
}

TEST_P(ShippedManifest, LoadsWithoutAWarning) {
  const auto manifest = load();
  ASSERT_TRUE(manifest.has_value()) << manifest.error().message;
  for (const std::string& warning : manifest->warnings) ADD_FAILURE() << warning;
}

TEST_P(ShippedManifest, ListensOnLoopbackOnly) {
  const auto manifest = load();
  ASSERT_TRUE(manifest.has_value());
  EXPECT_EQ(manifest->device.app_listener.address, "127.0.0.1");
  EXPECT_EQ(manifest->device.app_listener.port, 3473);
  EXPECT_EQ(manifest->device.internal_listener.address, "127.0.0.1");
  EXPECT_EQ(manifest->device.internal_listener.port, 3474);
}

TEST_P(ShippedManifest, SupportsEveryCapabilityOfTheModulesItServes) {
  const auto manifest = load();
  ASSERT_TRUE(manifest.has_value());
  std::set<std::string_view> supported;
  for (const SupportedCapability& entry : manifest->device.supported) {
    supported.insert(entry.capability);
  }
  for (const contracts::ContractInfo& contract : contracts::registry()) {
    for (const contracts::MethodInfo& method : contract.methods) {
      if (!method.for_apps || !is_served(method.name)) continue;
      for (const std::string_view capability : method.uses) {
        EXPECT_TRUE(supported.contains(capability)) << method.name << " uses " << capability;
      }
      for (const std::string_view capability : method.manages) {
        EXPECT_TRUE(supported.contains(capability)) << method.name << " manages " << capability;
      }
    }
  }
}

TEST_P(ShippedManifest, KnowsTheFirstPartyAppRefuiWithAllCapabilities) {
  const auto manifest = load();
  ASSERT_TRUE(manifest.has_value());
  const auto refui = std::find_if(manifest->apps.begin(), manifest->apps.end(),
                                  [](const App& app) { return app.id == "refui"; });
  ASSERT_NE(refui, manifest->apps.end());
  EXPECT_EQ(manifest->device.exclusory.app_ignore_rules.at("refui"), std::vector<std::string>{"*"});
  for (const SupportedCapability& entry : manifest->device.supported) {
    const auto has = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), entry.capability) != list.end();
    };
    EXPECT_TRUE(!entry.use || has(refui->used)) << entry.capability;
    EXPECT_TRUE(!entry.manage || has(refui->managed)) << entry.capability;
  }
}

TEST(ThunderManifest, NamesThunderWhereItIsOnADevice) {
  const auto manifest =
      load_manifest(std::filesystem::path(RIPPLE_MANIFESTS_DIRECTORY) / "thunder", {});
  ASSERT_TRUE(manifest.has_value());
  EXPECT_EQ(manifest->device.platform_parameters["gateway"], "ws://127.0.0.1:9998/jsonrpc");
}

}  // namespace
}  // namespace ripple::manifest
