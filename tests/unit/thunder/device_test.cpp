// The device profile that ships, through the library.

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class DeviceProfileTest : public ThunderTest {
 protected:
  void SetUp() override {
    auto loaded = emulator::load_profile(RIPPLE_THUNDER_PROFILES "/device.json");
    ASSERT_EQ(loaded.problem, "");
    emulator_config().profile = std::move(loaded.profile);
  }

  void run_connected(std::function<Task(ThunderDevice&)> body) {
    ThunderDevice device(loop_, device_config());
    run([&]() -> Task {
      EXPECT_TRUE(co_await device.connected(kLong));
      EXPECT_TRUE(co_await device.pool().events().connected(kLong));
      co_await body(device);
    });
  }
};

TEST_F(DeviceProfileTest, HasEveryPluginOfTheDeviceContracts) {
  for (const char* callsign :
       {"DeviceInfo", "org.rdk.System", "org.rdk.Network", "org.rdk.DisplaySettings",
        "org.rdk.HdcpProfile", "org.rdk.PersistentStore", "org.rdk.RDKShell", "org.rdk.Wifi",
        "org.rdk.TextToSpeech", "org.rdk.UserSettings"}) {
    EXPECT_NE(server().device().find(callsign), nullptr) << callsign;
  }
}

TEST_F(DeviceProfileTest, StoresValuesAndTellsTheirChange) {
  run_connected([this](ThunderDevice& device) -> Task {
    std::vector<Json::Value> changes;
    const Subscription changed =
        device.subscribe("org.rdk.PersistentStore", "onValueChanged",
                         [&changes](const Json::Value& params) { changes.push_back(params); });
    EXPECT_TRUE(co_await changed.registered(kLong));
    const Json::Value key = json(R"({"namespace":"a.b","key":"k/1"})");
    const Reply missing = co_await device.call("org.rdk.PersistentStore.1.getValue", key, kLong);
    EXPECT_EQ(missing.error().code, ErrorCode::kUnknownKey);
    Json::Value entry = key;
    entry["value"] = "v";
    EXPECT_TRUE(co_await device.call("org.rdk.PersistentStore.1.setValue", entry, kLong));
    const Reply stored = co_await device.call("org.rdk.PersistentStore.1.getValue", key, kLong);
    EXPECT_TRUE(stored);
    EXPECT_EQ((*stored)["value"], "v");
    co_await until([&changes] { return changes.size() == 1; });
    EXPECT_EQ(changes[0], entry);
    EXPECT_TRUE(co_await device.call("org.rdk.PersistentStore.1.deleteKey", key, kLong));
    EXPECT_FALSE(co_await device.call("org.rdk.PersistentStore.1.getValue", key, kLong));
  });
}

TEST_F(DeviceProfileTest, ScansAndConnectsWithEvents) {
  run_connected([this](ThunderDevice& device) -> Task {
    int networks = 0;
    std::vector<int> states;
    const Subscription found = device.subscribe(
        "org.rdk.Wifi", "onAvailableSSIDs", [&networks](const Json::Value& params) {
          networks = static_cast<int>(params["ssids"].size());
        });
    const Subscription changed = device.subscribe(
        "org.rdk.Wifi", "onWIFIStateChanged",
        [&states](const Json::Value& params) { states.push_back(params["state"].asInt()); });
    EXPECT_TRUE(co_await device.call("org.rdk.Wifi.1.getCurrentState", {}, kLong));
    EXPECT_TRUE(co_await found.registered(kLong));
    EXPECT_TRUE(co_await changed.registered(kLong));
    EXPECT_TRUE(co_await device.call("org.rdk.Wifi.1.startScan", {}, kLong));
    co_await until([&networks] { return networks == 2; });
    EXPECT_TRUE(co_await device.call("org.rdk.Wifi.1.connect",
                                     json(R"({"ssid":"emulated-home","passphrase":"x"})"), kLong));
    co_await until([&states] { return states == std::vector<int>{4, 5}; });
    const Reply ssid = co_await device.call("org.rdk.Wifi.1.getConnectedSSID", {}, kLong);
    EXPECT_EQ((*ssid)["ssid"], "emulated-home");
  });
}

TEST_F(DeviceProfileTest, ChangesThePowerState) {
  run_connected([this](ThunderDevice& device) -> Task {
    std::vector<Json::Value> changes;
    const Subscription changed =
        device.subscribe("org.rdk.System", "onSystemPowerStateChanged",
                         [&changes](const Json::Value& params) { changes.push_back(params); });
    EXPECT_TRUE(co_await changed.registered(kLong));
    EXPECT_TRUE(co_await device.call("org.rdk.System.1.setPowerState",
                                     json(R"({"powerState":"STANDBY"})"), kLong));
    co_await until([&changes] { return changes.size() == 1; });
    EXPECT_EQ(changes[0], json(R"({"powerState":"STANDBY","currentPowerState":"ON"})"));
  });
}

}  // namespace
}  // namespace ripple::thunder
