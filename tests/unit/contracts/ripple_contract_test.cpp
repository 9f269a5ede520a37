#include <gtest/gtest.h>

#include <ripple/contracts/ripple_contract.hpp>

namespace ripple {
namespace {

TEST(RippleContract, ParsesWhatItPrints) {
  for (std::size_t i = 0; i < kContractCount; ++i) {
    const auto contract = static_cast<RippleContract>(i);
    const Result<RippleContract> parsed = parse_contract(to_string(contract));
    ASSERT_TRUE(parsed) << to_string(contract);
    EXPECT_EQ(*parsed, contract);
    EXPECT_FALSE(is_alias(to_string(contract)));
  }
}

TEST(RippleContract, PrintsAdjectivesFirst) {
  EXPECT_EQ(to_string(RippleContract::kDeviceInfo), "device_info");
  EXPECT_EQ(to_string(RippleContract::kLocalStorage), "local.storage");
  EXPECT_EQ(to_string(RippleContract::kInputDeviceEvents), "input.device_events");
}

TEST(RippleContract, HasEveryContractOfEveryRippleVersion) {
  for (const std::string_view name : {"internal",
                                      "governance",
                                      "discovery",
                                      "launcher",
                                      "pin_challenge",
                                      "json_rpsee",
                                      "config",
                                      "lifecycle_management",
                                      "rpc",
                                      "extn_status",
                                      "device_info",
                                      "wifi",
                                      "window_manager",
                                      "browser",
                                      "permissions",
                                      "bridge_protocol",
                                      "remote_accessory",
                                      "keyboard",
                                      "app_events",
                                      "voice_guidance",
                                      "advertising",
                                      "behavior_metrics",
                                      "media_events",
                                      "privacy_settings",
                                      "account_link",
                                      "settings",
                                      "cloud_sync",
                                      "caps",
                                      "encoder",
                                      "metrics",
                                      "operational_metric_listener",
                                      "observability",
                                      "telemetry_events_listener",
                                      "ripple_context",
                                      "extn_provider",
                                      "app_catalog",
                                      "apps",
                                      "remote_feature_control",
                                      "analytics",
                                      "distributor",
                                      "privacy_cloud.storage",
                                      "privacy_local.storage",
                                      "usergrant_cloud.storage",
                                      "usergrant_local.storage",
                                      "local.storage",
                                      "manager.storage",
                                      "secure.storage",
                                      "account.session",
                                      "platform.session",
                                      "device.session",
                                      "distributor.session",
                                      "root.session",
                                      "input.device_events",
                                      "hdr.device_events",
                                      "screen_resolution.device_events",
                                      "video_resolution.device_events",
                                      "voice_guidance.device_events",
                                      "network.device_events",
                                      "internet.device_events",
                                      "audio.device_events",
                                      "system_power_state.device_events",
                                      "time_zone.device_events",
                                      "provider.pubsub",
                                      "listener.pubsub",
                                      "publish.pubsub"}) {
    EXPECT_TRUE(parse_contract(name)) << name;
  }
  // And what is new here: rules, and the two samples, chat and translator.
  EXPECT_EQ(kContractCount, 68U);
}

TEST(RippleContract, UnderstandsOlderSpellings) {
  for (const auto& [older, contract] : kContractAliases) {
    const Result<RippleContract> parsed = parse_contract(older);
    ASSERT_TRUE(parsed) << older;
    EXPECT_EQ(*parsed, contract);
    EXPECT_TRUE(is_alias(older));
  }
  EXPECT_EQ(*parse_contract("device_persistence"), RippleContract::kLocalStorage);
  EXPECT_EQ(*parse_contract("account_session"), RippleContract::kAccountSession);
  EXPECT_EQ(*parse_contract("secure_storage"), RippleContract::kSecureStorage);
  EXPECT_EQ(*parse_contract("session.token"), RippleContract::kAccountSession);
  EXPECT_EQ(*parse_contract("device:info"), RippleContract::kDeviceInfo);
  EXPECT_EQ(*parse_contract("main:lifecyclemanagement"), RippleContract::kLifecycleManagement);
  EXPECT_EQ(*parse_contract("provider.pub_sub"), RippleContract::kProviderPubsub);
}

TEST(RippleContract, RefusesAnUnknownNameWithTheNearestKnownOne) {
  const Result<RippleContract> parsed = parse_contract("devcie_info");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::kBadManifest);
  EXPECT_EQ(parsed.error().message,
            "expected the name of a contract, found \"devcie_info\"; the nearest known one is "
            "\"device_info\"");
}

TEST(RippleContract, SuggestsTheOtherOrderWhenTheAdjectiveComesLast) {
  const Result<RippleContract> parsed = parse_contract("storage.local");
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().message.find("\"local.storage\""), std::string::npos)
      << parsed.error().message;
}

TEST(RippleContract, RefusesNamesThatAreNearlyRight) {
  for (const std::string_view name : {"", " ", ".", "Device_Info", "device_info ", "device-info",
                                      "local.storage.", ".storage", "\"device_info\""}) {
    EXPECT_FALSE(parse_contract(name)) << name;
  }
}

TEST(RippleContract, RefusesAVeryLongNameQuickly) {
  EXPECT_FALSE(parse_contract(std::string(1'000'000, 'x')));
}

TEST(RippleContract, PrintsNothingForAValueOutsideTheEnumeration) {
  EXPECT_EQ(to_string(static_cast<RippleContract>(kContractCount)), "");
}

}  // namespace
}  // namespace ripple
