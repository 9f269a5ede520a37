#include "main/cli/check.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "captured_terminal.hpp"
#include "ripple/contracts/registry.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

namespace fs = std::filesystem;

/// Manifests around the good fixture, which provides device_info and local.storage.
class CheckTest : public testing::Test {
 protected:
  CheckTest() {
    std::string pattern = (fs::temp_directory_path() / "ripple-test-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    command.manifest = directory_;
    write("firebolt-device-manifest.json", R"({
      "configuration": {"form_factor": "ipstb", "distributor_experience_id": "0",
                        "saved_dir": "s", "exclusory": {}},
      "capabilities": {"supported": []},
      "applications": {"defaults": {"xrn:firebolt:application-type:main": "a",
                                    "xrn:firebolt:application-type:settings": "a"}}})");
    write("firebolt-app-library.json", R"({"default_library": []})");
    write_extn("\"device_info\", \"local.storage\"");
  }
  ~CheckTest() override { fs::remove_all(directory_); }

  void write(const char* name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
  }
  void write_extn(const std::string& fulfills) {
    write("firebolt-extn-manifest.json",
          R"({"default_path": "/", "default_extension": "so", "extns": [{"path": ")" +
              std::string(RIPPLE_FIXTURE_GOOD) +
              R"(", "symbols": [{"id": "ripple:channel:device:fixture", "uses": ["config"],
                 "fulfills": [)" +
              fulfills + "]}]}]}");
  }

  /// Main with every mandated contract that the fixture does not have.
  static std::vector<extn::ExtnCandidate> builtins() {
    extn::ExtnCandidate main{
        {ExtnId::main(), "1.0.0", "", {}, {}, true, nullptr}, "main", {}, {}, {}, "{}"};
    for (const contracts::ContractInfo& contract : contracts::registry()) {
      if (!contract.mandated || contract.id == RippleContract::kDeviceInfo ||
          contract.id == RippleContract::kLocalStorage) {
        continue;
      }
      main.metadata.provides.push_back(contract.id);
      main.fulfills.set(static_cast<std::size_t>(contract.id));
    }
    return {main};
  }

  CheckCommand command;
  CapturedTerminal terminal;
  int times_built = 0;
  Result<void> outcome_of_build{};
  const BuildChannels build = [this](const manifest::Manifest&) {
    ++times_built;
    return outcome_of_build;
  };

 private:
  fs::path directory_;
};

TEST_F(CheckTest, PrintsContractProviderAndLibrary) {
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_OK) << terminal.err();
  EXPECT_NE(terminal.out().find("CONTRACT"), std::string::npos);
  EXPECT_NE(terminal.out().find("  mandated  ripple:channel:device:fixture  " RIPPLE_FIXTURE_GOOD),
            std::string::npos)
      << terminal.out();
  EXPECT_NE(terminal.out().find("ripple:main:internal:main"), std::string::npos);
  EXPECT_EQ(terminal.err(), "");
}

TEST_F(CheckTest, SaysWhyAChannelCannotBeBuilt) {
  outcome_of_build = Error{ErrorCode::kStartFailed, "rule device.name: syntax error", {}};
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_SOFTWARE);
  EXPECT_NE(terminal.err().find("rule device.name: syntax error"), std::string::npos);
  write_extn("");
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_SOFTWARE);
  EXPECT_EQ(times_built, 1) << "what lacks a contract is not built";
}

TEST_F(CheckTest, NamesWhatIsMissingAndEndsWithSeventy) {
  write_extn("\"local.storage\"");
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_SOFTWARE);
  EXPECT_NE(terminal.out().find("device_info"), std::string::npos);
  EXPECT_NE(terminal.out().find("missing"), std::string::npos);
  EXPECT_NE(terminal.err().find("ripple: contract \"device_info\" is mandated and has no provider; "
                                "add it to the `fulfills` of ripple:channel:device:fixture"),
            std::string::npos)
      << terminal.err();
}

TEST_F(CheckTest, EndsWithSeventyEightForABadManifest) {
  write_extn("\"devise_info\"");
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_CONFIG);
  EXPECT_NE(terminal.err().find("firebolt-extn-manifest.json:2:"), std::string::npos)
      << terminal.err();
}

TEST_F(CheckTest, ReportsToAScript) {
  command.json = true;
  EXPECT_EQ(run_check(command, builtins(), build, terminal), EX_OK);
  const Json::Value good = *parse_json(terminal.out());
  EXPECT_EQ(good["ok"], true);
  EXPECT_FALSE(good["contracts"].empty());

  write_extn("");
  const CapturedTerminal bad_terminal;
  EXPECT_EQ(run_check(command, builtins(), build, bad_terminal), EX_SOFTWARE);
  const Json::Value bad = *parse_json(bad_terminal.out());
  EXPECT_EQ(bad["ok"], false);
  EXPECT_EQ(bad["error"]["code"], 70);
}

}  // namespace
}  // namespace ripple::cli
