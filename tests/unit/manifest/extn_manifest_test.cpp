#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

/// An extension manifest with one library and one symbol.
class ExtnManifestTest : public testing::Test {
 protected:
  ExtnManifestTest() {
    directory.extn["extns"] = ManifestDirectory::value(R"([
      {"path": "libacme", "symbols": [{"id": "ripple:channel:device:acme",
        "uses": ["config"], "fulfills": ["device_info", "local.storage"]}]}])");
  }
  Json::Value& symbol() { return directory.extn["extns"][0]["symbols"][0]; }
  bool error_has(const std::string& part) {
    const std::string error = directory.error();
    return error.find(part) != std::string::npos || (ADD_FAILURE() << error, false);
  }
  ManifestDirectory directory;
};

TEST_F(ExtnManifestTest, ReadsLibrariesAndSymbols) {
  symbol()["config"]["rdk_telemetry"] = "true";
  const ExtnManifest extn = directory.loaded().extn;
  ASSERT_EQ(extn.extns.size(), 1U);
  EXPECT_EQ(extn.extns[0].path, "/usr/lib/ripple/libacme.so");
  EXPECT_EQ(extn.extns[0].pointer, "/extns/0");
  const ExtnSymbol& acme = extn.extns[0].symbols.at(0);
  EXPECT_EQ(acme.id.to_string(), "ripple:channel:device:acme");
  EXPECT_EQ(acme.uses, std::vector{RippleContract::kConfig});
  EXPECT_EQ(acme.fulfills,
            (std::vector{RippleContract::kDeviceInfo, RippleContract::kLocalStorage}));
  EXPECT_EQ(acme.config["rdk_telemetry"], "true");
  EXPECT_EQ(extn.timeout, milliseconds(10000));
  EXPECT_EQ(extn.provider_registrations.size(), 9U);
}

TEST_F(ExtnManifestTest, AppendsTheExtensionOnlyWhereThereIsNone) {
  directory.extn["extns"][0]["path"] = "/opt/acme/device.plugin";
  EXPECT_EQ(directory.loaded().extn.extns[0].path, "/opt/acme/device.plugin");
}

TEST_F(ExtnManifestTest, LooksForARelativeDefaultPathBesideTheManifest) {
  std::filesystem::create_directory(directory.path() / "libraries");
  directory.extn["default_path"] = "libraries/";
  EXPECT_EQ(directory.loaded().extn.extns[0].path, directory.path() / "libraries/libacme.so");
}

TEST_F(ExtnManifestTest, LooksForARelativeDefaultPathBesideTheExecutable) {
  const auto executable = std::filesystem::read_symlink("/proc/self/exe");
  directory.extn["default_path"] = "CMakeFiles/";
  EXPECT_EQ(directory.loaded().extn.extns[0].path,
            executable.parent_path() / "CMakeFiles/libacme.so");
}

TEST_F(ExtnManifestTest, TakesTheExtensionDirectoryOfTheCommandLine) {
  Overrides overrides;
  overrides.extension_directory = "/srv/extensions";
  EXPECT_EQ(directory.loaded(overrides).extn.extns[0].path, "/srv/extensions/libacme.so");
}

TEST_F(ExtnManifestTest, SuggestsTheContractThatWasMeant) {
  symbol()["fulfills"][0] = "devcie_info";
  EXPECT_TRUE(error_has("/extns/0/symbols/0/fulfills/0: "));
  EXPECT_TRUE(error_has("devcie_info"));
  EXPECT_TRUE(error_has("\"device_info\""));
}

TEST_F(ExtnManifestTest, SuggestsTheExtnIdSegmentThatWasMeant) {
  symbol()["id"] = "ripple:chanel:device:acme";
  EXPECT_TRUE(error_has("/extns/0/symbols/0/id: "));
  EXPECT_TRUE(error_has("did you mean \"channel\"?"));
}

TEST_F(ExtnManifestTest, WarnsOfAnOlderContractName) {
  symbol()["fulfills"][1] = "device_persistence";
  EXPECT_NE(directory.warnings().find("/extns/0/symbols/0/fulfills/1: \"device_persistence\" is an "
                                      "older name, write \"local.storage\""),
            std::string::npos);
  EXPECT_EQ(directory.loaded().extn.extns[0].symbols[0].fulfills[1], RippleContract::kLocalStorage);
}

TEST_F(ExtnManifestTest, TakesAnExtnIdAmongTheUses) {
  symbol()["uses"].append("ripple:channel:device:mock_device");
  const ExtnManifest extn = directory.loaded().extn;
  ASSERT_EQ(extn.extns[0].symbols[0].uses_extns.size(), 1U);
  EXPECT_EQ(extn.extns[0].symbols[0].uses_extns[0].to_string(),
            "ripple:channel:device:mock_device");
}

TEST_F(ExtnManifestTest, TakesOnlyItsOwnExtnIdAmongTheFulfills) {
  symbol()["fulfills"].append("ripple:channel:device:acme");
  EXPECT_EQ(directory.loaded().extn.extns[0].symbols[0].fulfills.back(),
            RippleContract::kExtnProvider);
  symbol()["fulfills"].append("ripple:channel:device:other");
  EXPECT_TRUE(error_has("expected a contract or the symbol's own id"));
}

TEST_F(ExtnManifestTest, RefusesAnExtnIdThatIsListedTwice) {
  directory.extn["extns"].append(directory.extn["extns"][0]);
  EXPECT_TRUE(
      error_has("/extns/1/symbols/0/id: \"ripple:channel:device:acme\" is listed twice, "
                "first at /extns/0/symbols/0/id"));
}

TEST_F(ExtnManifestTest, RefusesMainsOwnId) {
  symbol()["id"] = "ripple:main:internal:main";
  EXPECT_TRUE(error_has("which is Main's own"));
}

TEST_F(ExtnManifestTest, RequiresWhatRippleRequires) {
  for (const char* key : {"id", "uses", "fulfills"}) {
    ManifestDirectory other;
    other.extn["extns"] = directory.extn["extns"];
    other.extn["extns"][0]["symbols"][0].removeMember(key);
    EXPECT_NE(other.error().find(std::string("/extns/0/symbols/0/") + key + ": expected a value"),
              std::string::npos)
        << key;
  }
  for (const char* key : {"default_path", "default_extension", "extns"}) {
    ManifestDirectory other;
    other.extn.removeMember(key);
    EXPECT_NE(other.error().find(std::string("/") + key + ": expected a value"), std::string::npos)
        << key;
  }
}

TEST_F(ExtnManifestTest, ReadsPreferredProvidersStrictly) {
  directory.extn["preferred_providers"]["local.storage"] = "ripple:channel:device:acme";
  EXPECT_EQ(
      directory.loaded().extn.preferred_providers.at(RippleContract::kLocalStorage).to_string(),
      "ripple:channel:device:acme");
  directory.extn["preferred_providers"]["locl.storage"] = "ripple:channel:device:acme";
  EXPECT_TRUE(error_has("/preferred_providers/locl.storage: "));
}

TEST_F(ExtnManifestTest, ReadsTheOtherKeys) {
  directory.extn["required_contracts"].append("account.session");
  directory.extn["rpc_aliases"]["device.model"].append("custom.model");
  directory.extn["rpc_overrides"]["device.name"] = "acme.name";
  directory.extn["timeout"] = 2000;
  directory.extn["rules_path"].append("acme.rules.json");
  directory.write("acme.rules.json", R"({"rules": {}})");
  directory.extn["extn_sdks"].append("/etc/acme-open-rpc.json");
  directory.extn["provider_registrations"].append("Keyboard.");
  const ExtnManifest extn = directory.loaded().extn;
  EXPECT_EQ(extn.required_contracts, std::vector{RippleContract::kAccountSession});
  EXPECT_EQ(extn.rpc_aliases.at("device.model"), std::vector<std::string>{"custom.model"});
  EXPECT_EQ(extn.rpc_overrides.at("device.name"), "acme.name");
  EXPECT_EQ(extn.timeout, milliseconds(2000));
  EXPECT_EQ(extn.rules_path.at(0), directory.path() / "acme.rules.json");
  EXPECT_EQ(extn.extn_sdks.at(0), "/etc/acme-open-rpc.json");
  EXPECT_EQ(extn.provider_registrations, std::vector<std::string>{"Keyboard."});
}

TEST_F(ExtnManifestTest, WarnsOfAResolutionThatHasNoEffect) {
  directory.extn["extns"][0]["resolution"] =
      ManifestDirectory::value(R"([{"capability": "a", "priority": 1}])");
  EXPECT_NE(directory.warnings().find("/extns/0/resolution: has no effect"), std::string::npos);
}

TEST_F(ExtnManifestTest, LeavesOutAnEntryWithoutALibrary) {
  directory.extn["extns"][0]["path"] = "";
  EXPECT_TRUE(directory.loaded().extn.extns.empty());
  EXPECT_NE(directory.warnings().find("/extns/0/path: empty"), std::string::npos);
}

TEST_F(ExtnManifestTest, RefusesValuesOfTheWrongType) {
  for (const char* key : {"extns", "required_contracts", "rpc_aliases", "rules_path", "timeout"}) {
    ManifestDirectory other;
    other.extn[key] = "text";
    EXPECT_NE(other.error().find(std::string("/") + key + ": expected "), std::string::npos) << key;
  }
  symbol()["config"] = "text";
  EXPECT_TRUE(error_has("/extns/0/symbols/0/config: expected object, found string \"text\""));
  symbol() = 7;
  EXPECT_TRUE(error_has("/extns/0/symbols/0: expected object, found number 7"));
}

}  // namespace
}  // namespace ripple::manifest
