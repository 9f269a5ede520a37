#include "main/manifest/rule_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

class RuleSetTest : public testing::Test {
 protected:
  RuleSetTest() {
    directory.extn["rules_path"].append("common.rules.json");
    directory.write("common.rules.json", R"({
      "endpoints": {"thunder": {"protocol": "thunder", "url": "ws://10.0.0.2:9998/jsonrpc"},
                    "workflow": {"protocol": "workflow"}},
      "rules": {
        "Device.setName": {"alias": "org.rdk.System.setFriendlyName",
          "transform": {"request": "{friendlyName: .value}", "response": ".result"}},
        "device.onNameChanged": {"alias": "org.rdk.System.onFriendlyNameChanged",
          "filter": ".friendlyName != null", "transform": {"rpcv2_event": "{name: $event}"}},
        "pinchallenge.challenge": {"alias": "provided"},
        "accessibility.voiceGuidance": {"alias": "workflow", "endpoint": "workflow",
          "sources": [{"method": "voiceguidance.enabled", "namespace": "enabled"}]}}})");
  }
  /// The error, with `text` for the rules file.
  std::string error_of(const std::string& text) {
    directory.write("common.rules.json", text);
    return directory.error();
  }
  ManifestDirectory directory;
};

TEST_F(RuleSetTest, KnowsTheRulesByTheirMethods) {
  const Manifest manifest = directory.loaded();
  std::string names;
  for (const auto& [name, rule] : manifest.rules.rules) names += name + ' ';
  EXPECT_EQ(names,
            "accessibility.voiceGuidance device.onNameChanged device.setName "
            "pinchallenge.challenge ");
  EXPECT_TRUE(manifest.rules.rules.at("pinchallenge.challenge").provided);
  EXPECT_FALSE(manifest.rules.rules.at("device.setName").provided);
}

TEST_F(RuleSetTest, HandsTheRulesOnAsTheyAreAndNamesTheEndpointOfEach) {
  const Json::Value document = directory.loaded().rules.document;
  EXPECT_EQ(document["rules"]["device.setName"]["transform"]["response"], ".result");
  EXPECT_EQ(document["rules"]["device.setName"]["endpoint"], "thunder");
  EXPECT_EQ(document["rules"]["accessibility.voiceGuidance"]["endpoint"], "workflow");
  EXPECT_EQ(document["endpoints"]["thunder"]["url"], "ws://10.0.0.2:9998/jsonrpc");
}

TEST_F(RuleSetTest, SendsThunderWhereTheCommandLineSays) {
  Overrides overrides;
  overrides.thunder = "ws://10.0.0.7:9998/jsonrpc";
  const Json::Value endpoints = directory.loaded(overrides).rules.document["endpoints"];
  EXPECT_EQ(endpoints["thunder"]["url"], "ws://10.0.0.7:9998/jsonrpc");
  EXPECT_FALSE(endpoints["workflow"].isMember("url"));
}

TEST_F(RuleSetTest, RequiresAProviderOfRulesWhenThereAreSome) {
  const auto requires_rules = [](const Manifest& manifest) {
    const auto& required = manifest.extn.required_contracts;
    return std::find(required.begin(), required.end(), RippleContract::kRules) != required.end();
  };
  EXPECT_TRUE(requires_rules(directory.loaded()));
  directory.extn.removeMember("rules_path");
  EXPECT_FALSE(requires_rules(directory.loaded()));
  EXPECT_TRUE(directory.loaded().rules.empty());
}

TEST_F(RuleSetTest, OverridesEarlierRulesByThoseOfLaterFiles) {
  directory.extn["rules_path"].append("device.rules.json");
  directory.write("device.rules.json",
                  R"({"rules": {"device.setName": {"alias": "Acme.1.setName"}}})");
  const Json::Value document = directory.loaded().rules.document;
  EXPECT_EQ(document["rules"]["device.setName"]["alias"], "Acme.1.setName");
  EXPECT_FALSE(document["rules"]["device.setName"].isMember("transform"));
  EXPECT_EQ(document["rules"].size(), 4U);
}

TEST_F(RuleSetTest, ImportsFunctionsFromFilesBesideTheRules) {
  directory.write("functions.json",
                  R"({"functions": {"ok": {"params": ["code"], "body": "if . then null end"}}})");
  directory.write("common.rules.json",
                  R"({"imports": ["functions.json"], "rules": {"a.b": {"alias": "C.1.d"}}})");
  EXPECT_EQ(directory.loaded().rules.document["functions"]["ok"]["params"][0], "code");
}

TEST_F(RuleSetTest, NamesFileAndPlaceOfWhatIsWrong) {
  EXPECT_NE(error_of("{").find("common.rules.json:1:"), std::string::npos);
  EXPECT_EQ(error_of(R"({"rules": {"a.b": {}}})"),
            "common.rules.json:1:19: /rules/a.b/alias: expected a value, found none; add "
            "\"alias\": what carries the method out");
  EXPECT_EQ(error_of(R"({"rules": {"ab": {"alias": "C.1.d"}}})"),
            "common.rules.json:1:18: /rules/ab: \"ab\": expected a method, as \"device.name\", or "
            "\"module.*\"");
  EXPECT_EQ(error_of(R"({"rules": {"a.b": {"alias": "C.1.d", "filter": 5}}})"),
            "common.rules.json:1:48: /rules/a.b/filter: expected string, found number 5");
  EXPECT_EQ(error_of(R"({"endpoints": {"x": {"protocol": "htp", "url": ""}}, "rules": {}})"),
            "common.rules.json:1:34: /endpoints/x/protocol: expected one of \"thunder\", "
            "\"websocket\", \"http\", \"workflow\", \"extn\", found string \"htp\"; did you mean "
            "\"http\"?");
  EXPECT_EQ(error_of(R"({"endpoints": {"x": {"protocol": "http"}}, "rules": {}})"),
            "common.rules.json:1:21: /endpoints/x/url: expected a value, found none; add \"url\": "
            "where the http server listens");
}

TEST_F(RuleSetTest, RefusesARuleWhoseEndpointNobodyDescribes) {
  EXPECT_EQ(error_of(R"({"rules": {"a.b": {"alias": "C.1.d", "endpoint": "thundr"}}})"),
            "common.rules.json:1:50: /rules/a.b/endpoint: expected an endpoint of the rules files, "
            "found \"thundr\"; did you mean \"thunder\"?");
}

TEST_F(RuleSetTest, RefusesAFileThatIsNotThere) {
  directory.extn["rules_path"][0] = "absent.rules.json";
  EXPECT_NE(directory.error().find("absent.rules.json"), std::string::npos);
}

TEST_F(RuleSetTest, WarnsOfKeysThatItDoesNotKnow) {
  directory.write("common.rules.json",
                  R"({"rules": {"a.b": {"alias": "C.1.d", "transfrom": {}}}})");
  EXPECT_NE(directory.warnings().find("did you mean \"transform\"?"), std::string::npos)
      << directory.warnings();
}

}  // namespace
}  // namespace ripple::manifest
