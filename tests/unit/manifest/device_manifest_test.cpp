#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "main/manifest/default_paths.hpp"
#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

TEST(DeviceManifest, HasRipplesDefaults) {
  ManifestDirectory directory;
  const DeviceManifest device = directory.loaded().device;
  EXPECT_EQ(device.log_signal_log_level, "OFF");
  EXPECT_TRUE(device.app_listener.enabled);
  EXPECT_EQ(device.app_listener.address, "127.0.0.1");
  EXPECT_EQ(device.app_listener.port, 3473);
  EXPECT_EQ(device.internal_listener.port, 3474);
  EXPECT_EQ(device.platform_parameters["gateway"], "ws://127.0.0.1:9998/jsonrpc");
  EXPECT_FALSE(device.internal_app_id.has_value());
  EXPECT_EQ(device.features["intent_validation"], "failOpen");
  EXPECT_EQ(device.features["privacy_settings_storage_type"], "local");
  EXPECT_EQ(device.features["cloud_permissions"], true);
  EXPECT_EQ(device.lifecycle.app_ready_timeout, milliseconds(30000));
  EXPECT_EQ(device.lifecycle.app_finished_timeout, milliseconds(2000));
  EXPECT_EQ(device.lifecycle.max_loaded_apps, 5U);
  EXPECT_EQ(device.lifecycle.min_available_memory_kb, 1024U);
  EXPECT_EQ(device.default_values["allow_business_analytics"], true);
  EXPECT_EQ(device.default_values["allow_watch_history"], false);
  EXPECT_EQ(device.default_values["skip_restriction"], "none");
  EXPECT_EQ(device.default_values["voice"]["speed"], 5.0);
  EXPECT_EQ(device.default_values["countries_using_us_privacy"][0], "CA");
}

TEST(DeviceManifest, InventsNoFactsAboutThePlaceOrTheMachine) {
  const DeviceManifest device = ManifestDirectory().loaded().device;
  for (const char* key : {"country_code", "language", "locale", "name", "video_dimensions"}) {
    EXPECT_FALSE(device.default_values.isMember(key)) << key;
  }
}

TEST(DeviceManifest, ReadsAPlaceOfTwoDegrees) {
  ManifestDirectory directory;
  Json::Value& values = directory.device["configuration"]["default_values"];
  values["latlon"] = ManifestDirectory::value("[51.5, -0.12]");
  EXPECT_EQ(directory.loaded().device.default_values["latlon"][1], -0.12);
  EXPECT_EQ(directory.warnings(), "");
  for (const char* place : {"[1]", "[1, 2, 3]", "\"here\"", "[1, \"2\"]"}) {
    values["latlon"] = ManifestDirectory::value(place);
    EXPECT_NE(directory.error().find("/configuration/default_values/latlon"), std::string::npos)
        << place;
  }
}

TEST(DeviceManifest, ReadsItsListeners) {
  ManifestDirectory directory;
  Json::Value& configuration = directory.device["configuration"];
  configuration["ws_configuration"] =
      ManifestDirectory::value(R"({"enabled": false, "gateway": "0.0.0.0:80"})");
  configuration["internal_ws_configuration"]["gateway"] = "[::1]:0";
  const DeviceManifest device = directory.loaded().device;
  EXPECT_FALSE(device.app_listener.enabled);
  EXPECT_EQ(device.app_listener.address, "0.0.0.0");
  EXPECT_EQ(device.app_listener.port, 80);
  EXPECT_EQ(device.internal_listener.address, "::1");
  EXPECT_EQ(device.internal_listener.port, 0);
}

TEST(DeviceManifest, RefusesAGatewayThatIsNoAddressAndPort) {
  for (const char* gateway : {"localhost:3473", "127.0.0.1", "127.0.0.1:70000", "127.0.0.1:", ":80",
                              "127.0.0.1:80x", "::1:80", "[::1:80", ""}) {
    ManifestDirectory directory;
    directory.device["configuration"]["ws_configuration"]["gateway"] = gateway;
    EXPECT_NE(directory.error().find("/configuration/ws_configuration/gateway: expected IP:PORT"),
              std::string::npos)
        << gateway;
  }
}

TEST(DeviceManifest, NamesFileLineColumnPointerExpectedAndFound) {
  ManifestDirectory directory;
  directory.load();
  directory.write("firebolt-device-manifest.json",
                  "{\n  \"configuration\": {\n    \"form_factor\": 5\n  }\n}\n");
  const auto manifest = load_manifest(directory.path(), {});
  ASSERT_FALSE(manifest.has_value());
  EXPECT_EQ(directory.without_directory(manifest.error().message),
            "firebolt-device-manifest.json:3:20: /configuration/form_factor: expected string, "
            "found number 5");
}

TEST(DeviceManifest, SaysWhatToAddWhenARequiredKeyIsMissing) {
  ManifestDirectory directory;
  directory.device["configuration"].removeMember("form_factor");
  EXPECT_NE(directory.error().find("/configuration/form_factor: expected a value, found none; add "
                                   "\"form_factor\": a type of device such as \"ipstb\""),
            std::string::npos);
}

TEST(DeviceManifest, RequiresWhatRippleRequires) {
  for (const char* key : {"configuration", "capabilities", "applications"}) {
    ManifestDirectory directory;
    directory.device.removeMember(key);
    EXPECT_NE(directory.error().find(std::string("/") + key), std::string::npos) << key;
  }
  ManifestDirectory directory;
  directory.device["applications"]["defaults"].removeMember(
      "xrn:firebolt:application-type:settings");
  EXPECT_NE(directory.error().find("/applications/defaults/xrn:firebolt:application-type:settings"),
            std::string::npos);
}

TEST(DeviceManifest, WarnsOfAnUnknownKeyInRipplesOwnSchema) {
  ManifestDirectory directory;
  directory.device["configuration"]["form_facter"] = "tv";
  EXPECT_NE(directory.warnings().find("/configuration/form_facter: unknown key, ignored; did you "
                                      "mean \"form_factor\"?"),
            std::string::npos);
}

TEST(DeviceManifest, RefusesAnUnknownKeyInTheHostSection) {
  ManifestDirectory directory;
  directory.device["host"]["limits"]["conections"] = 10;
  EXPECT_NE(
      directory.error().find("/host/limits/conections: unknown key; did you mean \"connections\"?"),
      std::string::npos);
  ManifestDirectory other;
  other.device["host"]["zzzzzzzzzz"] = 10;
  EXPECT_NE(other.error().find("/host/zzzzzzzzzz: unknown key; known: \"limits\", \"timeouts\""),
            std::string::npos);
}

TEST(DeviceManifest, ReadsTheHostSection) {
  ManifestDirectory directory;
  directory.device["host"] = ManifestDirectory::value(R"({
    "limits": {"connections": 7, "requests_in_flight": 8, "requests_per_connection": 9,
               "requests_per_channel": 10, "subscriptions_per_connection": 11, "batch_requests": 12,
               "frame_bytes": 13, "outgoing_bytes": 14, "nesting": 15, "mailbox_messages": 16},
    "timeouts": {"handshake": 1, "close": 2, "request": 3, "stop": 4},
    "log_level": "warning", "log_modules": {"iec": "trace"},
    "control_socket": "control.sock", "policy": {"rate": 1}, "lookup": {"a": 2}})");
  const Host host = directory.loaded().device.host;
  EXPECT_EQ(host.limits.connections, 7U);
  EXPECT_EQ(host.limits.requests_in_flight, 8U);
  EXPECT_EQ(host.limits.requests_per_connection, 9U);
  EXPECT_EQ(host.limits.requests_per_channel, 10U);
  EXPECT_EQ(host.limits.subscriptions_per_connection, 11U);
  EXPECT_EQ(host.limits.batch_requests, 12U);
  EXPECT_EQ(host.limits.frame_bytes, 13U);
  EXPECT_EQ(host.limits.outgoing_bytes, 14U);
  EXPECT_EQ(host.limits.nesting, 15U);
  EXPECT_EQ(host.limits.mailbox_messages, 16U);
  EXPECT_EQ(host.timeouts.handshake, milliseconds(1));
  EXPECT_EQ(host.timeouts.close, milliseconds(2));
  EXPECT_EQ(host.timeouts.request, milliseconds(3));
  EXPECT_EQ(host.timeouts.stop, milliseconds(4));
  EXPECT_EQ(host.log_level, "warning");
  EXPECT_EQ(host.log_modules.at("iec"), "trace");
  EXPECT_EQ(host.control_socket, directory.path() / "control.sock");
  EXPECT_EQ(host.policy["rate"], 1);
  EXPECT_EQ(host.lookup["a"], 2);
}

TEST(DeviceManifest, RefusesLimitsAndTimeoutsOutOfRange) {
  for (const char* bad : {R"({"limits":{"connections":0}})", R"({"limits":{"connections":-1}})",
                          R"({"limits":{"connections":1.5}})", R"({"limits":{"nesting":1e300}})",
                          R"({"timeouts":{"request":0}})", R"({"timeouts":{"request":"1s"}})"}) {
    ManifestDirectory directory;
    directory.device["host"] = ManifestDirectory::value(bad);
    EXPECT_NE(directory.error().find("expected "), std::string::npos) << bad;
  }
}

TEST(DeviceManifest, ExcludesNobodyWhenExclusoryIsMissing) {
  ManifestDirectory directory;
  directory.device["configuration"].removeMember("exclusory");
  const DeviceManifest device = directory.loaded().device;
  EXPECT_TRUE(device.exclusory.method_ignore_rules.empty());
  EXPECT_TRUE(device.exclusory.app_ignore_rules.empty());
  EXPECT_FALSE(device.exclusory.resolve_only.has_value());
  EXPECT_NE(directory.warnings().find("/configuration/exclusory: missing"), std::string::npos);
}

TEST(DeviceManifest, ReadsExclusory) {
  ManifestDirectory directory;
  directory.device["configuration"]["exclusory"] = ManifestDirectory::value(R"({
    "resolve_only": ["device.name"], "method_ignore_rules": ["device.id"],
    "app_authorization_rules": {"app_ignore_rules": {"refui": ["*"]}}})");
  const Exclusory exclusory = directory.loaded().device.exclusory;
  EXPECT_EQ(exclusory.resolve_only, std::vector<std::string>{"device.name"});
  EXPECT_EQ(exclusory.method_ignore_rules, std::vector<std::string>{"device.id"});
  EXPECT_EQ(exclusory.app_ignore_rules.at("refui"), std::vector<std::string>{"*"});
}

TEST(DeviceManifest, GivesEachCapabilityAllRolesWithoutRoleBasedSupport) {
  ManifestDirectory directory;
  directory.device["capabilities"]["supported"] =
      ManifestDirectory::value(R"(["xrn:firebolt:capability:device:model[manage]"])");
  const auto supported = directory.loaded().device.supported;
  ASSERT_EQ(supported.size(), 1U);
  EXPECT_EQ(supported[0].capability, "xrn:firebolt:capability:device:model");
  EXPECT_TRUE(supported[0].use && supported[0].manage && supported[0].provide);
}

TEST(DeviceManifest, GivesImpliedRolesWithRoleBasedSupport) {
  ManifestDirectory directory;
  directory.device["configuration"]["default_values"]["role_based_support"] = true;
  directory.device["capabilities"]["supported"] =
      ManifestDirectory::value(R"(["device:id", "device:model[manage]", "keyboard[provide]"])");
  const auto supported = directory.loaded().device.supported;
  ASSERT_EQ(supported.size(), 3U);
  EXPECT_EQ(supported[0].capability, "xrn:firebolt:capability:device:id");
  EXPECT_TRUE(supported[0].use && !supported[0].manage && !supported[0].provide);
  EXPECT_TRUE(supported[1].use && supported[1].manage && !supported[1].provide);
  EXPECT_TRUE(supported[2].use && supported[2].manage && supported[2].provide);
}

TEST(DeviceManifest, RefusesWhatIsNoCapability) {
  for (const char* bad : {"", "Device:id", "xrn:firebolt:capability:", "a:b:c", "device:id[own]",
                          "device:id[", "xrn:firebolt:capabilty:device:id"}) {
    ManifestDirectory directory;
    directory.device["capabilities"]["supported"].append(bad);
    EXPECT_NE(directory.error().find("/capabilities/supported/0: expected "), std::string::npos)
        << bad;
  }
}

TEST(DeviceManifest, ChecksGrantPolicies) {
  ManifestDirectory directory;
  Json::Value& policies = directory.device["capabilities"]["grantPolicies"];
  policies["xrn:firebolt:capability:localization:postal-code"]["use"] = ManifestDirectory::value(
      R"({"options": [{"steps": [{"capability": "usergrant:pinchallenge"}]}], "scope": "app",
          "lifespan": "seconds", "lifespanTtl": 120})");
  EXPECT_EQ(
      directory.loaded().device.grant_policies["xrn:firebolt:capability:localization:postal-code"]
                                              ["use"]["lifespanTtl"],
      120);
  policies["xrn:firebolt:capability:localization:postal-code"]["use"]["lifespan"] = "evermore";
  EXPECT_NE(directory.error().find("/use/lifespan: expected one of \"once\", \"forever\""),
            std::string::npos);
}

TEST(DeviceManifest, ResolvesARelativeSavedDirAgainstTheManifest) {
  ManifestDirectory directory;
  EXPECT_EQ(directory.loaded().device.saved_dir, directory.path() / "state");
  directory.device["configuration"]["saved_dir"] = "/var/opt/ripple";
  EXPECT_EQ(directory.loaded().device.saved_dir, "/var/opt/ripple");
}

TEST(DeviceManifest, KeepsItsStateWhereTheUserKeepsStateWhenTheFileIsSilent) {
  ManifestDirectory directory;
  directory.device["configuration"].removeMember("saved_dir");
  setenv("XDG_STATE_HOME", "/home/someone/.state", 1);
  EXPECT_EQ(directory.loaded().device.saved_dir, "/home/someone/.state/ripple");
  unsetenv("XDG_STATE_HOME");
}

TEST(DeviceManifest, GivesWayToTheCommandLine) {
  ManifestDirectory directory;
  Overrides overrides;
  overrides.app_port = std::uint16_t{0};
  overrides.internal_port = std::uint16_t{1234};
  overrides.saved_dir = "/tmp/s";
  overrides.control_socket = "/tmp/c.sock";
  overrides.log_level = "debug";
  overrides.thunder = "ws://10.0.0.7:9998/jsonrpc";
  const DeviceManifest device = directory.loaded(overrides).device;
  EXPECT_EQ(device.app_listener.port, 0);
  EXPECT_EQ(device.internal_listener.port, 1234);
  EXPECT_EQ(device.saved_dir, "/tmp/s");
  EXPECT_EQ(device.host.control_socket, "/tmp/c.sock");
  EXPECT_EQ(device.host.log_level, "debug");
  EXPECT_EQ(device.platform_parameters["gateway"], "ws://10.0.0.7:9998/jsonrpc");
  overrides.log_level = "loud";
  EXPECT_EQ(directory.error(overrides),
            "log level: expected trace, debug, info, warning, error or off, found \"loud\"");
}

TEST(DeviceManifest, PutsTheAddressOfThunderBesideItsOtherParameters) {
  ManifestDirectory directory;
  directory.device["configuration"]["platform_parameters"]["pool_size"] = 3;
  Overrides overrides;
  overrides.thunder = "ws://box:9998/jsonrpc";
  EXPECT_EQ(directory.loaded(overrides).device.platform_parameters,
            directory.value(R"({"gateway":"ws://box:9998/jsonrpc","pool_size":3})"));
  directory.device["configuration"]["platform_parameters"] = Json::Value();
  EXPECT_EQ(directory.loaded(overrides).device.platform_parameters,
            directory.value(R"({"gateway":"ws://box:9998/jsonrpc"})"));
  overrides.thunder = "box:9998";
  EXPECT_EQ(directory.error(overrides),
            "--thunder: expected the address of Thunder as ws://HOST:PORT/jsonrpc, found "
            "\"box:9998\"");
}

TEST(DeviceManifest, TakesAFileInsteadOfADirectory) {
  ManifestDirectory directory;
  directory.loaded();
  EXPECT_TRUE(load_manifest(directory.path() / "firebolt-device-manifest.json", {}).has_value());
}

TEST(DeviceManifest, NamesTheFileThatIsMissingInADirectory) {
  ManifestDirectory directory;
  EXPECT_EQ(directory.without_directory(load_manifest(directory.path(), {}).error().message),
            "firebolt-device-manifest.json: no such file; expected a JSON manifest there");
}

}  // namespace
}  // namespace ripple::manifest
