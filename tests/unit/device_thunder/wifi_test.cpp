// Contract wifi, and what it makes of org.rdk.Wifi's words.

#include "channel_fixture.hpp"
#include "device_thunder/wifi_facts.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::Wifi;

class WifiTest : public ChannelTest {
 protected:
  /// Starts to join, and waits until the plugin was asked.
  ripple::testing::Answer<Wifi::AccessPoint> joining() {
    auto& methods = plugin("org.rdk.Wifi").methods;
    methods["connect"] = json(R"({"result":{"success":true}})");
    auto answer = host_.start_call(Wifi::connect{"home", "x", {}});
    EXPECT_TRUE(until([this] { return server().requests().contains("org.rdk.Wifi.1.connect"); }));
    return answer;
  }

  void emit(const std::string& event, const std::string& params) {
    server().device().emit("org.rdk.Wifi", event, json(params), "");
  }
};

}  // namespace

TEST(WifiFacts, AreAbsentWhereThePluginSaysNothingUsable) {
  const auto full = access_point_from(
      json(R"({"ssid":"a","security":14,"signalStrength":"-43.4","frequency":"2.442000"})"));
  EXPECT_EQ(full.security_mode, Wifi::WifiSecurityMode::kWpa3Sae);
  EXPECT_EQ(full.signal_strength, -43);
  EXPECT_EQ(full.frequency, 2.442);
  EXPECT_EQ(security_number(Wifi::WifiSecurityMode::kWpa2PskAes), 6);
  const auto odd =
      access_point_from(json(R"({"security":99,"signalStrength":"?","frequency":-1})"));
  EXPECT_EQ(odd, Wifi::AccessPoint{});
  EXPECT_EQ(wifi_problem_from(json(R"({"code":4})")), "the passphrase is wrong");
  EXPECT_EQ(wifi_problem_from(json("{}")), "the reason is not known");
}

TEST_F(WifiTest, FindsTheNetworksInReach) {
  start();
  const auto found = ask(Wifi::scan{}).value().list.value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].ssid, "emulated-home");
  EXPECT_EQ(found[1].security_mode, Wifi::WifiSecurityMode::kWpa2PskAes);
}

TEST_F(WifiTest, GathersNetworksThatComeInParts) {
  start();
  plugin("org.rdk.Wifi").methods["startScan"]["events"] = json(
      R"([{"event":"onAvailableSSIDs","params":{"ssids":[{"ssid":"a"}],"moreData":true}},
          {"event":"onAvailableSSIDs","params":{"ssids":[{"ssid":"b"}],"moreData":false}}])");
  EXPECT_EQ(ask(Wifi::scan{}).value().list->size(), 2U);
}

TEST_F(WifiTest, AnswersWithWhatItHasFoundWhenTheTimeOfTheScanIsOver) {
  start();
  plugin("org.rdk.Wifi").methods["startScan"]["events"] =
      json(R"([{"event":"onAvailableSSIDs","params":{"ssids":[{"ssid":"a"}],"moreData":true}}])");
  EXPECT_EQ(ask(Wifi::scan{.timeout = 1}).value().list->size(), 1U);
}

TEST_F(WifiTest, EndsAScanAtOnceWhenThunderGoes) {
  start();
  plugin("org.rdk.Wifi").methods["startScan"].removeMember("events");
  auto scan = host_.start_call(Wifi::scan{});
  ASSERT_TRUE(until([this] { return server().requests().contains("org.rdk.Wifi.1.startScan"); }));
  server().stop();
  ASSERT_TRUE(until([&] { return scan.has_come(); }));
  EXPECT_EQ(scan.result().error().code, ErrorCode::kNotAvailable);
}

TEST_F(WifiTest, KeepsTheCallersDeadlineWhileThePluginIsSilent) {
  start();
  plugin("org.rdk.Wifi").methods["startScan"].removeMember("events");
  auto scan = host_.start_call(Wifi::scan{}, {}, std::chrono::milliseconds(200));
  ASSERT_TRUE(until([&] { return scan.has_come(); }));
  EXPECT_EQ(scan.result().error().code, ErrorCode::kDeadlineExceeded);
}

TEST_F(WifiTest, JoinsANetwork) {
  start();
  const Wifi::connect wanted{"emulated-home", "secret", Wifi::WifiSecurityMode::kWpa2PskAes};
  EXPECT_EQ(ask(wanted).value().ssid, "emulated-home");
  ASSERT_TRUE(ask(Wifi::disconnect{}));
  EXPECT_EQ(ask(Wifi::wps{Wifi::WPSSecurityPin::kPushButton}).value().ssid, "emulated-home");
  EXPECT_EQ(ask(Wifi::wps{Wifi::WPSSecurityPin::kPin}).error().code, ErrorCode::kNotSupported);
}

TEST_F(WifiTest, SaysWhyANetworkWasNotJoined) {
  start();
  auto answer = joining();
  emit("onWIFIStateChanged", R"({"state":4})");
  emit("onError", R"({"code":4})");
  ASSERT_TRUE(until([&] { return answer.has_come(); }));
  EXPECT_EQ(answer.result().error().code, ErrorCode::kServiceFailure);
  EXPECT_NE(answer.result().error().message.find("the passphrase is wrong"), std::string::npos);
}

TEST_F(WifiTest, SaysThatANetworkWasNotJoined) {
  start();
  auto answer = joining();
  emit("onWIFIStateChanged", R"({"state":6})");
  ASSERT_TRUE(until([&] { return answer.has_come(); }));
  EXPECT_EQ(answer.result().error().code, ErrorCode::kServiceFailure);
}

TEST_F(WifiTest, LeavesNoRegistrationBehind) {
  start();
  ASSERT_TRUE(ask(Wifi::scan{}));
  EXPECT_TRUE(until([this] { return !is_registered("org.rdk.Wifi", "onAvailableSSIDs"); }));
}

}  // namespace ripple::device_thunder
