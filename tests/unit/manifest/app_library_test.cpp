#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

class AppLibraryTest : public testing::Test {
 protected:
  AppLibraryTest() {
    directory.apps["default_library"] = ManifestDirectory::value(R"([
      {"app_id": "refui", "boot_state": "foreground", "manifest": {"embedded": {
        "app_key": "xrn:firebolt:application:refui", "name": "Home", "runtime": "web",
        "start_page": "https://x/", "capabilities": {
          "used": {"required": ["xrn:firebolt:capability:keyboard"], "optional": ["device:id"]},
          "managed": {"required": ["device:name"]}, "provided": {}}}}}])");
  }
  Json::Value& app() { return directory.apps["default_library"][0]; }
  bool error_has(const std::string& part) {
    const std::string error = directory.error();
    return error.find(part) != std::string::npos || (ADD_FAILURE() << error, false);
  }
  ManifestDirectory directory;
};

TEST_F(AppLibraryTest, ReadsAnEmbeddedApp) {
  const auto apps = directory.loaded().apps;
  ASSERT_EQ(apps.size(), 1U);
  EXPECT_EQ(apps[0].id, "refui");
  EXPECT_EQ(apps[0].name, "Home");
  EXPECT_EQ(apps[0].runtime, "web");
  EXPECT_EQ(apps[0].start_page, "https://x/");
  EXPECT_EQ(apps[0].boot_state, "foreground");
  EXPECT_EQ(apps[0].used, (std::vector<std::string>{"xrn:firebolt:capability:keyboard",
                                                    "xrn:firebolt:capability:device:id"}));
  EXPECT_EQ(apps[0].managed, std::vector<std::string>{"xrn:firebolt:capability:device:name"});
  EXPECT_TRUE(apps[0].provided.empty());
  EXPECT_TRUE(apps[0].launch.isNull());
}

TEST_F(AppLibraryTest, IsInactiveAtBootUnlessItSaysSo) {
  app().removeMember("boot_state");
  EXPECT_EQ(directory.loaded().apps[0].boot_state, "inactive");
  app()["boot_state"] = "running";
  EXPECT_TRUE(error_has("/default_library/0/boot_state: expected one of"));
}

TEST_F(AppLibraryTest, ReadsTheLaunchCommandStrictly) {
  Json::Value& launch = app()["manifest"]["embedded"]["launch"];
  launch = ManifestDirectory::value(
      R"({"command": ["chromium", "--app={start_page}"], "environment": {"LANG": "C.UTF-8"}})");
  EXPECT_EQ(directory.loaded().apps[0].launch["command"][0], "chromium");
  launch["comand"] = "x";
  EXPECT_TRUE(error_has("/launch/comand: unknown key; did you mean \"command\"?"));
  launch = ManifestDirectory::value(R"({"command": []})");
  EXPECT_TRUE(error_has("/launch/command: expected the program and its arguments"));
  launch = ManifestDirectory::value(R"({"command": ["a", 1]})");
  EXPECT_TRUE(error_has("/launch/command/1: expected string, found number 1"));
  launch = ManifestDirectory::value(R"({"command": ["a"], "environment": {"A": 1}})");
  EXPECT_TRUE(error_has("/launch/environment/A: expected string, found number 1"));
}

TEST_F(AppLibraryTest, LeavesOutAppsWhoseManifestIsElsewhere) {
  app()["manifest"] = ManifestDirectory::value(R"({"remote": "https://x/app.json"})");
  EXPECT_TRUE(directory.loaded().apps.empty());
  EXPECT_NE(directory.warnings().find("app \"refui\" is left out"), std::string::npos);
}

TEST_F(AppLibraryTest, RefusesAnAppThatIsListedTwice) {
  directory.apps["default_library"].append(app());
  EXPECT_TRUE(error_has("\"refui\" is listed twice, first at /default_library/0"));
}

TEST_F(AppLibraryTest, IsEmptyWithAWarningWhenThereIsNone) {
  directory.loaded();
  std::filesystem::remove(directory.path() / "firebolt-app-library.json");
  const auto manifest = load_manifest(directory.path(), {});
  ASSERT_TRUE(manifest.has_value());
  EXPECT_TRUE(manifest->apps.empty());
  ASSERT_EQ(manifest->warnings.size(), 1U);
  EXPECT_NE(manifest->warnings[0].find("no app library"), std::string::npos);
}

TEST_F(AppLibraryTest, MayBeWhereTheDeviceManifestSays) {
  directory.device["applications"]["distribution"]["library"] = "other/apps.json";
  directory.loaded();
  std::filesystem::create_directory(directory.path() / "other");
  std::filesystem::rename(directory.path() / "firebolt-app-library.json",
                          directory.path() / "other/apps.json");
  EXPECT_EQ(load_manifest(directory.path(), {})->apps.size(), 1U);
}

TEST_F(AppLibraryTest, MustExistWhereTheCommandLineSays) {
  Overrides overrides;
  overrides.app_library = directory.path() / "missing.json";
  EXPECT_EQ(directory.error(overrides),
            "missing.json: no such file; expected a JSON manifest there");
}

}  // namespace
}  // namespace ripple::manifest
