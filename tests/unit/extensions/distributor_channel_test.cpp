#include "distributor_general/distributor_channel.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <ripple/contracts/account_session.hpp>
#include <ripple/contracts/advertising.hpp>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_session.hpp>
#include <ripple/contracts/distributor_session.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/permissions.hpp>
#include <ripple/contracts/platform_session.hpp>
#include <ripple/contracts/privacy_settings.hpp>
#include <ripple/contracts/root_session.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fake_config.hpp"
#include "machine_fixture.hpp"

using namespace ripple::contracts;
using ripple::ErrorCode;
using ripple::testing::Caller;
using ripple::testing::Host;

namespace {

constexpr const char* kData = R"({
  "account": {"id": "a1", "device_id": "d1", "session_id": "s1", "uids": {"app": "u1"}},
  "tokens": {"platform": {"value": "p", "expires": "2030-01-01T00:00:00Z"},
             "distributor": {"value": "x"}},
  "permissions": {"app": ["xrn:firebolt:capability:wifi"]},
  "privacy": {"allowWatchHistory": true},
  "advertising": {"config": {"server": "ads"}, "app_bundle_ids": {"app": "bundle"},
                  "advertising_id": {"ifa": "i1", "ifa_type": "sspid"}}})";

class DistributorChannelTest : public testing::Test {
 protected:
  /// Empty, or why the channel failed, whether before or after it first waited.
  std::string start(const std::string& config = kData) {
    config_.provide_to(*host_);
    host_->provide<LocalStorage>(ripple::overloaded{
        [this](LocalStorage::Get& c) {
          if (storage_is_away_) return c.fail({ErrorCode::kNotAvailable, "away", {}});
          const auto found = stored_.find({c.params.namespace_, c.params.key});
          if (found == stored_.end()) return c.reply(std::nullopt);
          c.reply(LocalStorage::StoredValue{"2024-01-01T00:00:00Z", found->second});
        },
        [this](LocalStorage::Set& c) {
          if (storage_is_broken_) return c.fail({ErrorCode::kServiceFailure, "disk full", {}});
          stored_[{c.params.namespace_, c.params.key}] = c.params.value;
          c.reply(true);
        },
        [](auto& c) { c.reply_unsupported(); },
    });
    const auto loaded =
        host_->load(ripple::entry("ripple:channel:distributor:general")
                        .provides<Permissions, AccountSession, PlatformSession, DeviceSession,
                                  DistributorSession, RootSession, PrivacySettings, Advertising>()
                        .uses<Config, LocalStorage>()
                        .channel([this](ripple::Node node) {
                          return ripple::distributor_general::serve_distributor(
                              node, {[this] { return now_; }, [] { return std::string("fresh"); }});
                        }),
                    *ripple::parse_json(config));
    if (!loaded) return loaded.error().message;
    return host_->has_status(RIPPLE_STATUS_ERROR) ? host_->statuses().back().message : "";
  }

  void restart() {
    host_ = std::make_unique<Host>();
    start();
  }

  FakeConfig config_;
  std::map<std::pair<std::string, std::string>, Json::Value> stored_;
  bool storage_is_broken_ = false;
  bool storage_is_away_ = false;
  std::int64_t now_ = 1'000'000;
  std::unique_ptr<Host> host_ = std::make_unique<Host>();
};

}  // namespace

TEST_F(DistributorChannelTest, IsReadyWithEveryContractItProvides) {
  start();
  EXPECT_TRUE(host_->has_status(RIPPLE_STATUS_READY));
}

TEST_F(DistributorChannelTest, ReadsItsDataFromAFileInSavedDir) {
  MachineFixture machine;
  machine.write("distributor.json", kData);
  config_.saved_dir = machine.root();
  start(R"({"file": "distributor.json"})");
  EXPECT_EQ(host_->call(AccountSession::id{}).value(), "a1");
}

TEST_F(DistributorChannelTest, ReportsWhereItsDataIsWrong) {
  EXPECT_EQ(start(R"({"account": {"id": 5}})"),
            "extension manifest, config of this symbol: #/account/id: expected string, found "
            "number");
  EXPECT_FALSE(host_->has_status(RIPPLE_STATUS_READY));
}

TEST_F(DistributorChannelTest, ReportsAFileThatIsNotThere) {
  config_.saved_dir = "/nowhere";
  EXPECT_EQ(
      start(R"({"file": "distributor.json"})").find("/nowhere/distributor.json: cannot be read"),
      0U);
}

TEST_F(DistributorChannelTest, ListsPermissions) {
  start();
  EXPECT_EQ(host_->call(Permissions::list{"app"}).value(),
            (std::vector<std::string>{"xrn:firebolt:capability:wifi"}));
  EXPECT_TRUE(host_->call(Permissions::list{"stranger"}).value().empty());
}

TEST_F(DistributorChannelTest, KnowsTheAccount) {
  start();
  EXPECT_EQ(host_->call(AccountSession::id{}).value(), "a1");
  EXPECT_EQ(host_->call(AccountSession::uid{}, Caller{"app"}).value(), "u1");
  EXPECT_EQ(host_->call(AccountSession::uid{}, Caller{"other"}).error().code,
            ErrorCode::kNotAvailable);
  stored_[{"provision", "account_id"}] = "a2";
  EXPECT_EQ(host_->call(AccountSession::id{}).value(), "a2");
}

TEST_F(DistributorChannelTest, KeepsTheAccountsTokenUntilItExpires) {
  start();
  EXPECT_FALSE(host_->call(AccountSession::get{}).value().token);
  ASSERT_TRUE(host_->call(AccountSession::session{"t1", 60}));
  restart();
  const auto details = host_->call(AccountSession::get{}).value();
  EXPECT_EQ(details.account_id, "a1");
  EXPECT_EQ(details.device_id, "d1");
  EXPECT_EQ(details.id, "s1");
  EXPECT_EQ(details.token, "t1");
  EXPECT_EQ(details.expires, 1'000'060);
  now_ += 60;
  EXPECT_FALSE(host_->call(AccountSession::get{}).value().token);
}

TEST_F(DistributorChannelTest, HandsOutTheTokensOfItsFileAndNoOthers) {
  start();
  const auto platform = host_->call(PlatformSession::token{}).value();
  EXPECT_EQ(platform.value, "p");
  EXPECT_EQ(platform.expires, "2030-01-01T00:00:00Z");
  EXPECT_FALSE(platform.type);
  EXPECT_EQ(host_->call(DistributorSession::session{}).value(), "x");
  const auto root = host_->call(RootSession::root{});
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(root.error().message,
            "authentication.root is not known: the distributor's file has no tokens.root");
  PlatformSession::token device;
  device.type = PlatformSession::TokenType::kDevice;
  EXPECT_EQ(host_->call(device).error().code, ErrorCode::kNotAvailable);
}

TEST_F(DistributorChannelTest, KeepsAndTellsAPrivacyChoice) {
  start();
  EXPECT_TRUE(host_->call(PrivacySettings::allow_watch_history{}).value());
  ASSERT_TRUE(host_->call(PrivacySettings::set_allow_watch_history{false}));
  EXPECT_FALSE(host_->call(PrivacySettings::allow_watch_history{}).value());
  EXPECT_EQ(host_->events<PrivacySettings::OnAllowWatchHistoryChanged>(),
            (std::vector<bool>{false}));
  ASSERT_TRUE(host_->call(PrivacySettings::set_allow_watch_history{false}));
  EXPECT_EQ(host_->event_records().size(), 1U);
  restart();
  EXPECT_FALSE(host_->call(PrivacySettings::allow_watch_history{}).value());
}

TEST_F(DistributorChannelTest, MatchesEveryPrivacySetterWithItsEvent) {
  start();
  ASSERT_TRUE(host_->call(PrivacySettings::set_allow_acr_collection{true}));
  EXPECT_TRUE(host_->call(PrivacySettings::allow_acr_collection{}).value());
  EXPECT_EQ(host_->events<PrivacySettings::OnAllowACRCollectionChanged>(),
            (std::vector<bool>{true}));
  ASSERT_TRUE(host_->call(PrivacySettings::set_allow_camera_analytics{true}));
  EXPECT_EQ(host_->events<PrivacySettings::OnAllowCameraAnalyticsChanged>(),
            (std::vector<bool>{true}));
  EXPECT_EQ(host_->event_records().size(), 2U);
}

TEST_F(DistributorChannelTest, DoesNotKnowAPrivacyChoiceThatNobodyMade) {
  start();
  EXPECT_EQ(host_->call(PrivacySettings::allow_camera_analytics{}).error().code,
            ErrorCode::kNotAvailable);
  EXPECT_EQ(host_->call(PrivacySettings::settings{}).error().code, ErrorCode::kNotAvailable);
}

TEST_F(DistributorChannelTest, TakesPrivacyDefaultsFromTheManifest) {
  for (const auto* key :
       {"allow_acr_collection", "allow_app_content_ad_targeting", "allow_camera_analytics",
        "allow_personalization", "allow_primary_browse_ad_targeting",
        "allow_primary_content_ad_targeting", "allow_product_analytics", "allow_remote_diagnostics",
        "allow_resume_points", "allow_unentitled_personalization", "allow_unentitled_resume_points",
        "allow_watch_history"}) {
    config_.default_values[key] = false;
  }
  config_.default_values["allow_personalization"] = true;
  start();
  const auto settings = host_->call(PrivacySettings::settings{}).value();
  EXPECT_TRUE(settings.allow_personalization);
  EXPECT_TRUE(settings.allow_watch_history) << "the distributor's file counts before the manifest";
  EXPECT_FALSE(settings.allow_acr_collection);
}

TEST_F(DistributorChannelTest, ChangesNothingThatCannotBeStored) {
  start();
  storage_is_broken_ = true;
  const auto set = host_->call(PrivacySettings::set_allow_watch_history{false});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message, "disk full");
  EXPECT_TRUE(host_->call(PrivacySettings::allow_watch_history{}).value());
  EXPECT_TRUE(host_->event_records().empty());
}

TEST_F(DistributorChannelTest, AnswersForAdvertisements) {
  start();
  EXPECT_EQ(host_->call(Advertising::config{}).value()["server"], "ads");
  EXPECT_EQ(host_->call(Advertising::app_bundle_id{}, Caller{"app"}).value(), "bundle");
  EXPECT_EQ(host_->call(Advertising::app_bundle_id{}, Caller{"other"}).error().code,
            ErrorCode::kNotAvailable);
  EXPECT_EQ(host_->call(Advertising::device_attributes{}).error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(host_->call(Advertising::skip_restriction{}).error().code, ErrorCode::kNotAvailable);
}

TEST_F(DistributorChannelTest, LimitsAdTrackingUntilTargetingIsAllowed) {
  start();
  EXPECT_EQ(host_->call(Advertising::advertising_id{}).value().lmt,
            Advertising::AdvertisingIdResultLmt::k1);
  ASSERT_TRUE(host_->call(PrivacySettings::set_allow_app_content_ad_targeting{true}));
  EXPECT_EQ(host_->call(Advertising::advertising_id{}).value().lmt,
            Advertising::AdvertisingIdResultLmt::k0);
  const auto policies = host_->events<Advertising::OnPolicyChanged>();
  ASSERT_EQ(policies.size(), 1U);
  EXPECT_EQ(policies[0].limit_ad_tracking, false);
}

TEST_F(DistributorChannelTest, KeepsAndTellsASkipRestriction) {
  start();
  using Rule = Advertising::SkipRule;
  ASSERT_TRUE(host_->call(Advertising::set_skip_restriction{Rule::kAdsAll}));
  EXPECT_EQ(host_->events<Advertising::OnSkipRestrictionChanged>(),
            (std::vector<Rule>{Rule::kAdsAll}));
  EXPECT_EQ(host_->events<Advertising::OnPolicyChanged>().size(), 1U);
  restart();
  EXPECT_EQ(host_->call(Advertising::skip_restriction{}).value(), Rule::kAdsAll);
  EXPECT_EQ(host_->call(Advertising::policy{}).value().skip_restriction, Rule::kAdsAll);
}

TEST_F(DistributorChannelTest, ReplacesTheAdvertisingIdentifier) {
  start();
  EXPECT_EQ(host_->call(Advertising::advertising_id{}).value().ifa, "i1");
  ASSERT_TRUE(host_->call(Advertising::reset_identifier{}));
  restart();
  const auto id = host_->call(Advertising::advertising_id{}).value();
  EXPECT_EQ(id.ifa, "fresh");
  EXPECT_EQ(id.ifa_type, "sspid");
}

TEST_F(DistributorChannelTest, StartsWhileTheStorageIsAwayAndReadsItWhenItIsThere) {
  storage_is_away_ = true;
  EXPECT_EQ(start(), "");
  EXPECT_TRUE(host_->has_status(RIPPLE_STATUS_READY));
  EXPECT_EQ(host_->call(PrivacySettings::allow_watch_history{}).error().code,
            ErrorCode::kNotAvailable);
  EXPECT_EQ(host_->call(Advertising::policy{}).error().code, ErrorCode::kNotAvailable);
  EXPECT_TRUE(host_->call(Permissions::list{"app"}));
  storage_is_away_ = false;
  stored_[{"privacy", "allowWatchHistory"}] = false;
  EXPECT_FALSE(host_->call(PrivacySettings::allow_watch_history{}).value());
  EXPECT_TRUE(host_->call(Advertising::policy{}));
}
