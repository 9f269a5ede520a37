#include "ripple/contracts/config.hpp"

#include "tests/unit/builtin/builtin_fixture.hpp"

namespace ripple::builtin {
namespace {

using contracts::Config;
using ConfigTest = BuiltinFixture;

TEST_F(ConfigTest, AnswersFromTheDeviceManifest) {
  manifest::DeviceManifest& device = manifest.device;
  device.platform_parameters["gateway"] = "ws://127.0.0.1:9998/jsonrpc";
  device.default_values["language"] = "de";
  device.saved_dir = "/var/lib/ripple";
  device.form_factor = "ipstb";
  device.distributor_experience_id = "0000";
  device.distribution_id_salt["magic"] = "salt";
  device.features["secret_flag"] = 7;
  device.document["configuration"]["form_factor"] = "ipstb";
  start();
  EXPECT_EQ(*host.call(Config::platform_parameters{}), device.platform_parameters);
  EXPECT_EQ(*host.call(Config::default_values{}), device.default_values);
  EXPECT_EQ(*host.call(Config::default_language{}), "de");
  EXPECT_EQ(*host.call(Config::saved_dir{}), "/var/lib/ripple");
  EXPECT_EQ(*host.call(Config::form_factor{}), "ipstb");
  EXPECT_EQ(*host.call(Config::distributor_experience_id{}), "0000");
  EXPECT_TRUE(host.call(Config::distributor_services{})->isNull());
  EXPECT_EQ(host.call(Config::id_salt{})->magic, "salt");
  EXPECT_FALSE(host.call(Config::id_salt{})->algorithm);
  EXPECT_EQ(*host.call(Config::features{}), device.features);
  EXPECT_EQ(*host.call(Config::device_manifest{}), device.document);
  EXPECT_EQ(*host.call(Config::remote_feature{"secret_flag"}), 7);
  EXPECT_TRUE(host.call(Config::remote_feature{"unknown"})->isNull());
}

TEST_F(ConfigTest, AnswersAnEmptyObjectWhereTheManifestIsSilent) {
  start();
  for (const auto& answer : {host.call(Config::default_values{}), host.call(Config::features{}),
                             host.call(Config::device_manifest{})}) {
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->isObject());
  }
  EXPECT_EQ(*host.call(Config::default_language{}), "en");
}

TEST_F(ConfigTest, TellsWhetherADistributorSessionIsRequired) {
  manifest.extn.required_contracts.push_back(RippleContract::kDistributorSession);
  start();
  EXPECT_TRUE(*host.call(Config::supports_distributor_session{}));
}

TEST_F(ConfigTest, TellsTheLauncherWhatItHasToKnow) {
  manifest::App app;
  app.id = "player";
  app.start_page = "https://example.com";
  app.launch["command"].append("browser");
  manifest.apps = {app, {}};
  manifest.device.application_defaults["xrn:firebolt:application-type:main"] = "refui";
  start();
  const Json::Value config = *host.call(Config::launcher_config{});
  EXPECT_EQ(config["lifecycle"]["app_ready_timeout_ms"], 30000);
  EXPECT_EQ(config["endpoint"], "ws://127.0.0.1:3473");
  EXPECT_EQ(config["application_defaults"]["xrn:firebolt:application-type:main"], "refui");
  EXPECT_EQ(config["apps"][0]["launch"]["command"][0], "browser");
  EXPECT_FALSE(config["apps"][1].isMember("launch"));
}

TEST_F(ConfigTest, HandsOutTheDocumentOfTheGateway) {
  start();
  EXPECT_EQ((*host.call(Config::openrpc{}))["openrpc"], "1.2.4");
}

}  // namespace
}  // namespace ripple::builtin
