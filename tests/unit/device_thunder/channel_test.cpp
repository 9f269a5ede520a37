// The channel: what it answers while Thunder is there, and while it is not.

#include "channel_fixture.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;
using contracts::LocalStorage;
using contracts::Wifi;
using contracts::WindowManager;
using ripple::testing::Caller;

}  // namespace

TEST_F(ChannelTest, IsReadyWithEveryContractWhileThunderIsAway) {
  server().stop();
  load();
  EXPECT_TRUE(host_.has_status(RIPPLE_STATUS_READY));
  EXPECT_FALSE(host_.has_status(RIPPLE_STATUS_ERROR));
}

TEST_F(ChannelTest, SaysAtOnceThatItIsNotAvailableWhileThunderIsAway) {
  server().stop();
  load();
  // No turn of the loop: the answers wait for nobody.
  EXPECT_EQ(host_.call(DeviceInfo::name{}).error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(host_.call(DeviceInfo::type{}).error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(host_.call(LocalStorage::list{"a", {}}).error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(host_.call(Wifi::scan{}).error().code, ErrorCode::kNotAvailable);
  const auto error = host_.call(WindowManager::windows{}).error();
  EXPECT_EQ(error.code, ErrorCode::kNotAvailable);
  EXPECT_NE(error.message.find("there is no connection to Thunder at 127.0.0.1:"),
            std::string::npos);
}

TEST_F(ChannelTest, WorksOnceThunderIsThereAndAfterEachReturn) {
  server().stop();
  load();
  for (int i = 0; i < 2; ++i) {
    server().restart(std::chrono::milliseconds(1));
    ASSERT_TRUE(until_there());
    EXPECT_EQ(ask(DeviceInfo::name{}).value(), "Living Room");
    server().stop();
    ASSERT_TRUE(until([this] {
      const auto name = host_.call(DeviceInfo::type{});
      return !name && name.error().code == ErrorCode::kNotAvailable;
    }));
  }
}

TEST_F(ChannelTest, FailsCallsUnderWayAtOnceWhenThunderGoes) {
  start();
  server().faults().is_silent = true;
  auto name = host_.start_call(DeviceInfo::name{});
  ASSERT_TRUE(until([this] { return !server().requests().empty(); }));
  server().cut_links();
  ASSERT_TRUE(until([&] { return name.has_come(); }));
  EXPECT_EQ(name.result().error().code, ErrorCode::kNotAvailable);
}

TEST_F(ChannelTest, KeepsTheCallersDeadline) {
  start();
  server().faults().is_silent = true;
  auto name = host_.start_call(DeviceInfo::name{}, {}, std::chrono::milliseconds(20));
  ASSERT_TRUE(until([&] { return name.has_come(); }));
  EXPECT_EQ(name.result().error().code, ErrorCode::kDeadlineExceeded);
}

TEST_F(ChannelTest, TellsWhatTheDeviceIs) {
  start();
  EXPECT_EQ(ask(DeviceInfo::make{}).value(), "Emulated");
  EXPECT_EQ(ask(DeviceInfo::model{}).value(), "Emulated Set-top 1");
  EXPECT_EQ(ask(DeviceInfo::sku{}).value(), "EMUX1");
  EXPECT_EQ(ask(DeviceInfo::platform{}).value(), "WPE");
  EXPECT_EQ(ask(DeviceInfo::type{}).value(), "ipstb");
  EXPECT_EQ(ask(DeviceInfo::distributor{}).value(), "acme-experience");
  EXPECT_EQ(ask(DeviceInfo::version{}).value().os.readable, "24.4");
  EXPECT_EQ(ask(DeviceInfo::serial_number{}).value(), "EMU0123456789");
  EXPECT_EQ(ask(DeviceInfo::mac_address{}).value(), "02:00:00:00:00:01");
  EXPECT_EQ(ask(DeviceInfo::firmware{}).value().version, "24.4.0.0");
  EXPECT_EQ(ask(DeviceInfo::platform_build_info{}).value()["yocto"], "kirkstone");
  EXPECT_EQ(ask(DeviceInfo::memory{}).value().total_kib, 1024 * 1024);
  EXPECT_EQ(ask(DeviceInfo::uptime{}).value(), 2632.0);
}

TEST_F(ChannelTest, TellsHowTheDeviceIs) {
  start();
  using Pixels = std::vector<std::int64_t>;
  EXPECT_EQ(ask(DeviceInfo::screen_resolution{}).value(), (Pixels{1920, 1080}));
  EXPECT_EQ(ask(DeviceInfo::video_resolution{}).value(), (Pixels{3840, 2160}));
  EXPECT_TRUE(ask(DeviceInfo::hdr{}).value().hdr10);
  EXPECT_TRUE(ask(DeviceInfo::hdcp{}).value().hdcp2_2);
  EXPECT_TRUE(ask(DeviceInfo::audio{}).value().dolby_atmos);
  EXPECT_EQ(ask(DeviceInfo::network{}).value().type, DeviceInfo::NetworkType::kEthernet);
  EXPECT_EQ(ask(DeviceInfo::power_state{}).value(), DeviceInfo::PowerLevel::kOn);
  EXPECT_EQ(ask(DeviceInfo::internet_status{}).value(), DeviceInfo::Connectivity::kFull);
  EXPECT_EQ(ask(DeviceInfo::time_zone{}).value(), "Europe/Berlin");
  EXPECT_EQ(ask(DeviceInfo::time_zones{}).value().size(), 3U);
  EXPECT_EQ(ask(DeviceInfo::time_zone_offset{}).value().offset_seconds, 3600);
}

TEST_F(ChannelTest, CallsAModelByItsFriendlyName) {
  config_.device_manifest["configuration"]["model_friendly_names"]["EMUX1"] = "Acme Box";
  start();
  EXPECT_EQ(ask(DeviceInfo::model{}).value(), "Acme Box");
}

TEST_F(ChannelTest, AsksTheDistributorWhereThePluginsAreSilent) {
  for (const char* callsign : {"DeviceInfo", "org.rdk.System", "org.rdk.DisplaySettings"}) {
    without_plugin(callsign);
  }
  config_.default_values = json(
      R"({"name":"Den","time_zone":"Asia/Tokyo","video_dimensions":[1280,720],
          "additional_info":{"make":"Acme","model":"AX","sku":"AX-1"}})");
  start();
  EXPECT_EQ(ask(DeviceInfo::make{}).value(), "Acme");
  EXPECT_EQ(ask(DeviceInfo::model{}).value(), "AX");
  EXPECT_EQ(ask(DeviceInfo::sku{}).value(), "AX-1");
  EXPECT_EQ(ask(DeviceInfo::name{}).value(), "Den");
  EXPECT_EQ(ask(DeviceInfo::time_zone{}).value(), "Asia/Tokyo");
  EXPECT_EQ(ask(DeviceInfo::screen_resolution{}).value(), (std::vector<std::int64_t>{1280, 720}));
  EXPECT_EQ(ask(DeviceInfo::video_resolution{}).value(), (std::vector<std::int64_t>{1280, 720}));
}

TEST_F(ChannelTest, SupportsNothingThatNobodyKnows) {
  profile_.plugins.clear();
  start();
  const auto sku = ask(DeviceInfo::sku{});
  ASSERT_FALSE(sku);
  EXPECT_EQ(sku.error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(sku.error().message,
            "device.sku is not known: neither DeviceInfo nor default_values.additional_info.sku "
            "says it");
  for (const auto code :
       {ask(DeviceInfo::make{}).error().code, ask(DeviceInfo::model{}).error().code,
        ask(DeviceInfo::hdr{}).error().code, ask(DeviceInfo::audio{}).error().code,
        ask(DeviceInfo::hdcp{}).error().code, ask(DeviceInfo::screen_resolution{}).error().code,
        ask(DeviceInfo::network{}).error().code, ask(DeviceInfo::memory{}).error().code,
        ask(DeviceInfo::id{}).error().code, ask(DeviceInfo::version{}).error().code,
        ask(DeviceInfo::serial_number{}).error().code, ask(Wifi::scan{}).error().code}) {
    EXPECT_EQ(code, ErrorCode::kNotSupported);
  }
}

TEST_F(ChannelTest, TakesAValueThatAnActivePluginDoesNotHaveForUnknown) {
  without_plugin("org.rdk.System");
  start();
  plugin("DeviceInfo").values.removeMember("make");
  EXPECT_EQ(ask(DeviceInfo::make{}).error().code, ErrorCode::kNotSupported);
}

TEST_F(ChannelTest, SaysThatAPluginWhichCannotBeActivatedIsNotAvailable) {
  start();
  plugin("org.rdk.RDKShell").state = emulator::State::kUnavailable;
  EXPECT_EQ(ask(WindowManager::windows{}).error().code, ErrorCode::kNotAvailable);
}

TEST_F(ChannelTest, HandsOnWhyAPluginDidNotSucceed) {
  start();
  plugin("org.rdk.System").methods["setFriendlyName"] =
      json(R"({"result":{"success":false,"message":"locked"}})");
  const auto named = ask(DeviceInfo::set_name{"Den"});
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().code, ErrorCode::kServiceFailure);
  EXPECT_NE(named.error().message.find("org.rdk.System.1.setFriendlyName"), std::string::npos);
  EXPECT_NE(named.error().message.find("locked"), std::string::npos);
}

TEST_F(ChannelTest, SaysWhatIsWrongWithAReply) {
  start();
  plugin("org.rdk.System").values["powerState"] = 7;
  const auto power = ask(DeviceInfo::power_state{});
  EXPECT_EQ(power.error().code, ErrorCode::kServiceFailure);
  plugin("DeviceInfo").values["systeminfo"] = "text";
  EXPECT_EQ(ask(DeviceInfo::memory{}).error().code, ErrorCode::kServiceFailure);
}

TEST_F(ChannelTest, GivesEachAppAUidAndNobodyElseOne) {
  start();
  const auto one = ask(DeviceInfo::uid{}, Caller{"one"});
  const auto two = ask(DeviceInfo::uid{}, Caller{"two"});
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
  EXPECT_EQ(ask(DeviceInfo::uid{}).error().code, ErrorCode::kUnsupportedOperation);
}

TEST_F(ChannelTest, IsWhatItWasProvisionedAs) {
  start();
  const auto before = ask(DeviceInfo::id{}).value();
  ASSERT_TRUE(ask(DeviceInfo::provision{"account-1", "device-1", "distributor-1"}));
  EXPECT_NE(before, "device-1");
  EXPECT_EQ(before.find("EMU0123456789"), std::string::npos);
  EXPECT_EQ(ask(DeviceInfo::id{}).value(), "device-1");
  EXPECT_EQ(ask(DeviceInfo::distributor{}).value(), "distributor-1");
  const auto account = ask(LocalStorage::get{"provision", "account_id", {}}).value();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->value, "account-1");
  ASSERT_TRUE(ask(DeviceInfo::provision{"account-1", "device-1", {}}));
  EXPECT_EQ(ask(DeviceInfo::distributor{}).value(), "acme-experience");
}

TEST_F(ChannelTest, WasNotProvisionedWhereThereIsNoStore) {
  without_plugin("org.rdk.PersistentStore");
  start();
  EXPECT_EQ(ask(DeviceInfo::id{}).value().size(), 36U);
  EXPECT_EQ(ask(DeviceInfo::distributor{}).value(), "acme-experience");
  EXPECT_EQ(ask(DeviceInfo::provision{"account-1", "device-1", {}}).error().code,
            ErrorCode::kNotSupported);
}

TEST_F(ChannelTest, ReportsAnAddressThatIsNone) {
  symbol_config_["thunder"] = "box:9998";
  load();
  EXPECT_FALSE(host_.has_status(RIPPLE_STATUS_READY));
  ASSERT_TRUE(host_.has_status(RIPPLE_STATUS_ERROR));
  EXPECT_NE(host_.statuses().back().message.find("the symbol's config \"thunder\": "),
            std::string::npos);
}

TEST_F(ChannelTest, FindsThunderWhereTheManifestSaysWhenItsConfigIsSilent) {
  server();
  config_.platform_parameters["gateway"] = symbol_config_["thunder"];
  symbol_config_.clear();
  load();
  EXPECT_TRUE(until_there());
}

TEST_F(ChannelTest, ReportsThatNobodySaysWhereThunderIs) {
  load();
  ASSERT_TRUE(host_.has_status(RIPPLE_STATUS_ERROR));
  EXPECT_NE(host_.statuses().back().message.find(
                "configuration.platform_parameters.gateway: expected the address of Thunder"),
            std::string::npos);
}

TEST_F(ChannelTest, StopsWhileCallsAreUnderWay) {
  start();
  server().faults().is_silent = true;
  auto name = host_.start_call(DeviceInfo::name{});
  auto scan = host_.start_call(Wifi::scan{});
  host_.stop();
  EXPECT_EQ(name.count(), 1);
  EXPECT_EQ(scan.count(), 1);
}

}  // namespace ripple::device_thunder
