#include "main/extn/extn_catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "catalog_fixture.hpp"

namespace ripple::extn {
namespace {

constexpr const char* kFixture = "ripple:channel:device:fixture";

TEST(ExtnCatalog, MergesLibrariesWithTheManifestAfterTheBuiltins) {
  manifest::ExtnManifest manifest;
  manifest.extns.push_back(listed("good", kFixture, {RippleContract::kDeviceInfo}));
  manifest.extns[0].symbols[0].config["name"] = "x";
  const auto catalog = load_catalog(manifest, {main_without({})});
  ASSERT_TRUE(catalog.has_value()) << catalog.error().message;
  EXPECT_EQ(catalog->libraries.size(), 1U);
  ASSERT_EQ(catalog->candidates.size(), 2U);
  EXPECT_EQ(catalog->candidates[0].library, "main");
  const ExtnCandidate& merged = catalog->candidates[1];
  EXPECT_EQ(merged.metadata.id.to_string(), kFixture);
  EXPECT_EQ(merged.library, fixture("good").string());
  EXPECT_EQ(merged.uses, contracts_of({RippleContract::kConfig}));
  EXPECT_EQ(merged.fulfills, contracts_of({RippleContract::kDeviceInfo}));
  EXPECT_EQ(merged.config, R"({"name":"x"})");
}

TEST(ExtnCatalog, RefusesASymbolThatTheLibraryDoesNotOffer) {
  manifest::ExtnManifest manifest;
  manifest.file = "extn.json";
  manifest.extns.push_back(listed("good", kFixture, {}));
  manifest.extns[0].symbols.push_back(manifest.extns[0].symbols[0]);
  manifest.extns[0].symbols[1].id = id_of("ripple:channel:device:ghost");
  const auto catalog = load_catalog(manifest, {});
  ASSERT_FALSE(catalog.has_value());
  EXPECT_EQ(catalog.error().message,
            fixture("good").string() +
                ": does not offer ripple:channel:device:ghost, which is listed at /extns/0 of "
                "extn.json; it offers ripple:channel:device:fixture");
}

TEST(ExtnCatalog, RefusesAnEntryThatTheManifestDoesNotList) {
  manifest::ExtnManifest manifest;
  manifest.file = "extn.json";
  manifest.extns.push_back({fixture("good"), "/extns/0", {}});
  const auto catalog = load_catalog(manifest, {});
  ASSERT_FALSE(catalog.has_value());
  EXPECT_EQ(
      catalog.error().message,
      fixture("good").string() +
          ": offers ripple:channel:device:fixture, which \"symbols\" at /extns/0 of extn.json "
          "does not list; add it there with its uses and fulfills");
}

TEST(ExtnCatalog, RefusesFulfillsThatTheLibraryDoesNotProvide) {
  manifest::ExtnManifest manifest;
  manifest.extns.push_back(
      listed("good", kFixture, {RippleContract::kDeviceInfo, RippleContract::kPermissions}));
  const auto catalog = load_catalog(manifest, {});
  ASSERT_FALSE(catalog.has_value());
  EXPECT_NE(catalog.error().message.find("has permissions, the library provides "),
            std::string::npos);
}

TEST(ExtnCatalog, ReportsEveryBadLibraryNotOnlyTheFirst) {
  manifest::ExtnManifest manifest;
  for (const char* name : {"absent", "no_symbol", "other_abi_major", "no_builder"}) {
    manifest.extns.push_back(listed(name, kFixture, {}));
  }
  const auto catalog = load_catalog(manifest, {});
  ASSERT_FALSE(catalog.has_value());
  EXPECT_EQ(catalog.error().code, ErrorCode::kStartFailed);
  const std::string& message = catalog.error().message;
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 3);
  for (const char* name : {"absent", "no_symbol", "other_abi_major", "no_builder"}) {
    EXPECT_NE(message.find(fixture(name).string()), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace ripple::extn
