// Files in Ripple's own schema, with the spellings and keys that its example manifests have.
#include <gtest/gtest.h>

#include <string>

#include "manifest_directory.hpp"

namespace ripple::manifest {
namespace {

constexpr const char* kDeviceManifest = R"({
  "configuration": {
    "ws_configuration": {"enabled": true, "gateway": "127.0.0.1:3473"},
    "internal_ws_configuration": {"enabled": true, "gateway": "127.0.0.1:3474"},
    "platform": "Thunder",
    "platform_parameters": {"gateway": "ws://127.0.0.1:9998/jsonrpc", "pool_size": 5},
    "distribution_id_salt": {},
    "distribution_tenant": "reference",
    "form_factor": "ipstb",
    "default_values": {
      "country_code": "US", "language": "en", "locale": "en-US", "name": "Living Room",
      "captions": {"enabled": false, "font_family": "sans-serif", "font_size": 1,
        "font_color": "#ffffff", "font_edge": "none", "font_edge_color": "#7F7F7F",
        "font_opacity": 100, "background_color": "#000000", "background_opacity": 12,
        "text_align": "center", "text_align_vertical": "middle"},
      "voice": {"enabled": true, "speed": 5},
      "allow_watch_history": false, "video_dimensions": [1920, 1080],
      "lifecycle_transition_validate": true
    },
    "model_friendly_names": {"RSPPI": "Raspberry PI"},
    "distributor_experience_id": "0000",
    "distributor_services": null,
    "exclusory": {"app_authorization_rules": {"app_ignore_rules": {"refui": ["*"]}},
                  "method_ignore_rules": []},
    "internal_app_id": "refui",
    "saved_dir": "/opt/persistent/ripple",
    "data_governance": {"policies": [{"data_type": "BUSINESS_INTELLIGENCE",
      "setting_tags": [{"setting": "xrn:firebolt:setting:privacy", "enforcement_value": false,
                        "tags": ["dataPlatform:cet:xvp:personalization:recommendation"]}],
      "drop_on_all_tags": true}]},
    "partner_exclusion_refresh_timeout": 43200,
    "metrics_logging_percentage": 10,
    "internet_monitoring_configuration": {"default_monitoring_interval_seconds": 180}
  },
  "capabilities": {
    "supported": ["xrn:firebolt:capability:lifecycle:state",
                  "xrn:firebolt:capability:device:model[manage]"],
    "grantPolicies": {"xrn:firebolt:capability:localization:postal-code": {"use": {
      "evaluateAt": ["invocation"],
      "options": [{"steps": [{"capability": "xrn:firebolt:capability:usergrant:pinchallenge",
                              "configuration": {"pinSpace": "purchase"}}]}],
      "scope": "app", "lifespan": "forever", "overridable": false,
      "privacySetting": {"property": "Privacy.allowWatchHistory", "autoApplyPolicy": "always",
                         "updateProperty": false}}}},
    "grantExclusionFilters": [{"capability": "xrn:firebolt:capability:localization:postal-code"}],
    "dependencies": {"xrn:firebolt:capability:device:info":
                     ["xrn:firebolt:capability:device:model[manage]"]}
  },
  "lifecycle": {"appReadyTimeoutMs": 30000, "appFinishedTimeoutMs": 2000, "maxLoadedApps": 5,
                "minAvailableMemoryKb": 1024, "prioritized": []},
  "applications": {
    "distribution": {"library": "/etc/firebolt-app-library.json"},
    "defaults": {"xrn:firebolt:application-type:main": "refui",
                 "xrn:firebolt:application-type:settings": "refui",
                 "xrn:firebolt:application-type:player": "refui"},
    "distributor_app_aliases": {"refui": "distributor:refui"}
  }
})";

constexpr const char* kExtnManifest = R"({
  "default_path": "/usr/lib/rust/", "default_extension": "so", "timeout": 2000,
  "extns": [
    {"path": "libthunder", "symbols": [{"id": "ripple:channel:device:thunder",
      "uses": ["config", "app_events", "rpc", "ripple_context"],
      "fulfills": ["device_info", "device_persistence", "input.device_events", "wifi"],
      "config": {"rdk_telemetry": "true"}}]},
    {"path": "libdistributor_general", "symbols": [{"id": "ripple:channel:distributor:general",
      "uses": ["config"],
      "fulfills": ["permissions", "account_session", "secure_storage", "session.token",
                   "advertising", "privacy_settings"]}]},
    {"path": "libmock_device", "symbols": [{"id": "ripple:channel:device:mock_device",
      "uses": ["config"], "fulfills": ["ripple:channel:device:mock_device"],
      "config": {"mock_data_file": "mock-device.json", "activate_all_plugins": "true"}},
      {"id": "ripple:extn:jsonrpsee:mock_device", "uses": ["ripple:channel:device:mock_device"],
       "fulfills": ["json_rpsee"]}]}
  ],
  "required_contracts": ["rpc", "lifecycle_management", "device_info", "account.session"],
  "rpc_aliases": {"device.model": ["custom.model"]},
  "rpc_overrides": {},
  "rules_path": ["ripple.common.rules.json"]
})";

constexpr const char* kRules = R"({
  "endpoints": {"thunder": {"protocol": "thunder", "url": "ws://127.0.0.1:9998/jsonrpc",
                            "jsonrpc": true},
                "workflow": {"protocol": "workflow", "url": "", "jsonrpc": true}},
  "rules": {
    "device.setName": {"alias": "org.rdk.System.setFriendlyName",
      "transform": {"request": "{ friendlyName: .value}",
                    "response": "if .result and .result.success then null else { error: { code: -32100, message: \"couldn't set name\" }} end"}},
    "device.onHdrChanged": {"alias": "org.rdk.HdcpProfile.onDisplayConnectionChanged",
      "event_handler": {"method": "device.hdr"}}
  }
})";

constexpr const char* kAppLibrary = R"({"default_library": [
  {"app_id": "refui", "boot_state": "foreground", "manifest": {"embedded": {
    "app_key": "xrn:firebolt:application:refui", "name": "refui", "content_catalog": "refui",
    "runtime": "web", "x": 0, "y": 0, "w": 1920, "h": 1080,
    "start_page": "https://x/?__firebolt_endpoint=ws%3A%2F%2F127.0.0.1%3A3474%3FappId%3Drefui",
    "capabilities": {"used": {"required": ["xrn:firebolt:capability:keyboard"], "optional": []},
      "managed": {"required": [], "optional": []}, "provided": {"required": [], "optional": []}},
    "properties": {"userAgent": "x", "httpCookieAcceptPolicy": "always",
                   "localStorageEnabled": true, "languages": "en", "headers": {}}}}}]})";

class RippleManifests : public testing::Test {
 protected:
  RippleManifests() {
    directory.device = ManifestDirectory::value(kDeviceManifest);
    directory.extn = ManifestDirectory::value(kExtnManifest);
    directory.apps = ManifestDirectory::value(kAppLibrary);
    directory.write("ripple.common.rules.json", kRules);
  }
  ManifestDirectory directory;
};

TEST_F(RippleManifests, LoadAsTheyAre) {
  const Manifest manifest = directory.loaded();
  EXPECT_EQ(manifest.device.form_factor, "ipstb");
  EXPECT_EQ(manifest.device.saved_dir, "/opt/persistent/ripple");
  EXPECT_EQ(manifest.device.internal_app_id, "refui");
  EXPECT_EQ(manifest.device.default_values["name"], "Living Room");
  EXPECT_EQ(manifest.device.platform_parameters["pool_size"], 5);
  EXPECT_EQ(manifest.device.model_friendly_names["RSPPI"], "Raspberry PI");
  EXPECT_EQ(manifest.device.distributor_app_aliases.at("refui"), "distributor:refui");
  EXPECT_EQ(manifest.device.application_defaults.size(), 3U);
  EXPECT_TRUE(manifest.device.distributor_services.isNull());
  ASSERT_EQ(manifest.extn.extns.size(), 3U);
  EXPECT_EQ(manifest.extn.extns[0].path, "/usr/lib/rust/libthunder.so");
  EXPECT_EQ(manifest.extn.timeout, milliseconds(2000));
  EXPECT_EQ(manifest.extn.required_contracts.size(), 5U) << "those, and the provider of rules";
  EXPECT_EQ(manifest.rules.rules.size(), 2U);
  EXPECT_EQ(manifest.apps.size(), 1U);
}

TEST_F(RippleManifests, MayMisspellContractsAsTheShippedOnesDo) {
  const Manifest manifest = directory.loaded();
  const auto& thunder = manifest.extn.extns[0].symbols[0];
  EXPECT_EQ(thunder.fulfills[1], RippleContract::kLocalStorage);
  const auto& general = manifest.extn.extns[1].symbols[0];
  EXPECT_EQ(general.fulfills[1], RippleContract::kAccountSession);
  EXPECT_EQ(general.fulfills[2], RippleContract::kSecureStorage);
  const std::string warnings = directory.warnings();
  for (const char* older :
       {"device_persistence", "account_session", "secure_storage", "session.token"}) {
    EXPECT_NE(warnings.find('"' + std::string(older) + "\" is an older name"), std::string::npos)
        << older;
  }
}

TEST_F(RippleManifests, MayHaveKeysThatNobodyReads) {
  EXPECT_NE(directory.warnings().find("/configuration/platform: unknown key, ignored"),
            std::string::npos);
}

TEST_F(RippleManifests, NeedNoMoreThanTheMinimum) {
  directory.device = ManifestDirectory::value(R"({"configuration":{"form_factor":"ipstb",
    "distributor_experience_id":"0000",
    "platform_parameters":{"gateway":"ws://127.0.0.1:9998/jsonrpc"},
    "exclusory":{"app_authorization_rules":{"app_ignore_rules":{"refui":["*"]}},
                 "method_ignore_rules":[]}},
    "capabilities":{"supported":["xrn:firebolt:capability:lifecycle:state",
                                 "xrn:firebolt:capability:device:model[manage]"]},
    "applications":{"defaults":{"xrn:firebolt:application-type:main":"refui",
                                "xrn:firebolt:application-type:settings":"refui"}}})");
  const Manifest manifest = directory.loaded();
  EXPECT_EQ(manifest.device.supported.size(), 2U);
  EXPECT_EQ(manifest.device.exclusory.app_ignore_rules.at("refui"), std::vector<std::string>{"*"});
}

}  // namespace
}  // namespace ripple::manifest
