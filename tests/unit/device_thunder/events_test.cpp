// What the channel tells, when Thunder's plugins tell it.

#include <algorithm>
#include <cstddef>
#include <ripple/contracts/audio_device_events.hpp>
#include <ripple/contracts/hdr_device_events.hpp>
#include <ripple/contracts/input_device_events.hpp>
#include <ripple/contracts/internet_device_events.hpp>
#include <ripple/contracts/screen_resolution_device_events.hpp>
#include <ripple/contracts/system_power_state_device_events.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/contracts/video_resolution_device_events.hpp>
#include <ripple/contracts/voice_guidance_device_events.hpp>
#include <stdexcept>

#include "channel_fixture.hpp"

namespace ripple::device_thunder {
namespace {

using namespace contracts;
using Names = std::vector<std::string>;

class EventsTest : public ChannelTest {
 protected:
  /// Until the channel hears the plugin's event, and has asked by each of the methods what is so
  /// now.
  void start_following(const std::string& callsign, const std::string& event,
                       const std::vector<std::string>& methods) {
    start();
    ASSERT_TRUE(until([&] {
      if (!is_registered(callsign, event)) return false;
      return std::ranges::all_of(methods, [&](const std::string& method) {
        return times_asked(method) >= std::ranges::count(methods, method);
      });
    }));
  }

  std::ptrdiff_t times_asked(const std::string& method) {
    const auto found = server().requests().find(method);
    return found == server().requests().end() ? 0 : static_cast<std::ptrdiff_t>(found->second);
  }

  void emit(const std::string& callsign, const std::string& event, const std::string& params) {
    server().device().emit(callsign, event, json(params), "");
  }

  std::string logged() const {
    std::string text;
    for (const auto& record : host_.logs()) text += "\n" + record.text;
    return text;
  }

  template <typename Event>
  std::vector<typename Event::Payload> told() {
    if (!until([this] { return !host_.events<Event>().empty(); })) {
      throw std::runtime_error(std::string(Event::Contract::kMethods[Event::kMethod]) +
                               " was not told;" + logged());
    }
    return host_.events<Event>();
  }
};

}  // namespace

TEST_F(EventsTest, TellWhatTheDeviceIsCalled) {
  start_following("org.rdk.System", "onFriendlyNameChanged", {"org.rdk.System.1.getFriendlyName"});
  ASSERT_TRUE(ask(DeviceInfo::set_name{"Kitchen"}));
  EXPECT_EQ(ask(DeviceInfo::name{}).value(), "Kitchen");
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), Names{"Kitchen"});
  EXPECT_EQ(told<DeviceInfo::OnDeviceNameChanged>(), Names{"Kitchen"});
  EXPECT_EQ(ask(DeviceInfo::set_name{""}).error().code, ErrorCode::kInvalidParams);
}

TEST_F(EventsTest, TellNoNameTwice) {
  start_following("org.rdk.System", "onFriendlyNameChanged", {"org.rdk.System.1.getFriendlyName"});
  for (const char* name : {"Attic", "Attic", "Cellar"}) {
    ASSERT_TRUE(ask(DeviceInfo::set_name{name}));
  }
  EXPECT_TRUE(until([this] { return host_.events<DeviceInfo::OnNameChanged>().size() == 2; }));
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), (Names{"Attic", "Cellar"}));
}

TEST_F(EventsTest, TellANameThatSomebodyElseGave) {
  start_following("org.rdk.System", "onFriendlyNameChanged", {"org.rdk.System.1.getFriendlyName"});
  plugin("org.rdk.System").values["friendlyName"] = "Porch";
  emit("org.rdk.System", "onFriendlyNameChanged", R"({"friendlyName":"Porch"})");
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), Names{"Porch"});
}

TEST_F(EventsTest, TellTheTimeZoneAndThePlatformsContext) {
  start_following("org.rdk.System", "onTimeZoneDSTChanged", {"org.rdk.System.1.getTimeZoneDST"});
  ASSERT_TRUE(ask(DeviceInfo::set_time_zone{"Europe/London"}));
  EXPECT_EQ(told<DeviceInfo::OnTimeZoneChanged>(), Names{"Europe/London"});
  EXPECT_EQ(told<TimeZoneDeviceEvents::OnChanged>(), Names{"Europe/London"});
  std::vector<std::string> zones;
  EXPECT_TRUE(until([&] {
    zones.clear();
    for (const auto& context : contexts_) {
      if (context.isMember("time_zone")) zones.push_back(context["time_zone"].asString());
    }
    return zones.size() == 2;
  }));
  EXPECT_EQ(zones, (Names{"Europe/Berlin", "Europe/London"}));
}

TEST_F(EventsTest, TellThePowerState) {
  start_following("org.rdk.System", "onSystemPowerStateChanged",
                  {"org.rdk.System.1.getPowerState"});
  plugin("org.rdk.System").values["powerState"] = "STANDBY";
  emit("org.rdk.System", "onSystemPowerStateChanged", R"({"powerState":"STANDBY"})");
  EXPECT_EQ(told<DeviceInfo::OnPowerStateChanged>().back(), DeviceInfo::PowerLevel::kStandby);
  EXPECT_EQ(to_string(told<SystemPowerStateDeviceEvents::OnChanged>().back()), "standby");
}

TEST_F(EventsTest, TellTheNetworkOfAPluginThatHadToBeActivated) {
  start_following("org.rdk.Network", "onConnectionStatusChanged",
                  {"org.rdk.Network.1.getInterfaces"});
  plugin("org.rdk.Network").values["interfaces"][0]["connected"] = false;
  emit("org.rdk.Network", "onConnectionStatusChanged",
       R"({"interface":"ETHERNET","status":"DISCONNECTED"})");
  EXPECT_EQ(told<DeviceInfo::OnNetworkChanged>().back().state,
            DeviceInfo::NetworkState::kDisconnected);
  EXPECT_EQ(told<NetworkDeviceEvents::OnChanged>().size(), 1U);
}

TEST_F(EventsTest, TellHowFarTheNetworkReaches) {
  start_following("org.rdk.Network", "onInternetStatusChange",
                  {"org.rdk.Network.1.getInternetConnectionState"});
  plugin("org.rdk.Network").methods["getInternetConnectionState"]["result"]["state"] = 0;
  emit("org.rdk.Network", "onInternetStatusChange", R"({"state":0,"status":"NO_INTERNET"})");
  EXPECT_EQ(told<DeviceInfo::OnInternetStatusChanged>().back(), DeviceInfo::Connectivity::kNone);
  EXPECT_EQ(to_string(told<InternetDeviceEvents::OnChanged>().back()), "none");
}

TEST_F(EventsTest, TellWhatADisplayCanDo) {
  start_following("org.rdk.HdcpProfile", "onDisplayConnectionChanged",
                  {"org.rdk.DisplaySettings.1.getTVHDRCapabilities",
                   "org.rdk.HdcpProfile.1.getHDCPStatus", "org.rdk.HdcpProfile.1.getHDCPStatus"});
  plugin("org.rdk.HdcpProfile").values["status"]["isConnected"] = false;
  plugin("org.rdk.DisplaySettings").methods["getTVHDRCapabilities"]["result"]["capabilities"] = 0;
  emit("org.rdk.HdcpProfile", "onDisplayConnectionChanged", R"({"HDCPStatus":{}})");
  EXPECT_FALSE(told<DeviceInfo::OnHdcpChanged>().back().hdcp2_2);
  EXPECT_FALSE(told<DeviceInfo::OnHdrChanged>().back().hdr10);
  EXPECT_FALSE(told<HdrDeviceEvents::OnChanged>().back().hdr10);
  EXPECT_EQ(told<InputDeviceEvents::OnChanged>().back(),
            json(R"({"display":{"connected":false}})"));
}

TEST_F(EventsTest, TellResolutionsAndSound) {
  start_following("org.rdk.DisplaySettings", "resolutionChanged",
                  {"org.rdk.DisplaySettings.1.getCurrentResolution",
                   "org.rdk.DisplaySettings.1.getSupportedResolutions",
                   "org.rdk.DisplaySettings.1.getAudioFormat"});
  auto& settings = plugin("org.rdk.DisplaySettings");
  settings.values["resolution"] = "720p";
  settings.methods["getSupportedResolutions"]["result"]["supportedResolutions"] =
      json(R"(["720p"])");
  emit("org.rdk.DisplaySettings", "resolutionChanged", R"({"width":1280,"height":720})");
  const std::vector<std::int64_t> hd = {1280, 720};
  EXPECT_EQ(told<DeviceInfo::OnScreenResolutionChanged>().back(), hd);
  EXPECT_EQ(told<ScreenResolutionDeviceEvents::OnChanged>().back(), hd);
  EXPECT_EQ(told<DeviceInfo::OnVideoResolutionChanged>().back(), hd);
  EXPECT_EQ(told<VideoResolutionDeviceEvents::OnChanged>().back(), hd);
  settings.methods["getAudioFormat"]["result"]["supportedAudioFormat"] = json(R"(["PCM"])");
  emit("org.rdk.DisplaySettings", "audioFormatChanged", R"({"currentAudioFormat":"PCM"})");
  EXPECT_FALSE(told<DeviceInfo::OnAudioChanged>().back().dolby_atmos);
  EXPECT_FALSE(told<AudioDeviceEvents::OnChanged>().back().dolby_atmos);
}

TEST_F(EventsTest, TellTheSettingsOfVoiceGuidance) {
  start_following("org.rdk.UserSettings", "onVoiceGuidanceChanged",
                  {"org.rdk.UserSettings.1.getVoiceGuidanceRate"});
  plugin("org.rdk.UserSettings").values["voiceGuidance"] = true;
  emit("org.rdk.UserSettings", "onVoiceGuidanceChanged", R"({"enabled":true})");
  const auto settings = told<VoiceGuidanceDeviceEvents::OnChanged>().back();
  EXPECT_TRUE(settings.enabled);
  EXPECT_EQ(settings.rate, 1.0);
}

TEST_F(EventsTest, TellWhatHasChangedWhileThunderWasAway) {
  start();
  ASSERT_TRUE(ask(DeviceInfo::set_name{"Kitchen"}));
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), Names{"Kitchen"});
  server().restart(std::chrono::milliseconds(1));
  EXPECT_TRUE(until([this] { return host_.events<DeviceInfo::OnNameChanged>().size() == 2; }));
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), (Names{"Kitchen", "Living Room"}));
}

TEST_F(EventsTest, FlowAgainAfterThunderHasReturned) {
  start();
  ASSERT_TRUE(ask(DeviceInfo::set_name{"Kitchen"}));
  server().restart(std::chrono::milliseconds(1));
  EXPECT_TRUE(until([this] { return host_.events<DeviceInfo::OnNameChanged>().size() == 2; }));
  ASSERT_TRUE(until([this] { return is_registered("org.rdk.System", "onFriendlyNameChanged"); }));
  plugin("org.rdk.System").values["friendlyName"] = "Porch";
  emit("org.rdk.System", "onFriendlyNameChanged", R"({"friendlyName":"Porch"})");
  EXPECT_TRUE(until([this] { return host_.events<DeviceInfo::OnNameChanged>().size() == 3; }));
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>().back(), "Porch");
}

TEST_F(EventsTest, FlowAgainAfterThePluginWasRestarted) {
  start_following("org.rdk.System", "onFriendlyNameChanged", {"org.rdk.System.1.getFriendlyName"});
  server().restart_plugin("org.rdk.System", std::chrono::milliseconds(5));
  ASSERT_TRUE(until([this] { return !is_registered("org.rdk.System", "onFriendlyNameChanged"); }));
  ASSERT_TRUE(until([this] { return is_registered("org.rdk.System", "onFriendlyNameChanged"); }));
  plugin("org.rdk.System").values["friendlyName"] = "Porch";
  emit("org.rdk.System", "onFriendlyNameChanged", R"({"friendlyName":"Porch"})");
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), Names{"Porch"});
}

TEST_F(EventsTest, OfAMissingPluginAreLeftOutAndTheOthersFlow) {
  without_plugin("org.rdk.Network");
  start_following("org.rdk.System", "onFriendlyNameChanged", {"org.rdk.System.1.getFriendlyName"});
  ASSERT_TRUE(ask(DeviceInfo::set_name{"Kitchen"}));
  EXPECT_EQ(told<DeviceInfo::OnNameChanged>(), Names{"Kitchen"});
  EXPECT_TRUE(host_.has_logged("events of org.rdk.Network are not told for now"));
}

}  // namespace ripple::device_thunder
