// What the library expects of every Thunder server: the emulator as both releases, or the server
// that the environment names.
//
//   THUNDER_URL=ws://192.168.1.20:9998/jsonrpc ctest --preset release -R '^thunder\..*AnyServer'
//
// Asks Controller, DeviceInfo and the plugins that the server reports, and changes nothing there.

#include <algorithm>
#include <cstdlib>

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

const char* real_url() { return std::getenv("THUNDER_URL"); }

class AnyServerTest : public ThunderTest, public testing::WithParamInterface<std::string> {
 protected:
  // Names of tests do not depend on the environment, and one real server is one generation.
  void SetUp() override {
    if (real_url() != nullptr && GetParam() == "R44") GTEST_SKIP();
  }

  void run_connected(std::function<Task(ThunderDevice&)> body) {
    DeviceConfig config;
    if (real_url() == nullptr) {
      emulator_config().generation =
          GetParam() == "R44" ? emulator::Generation::kR44 : emulator::Generation::kR5;
      emulator_config().profile =
          emulator::load_profile(RIPPLE_THUNDER_PROFILES "/device.json").profile;
      config = device_config();
    } else {
      const Result<Endpoint> endpoint = Endpoint::parse(real_url());
      ASSERT_TRUE(endpoint) << endpoint.error().message;
      config.client.endpoint = *endpoint;
    }
    ThunderDevice device(loop_, config);
    run([&]() -> Task {
      const Result<void> connected = co_await device.connected(kLong);
      EXPECT_TRUE(connected) << connected.error().message;
      if (!connected) co_return;
      EXPECT_TRUE(co_await device.pool().events().connected(kLong));
      co_await body(device);
      co_await until([&device] { return device.pool().pending_calls() == 0; });
    });
  }

  /// The status of every plugin; an only one comes without its list.
  static asio::awaitable<std::vector<Json::Value>> plugins(ThunderDevice& device) {
    const Reply reply = co_await device.call("Controller.1.status", {}, kLong);
    EXPECT_TRUE(reply) << reply.error().message;
    if (!reply) co_return std::vector<Json::Value>();
    if (reply->isObject()) co_return std::vector<Json::Value>(1, *reply);
    co_return std::vector<Json::Value>(reply->begin(), reply->end());
  }

  static asio::awaitable<std::vector<std::string>> ready_plugins(ThunderDevice& device) {
    const std::vector<Json::Value> all = co_await plugins(device);
    std::vector<std::string> callsigns;
    for (const Json::Value& plugin : all) {
      const bool ready = is_ready(plugin_state_from(plugin["state"].asString()));
      if (ready) callsigns.push_back(plugin["callsign"].asString());
    }
    co_return callsigns;
  }
};

TEST_P(AnyServerTest, TellsTheStateOfEachPlugin) {
  run_connected([](ThunderDevice& device) -> Task {
    const std::vector<Json::Value> all = co_await plugins(device);
    EXPECT_FALSE(all.empty());
    for (const Json::Value& plugin : all) {
      EXPECT_NE(plugin_state_from(plugin["state"].asString()), PluginState::kUnknown) << plugin;
      const std::string callsign = plugin["callsign"].asString();
      const Reply one = co_await device.call("Controller.1.status@" + callsign, {}, kLong);
      EXPECT_TRUE(one) << callsign << ": " << one.error().message;
    }
  });
}

TEST_P(AnyServerTest, HasEveryActivePluginReady) {
  run_connected([](ThunderDevice& device) -> Task {
    const std::vector<std::string> callsigns = co_await ready_plugins(device);
    for (const std::string& callsign : callsigns) {
      const Result<void> ready = co_await device.state().ready(callsign, kLong);
      EXPECT_TRUE(ready) << callsign << ": " << ready.error().message;
    }
  });
}

TEST_P(AnyServerTest, TellsErrorsByTheSameCodes) {
  run_connected([](ThunderDevice& device) -> Task {
    const Reply method = co_await device.call("Controller.1.rippleNoSuchMethod", {}, kLong);
    EXPECT_EQ(method.error().code, ErrorCode::kUnknownMethod) << method.error().message;
    Json::Value params;
    params["callsign"] = "RippleNoSuchPlugin";
    const Reply plugin = co_await device.call("Controller.1.activate", params, kLong);
    EXPECT_EQ(plugin.error().code, ErrorCode::kUnknownKey) << plugin.error().message;
    const Reply missing = co_await device.call("RippleNoSuchPlugin.1.x", {}, kLong);
    // R4.4 has no code of its own for this.
    EXPECT_TRUE(missing.error().code == ErrorCode::kUnknownPlugin ||
                missing.error().code == ErrorCode::kUnknownKey)
        << missing.error().message;
  });
}

// Every event name is taken, so this asks for one that nobody sends.
TEST_P(AnyServerTest, RegistersEventsOfEveryActivePluginOnce) {
  run_connected([this](ThunderDevice& device) -> Task {
    const std::vector<std::string> callsigns = co_await ready_plugins(device);
    std::vector<Subscription> subscriptions;
    for (const std::string& callsign : callsigns) {
      subscriptions.push_back(
          device.subscribe(callsign, "rippleNoSuchEvent", [](const Json::Value&) {}));
    }
    for (const Subscription& subscription : subscriptions) {
      const Result<void> registered = co_await subscription.registered(kLong);
      EXPECT_TRUE(registered) << registered.error().message;
    }
    // Those, and Controller's statechange.
    EXPECT_EQ(device.subscriptions().confirmed(), callsigns.size() + 1);
    subscriptions.clear();
    co_await until([&device] { return device.subscriptions().confirmed() == 1; });
  });
}

TEST_P(AnyServerTest, AnswersManyCallsEachOnce) {
  run_connected([this](ThunderDevice& device) -> Task {
    int answered = 0;
    for (int i = 0; i < 200; ++i) {
      asio::co_spawn(
          loop_,
          [](ThunderDevice& called, int& count) -> Task {
            const Reply reply = co_await called.call("Controller.1.status@Controller", {}, kLong);
            EXPECT_TRUE(reply) << reply.error().message;
            ++count;
          }(device, answered),
          asio::detached);
    }
    co_await until([&answered] { return answered == 200; });
  });
}

TEST_P(AnyServerTest, TellsAboutTheDevice) {
  run_connected([](ThunderDevice& device) -> Task {
    const std::vector<std::string> callsigns = co_await ready_plugins(device);
    if (std::ranges::find(callsigns, "DeviceInfo") == callsigns.end()) co_return;
    const Reply info = co_await device.call("DeviceInfo.1.systeminfo", {}, kLong);
    EXPECT_TRUE(info) << info.error().message;
    if (info) {
      EXPECT_TRUE((*info)["version"].isString()) << *info;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Thunder, AnyServerTest, testing::Values("R5", "R44"),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace ripple::thunder
