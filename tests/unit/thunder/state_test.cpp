#include "ripple/thunder/state.hpp"

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class ThunderStateTest : public ThunderTest {
 protected:
  void run_connected(DeviceConfig config, std::function<Task(ThunderDevice&)> body) {
    ThunderDevice device(loop_, std::move(config));
    run([&]() -> Task {
      EXPECT_TRUE(co_await device.connected(kLong));
      EXPECT_TRUE(co_await device.pool().events().connected(kLong));
      co_await body(device);
    });
  }

  void run_connected(std::function<Task(ThunderDevice&)> body) {
    run_connected(device_config(), std::move(body));
  }

  void run_activation(const std::string& callsign, std::optional<Result<void>>& outcome) {
    run_connected([&](ThunderDevice& device) -> Task {
      outcome = co_await device.state().activate(callsign, kLong);
    });
  }
};

TEST(CallsignOf, TakesVersionMethodAndIndexAway) {
  EXPECT_EQ(callsign_of("org.rdk.System.1.getDeviceInfo"), "org.rdk.System");
  EXPECT_EQ(callsign_of("DeviceInfo.systeminfo"), "DeviceInfo");
  EXPECT_EQ(callsign_of("Controller.1.status@org.rdk.System"), "Controller");
  EXPECT_EQ(callsign_of("Zones.1.zone#2::name@kitchen"), "Zones");
  EXPECT_EQ(callsign_of("status"), "");
  EXPECT_EQ(callsign_of("1.status"), "");
}

TEST(PluginStates, AreReadInEverySpelling) {
  EXPECT_EQ(plugin_state_from("Activated"), PluginState::kActivated);
  EXPECT_EQ(plugin_state_from("activated"), PluginState::kActivated);
  EXPECT_EQ(plugin_state_from("PRECONDITION"), PluginState::kPrecondition);
  EXPECT_EQ(plugin_state_from("asleep"), PluginState::kUnknown);
}

TEST_F(ThunderStateTest, ActivatesThePluginThatACallNeeds) {
  run_connected([](ThunderDevice& device) -> Task {
    const Reply reply = co_await device.call("Switch.1.echo", json(R"({"a":1})"), kLong);
    EXPECT_TRUE(reply);
    EXPECT_EQ(*reply, json(R"({"a":1})"));
    EXPECT_EQ(device.state().state_of("Switch"), PluginState::kActivated);
  });
}

TEST_F(ThunderStateTest, ActivatesOnceForManyCalls) {
  run_connected([this](ThunderDevice& device) -> Task {
    int answered = 0;
    for (int i = 0; i < 20; ++i) {
      asio::co_spawn(
          loop_,
          [](ThunderDevice& called, int& count) -> Task {
            const Reply reply = co_await called.call("Sleepy.1.echo", {}, kLong);
            EXPECT_TRUE(reply) << reply.error().message;
            ++count;
          }(device, answered),
          asio::detached);
    }
    co_await until([&device] { return device.state().parked_calls() == 20; });
    co_await until([&answered] { return answered == 20; });
    EXPECT_EQ(requests("Controller.1.activate"), 1U);
    EXPECT_EQ(device.state().parked_calls(), 0U);
  });
}

TEST_F(ThunderStateTest, AsksNoMoreOnceThePluginIsKnownToBeActive) {
  run_connected([this](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.call("Switch.1.echo", {}, kLong));
    const std::uint64_t asked = requests("Controller.1.status@Switch");
    EXPECT_TRUE(co_await device.call("Switch.1.echo", {}, kLong));
    EXPECT_EQ(requests("Controller.1.status@Switch"), asked);
  });
}

TEST_F(ThunderStateTest, TakesASuspendedPluginForReady) {
  run_connected([](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.call("Pausable.1.echo", {}, kLong));
    EXPECT_TRUE(co_await device.call("Pausable.1.echo", {}, kLong));
  });
}

TEST_F(ThunderStateTest, TellsThatAPluginIsMissing) {
  std::optional<Result<void>> outcome;
  run_activation("Nobody", outcome);
  EXPECT_EQ(outcome->error().code, ErrorCode::kUnknownPlugin);
}

TEST_F(ThunderStateTest, TellsThatAPluginIsUnavailable) {
  std::optional<Result<void>> outcome;
  run_activation("Gone", outcome);
  EXPECT_EQ(outcome->error().code, ErrorCode::kIllegalState);
}

TEST_F(ThunderStateTest, TellsThatAPluginFailsToStart) {
  std::optional<Result<void>> outcome;
  run_activation("Broken", outcome);
  EXPECT_EQ(outcome->error().code, ErrorCode::kOpenFailed);
}

TEST_F(ThunderStateTest, WaitsForAPluginWhoseConditionsAreNotMetYet) {
  run_connected([this](ThunderDevice& device) -> Task {
    std::optional<Reply> reply;
    asio::co_spawn(
        loop_,
        [](ThunderDevice& called, std::optional<Reply>& outcome) -> Task {
          outcome = co_await called.call("Waiting.1.echo", {}, kLong);
        }(device, reply),
        asio::detached);
    emulator::Plugin& plugin = *server().device().find("Waiting");
    co_await until([&plugin] { return plugin.state == emulator::State::kPrecondition; });
    EXPECT_FALSE(reply);
    server().device().set_state(plugin, emulator::State::kActivated, "Conditions");
    co_await until([&reply] { return reply.has_value(); });
    EXPECT_TRUE(*reply);
  });
}

TEST_F(ThunderStateTest, GivesUpAtTheCallersDeadlineWhileTheActivationGoesOn) {
  run_connected([](ThunderDevice& device) -> Task {
    const Reply reply = co_await device.call("Waiting.1.echo", {}, 30ms);
    EXPECT_EQ(reply.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_EQ(device.state().parked_calls(), 0U);
  });
}

TEST_F(ThunderStateTest, ActivatesAgainAPluginThatHasGoneUnnoticed) {
  run_connected([this](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
    // Without the event: as when it is still on its way.
    server().device().find("Echo")->state = emulator::State::kDeactivated;
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
    EXPECT_EQ(requests("Controller.1.activate"), 1U);
  });
}

TEST_F(ThunderStateTest, TriesAgainWhileAPluginIsStillBeingUnloaded) {
  run_connected([this](ThunderDevice& device) -> Task {
    emulator::Plugin& plugin = *server().device().find("Sticky");
    plugin.unload_time = std::chrono::hours(1);
    Json::Value params;
    params["callsign"] = "Sticky";
    EXPECT_TRUE(co_await device.call("Controller.1.deactivate", params, kLong));
    std::optional<Reply> reply;
    asio::co_spawn(
        loop_,
        [](ThunderDevice& called, std::optional<Reply>& outcome) -> Task {
          outcome = co_await called.call("Sticky.1.echo", {}, kLong);
        }(device, reply),
        asio::detached);
    co_await until([this] { return requests("Controller.1.activate") == 2; });
    EXPECT_FALSE(reply);
    plugin.unloaded_at = {};
    co_await until([&reply] { return reply.has_value(); });
    EXPECT_TRUE(*reply);
  });
}

TEST_F(ThunderStateTest, SendsAgainWhatWasRefusedWhileThePluginRestarted) {
  run_connected([this](ThunderDevice& device) -> Task {
    bool is_back = false;
    const Subscription changes =
        device.subscribe("Controller", "statechange", [&is_back](const Json::Value& params) {
          is_back = is_back || params["reason"] == "Automatic";
        });
    EXPECT_TRUE(co_await changes.registered(kLong));
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
    // The refusal is held back until the client has heard that the plugin is active again.
    emulator::Plugin& plugin = *server().device().find("Echo");
    plugin.state = emulator::State::kDeactivated;
    server().faults().reverse_replies = 2;
    std::optional<Reply> reply;
    asio::co_spawn(
        loop_,
        [](ThunderDevice& called, std::optional<Reply>& outcome) -> Task {
          outcome = co_await called.call("Echo.1.echo", {}, kLong);
        }(device, reply),
        asio::detached);
    co_await until([this] { return requests("Echo.1.echo") == 2; });
    server().device().set_state(plugin, emulator::State::kActivated, "Automatic");
    co_await until([&is_back] { return is_back; });
    EXPECT_TRUE(co_await device.pool().call("Echo.1.model", {}, kLong));
    co_await until([&reply] { return reply.has_value(); });
    EXPECT_TRUE(*reply);
    EXPECT_EQ(requests("Echo.1.echo"), 3U);
    EXPECT_EQ(requests("Controller.1.activate"), 0U);
  });
}

TEST_F(ThunderStateTest, LeavesAnErrorToTheCallerWhenThePluginIsActive) {
  run_connected([this](ThunderDevice& device) -> Task {
    // A state that is replayed meanwhile would look like a restart of the plugin.
    co_await until([&device] { return device.subscriptions().confirmed() == 1; });
    const Reply reply = co_await device.call("Echo.1.model", json(R"({"value":1})"), kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kPluginInactive);
    EXPECT_EQ(requests("Echo.1.model"), 1U);
    EXPECT_EQ(requests("Controller.1.activate"), 0U);
  });
}

TEST_F(ThunderStateTest, ReadsTheStatusOfR44) {
  emulator_config().generation = emulator::Generation::kR44;
  run_connected([this](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.call("Switch.1.echo", {}, kLong));
    EXPECT_EQ(requests("Controller.1.activate"), 1U);
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
    EXPECT_EQ(requests("Controller.1.activate"), 1U);
  });
}

TEST_F(ThunderStateTest, RefusesAMethodThatNamesNoPlugin) {
  run_connected([](ThunderDevice& device) -> Task {
    const Reply reply = co_await device.call("status", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kInvalidArgument);
  });
}

TEST_F(ThunderStateTest, FailsACallAtOnceWhileTheServerIsAway) {
  server().stop();
  ThunderDevice device(loop_, device_config());
  run([&]() -> Task {
    const Reply reply = co_await device.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotConnected);
  });
}

TEST_F(ThunderStateTest, ActivatesMandatoryPluginsAtTheStartAndAfterAReconnect) {
  DeviceConfig config = device_config();
  config.state.mandatory = {"Switch", "Sleepy"};
  run_connected(config, [this](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.state().mandatory_ready(kLong));
    server().restart(5ms);
    EXPECT_FALSE(emulator::is_active(server().device().find("Switch")->state));
    co_await until([this] {
      return emulator::is_active(server().device().find("Switch")->state) &&
             emulator::is_active(server().device().find("Sleepy")->state);
    });
  });
}

TEST_F(ThunderStateTest, NamesTheMandatoryPluginsThatAreNotActive) {
  DeviceConfig config = device_config();
  config.state.mandatory = {"Switch", "Broken"};
  run_connected(config, [](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.state().activate("Switch", kLong));
    const Result<void> ready = co_await device.state().mandatory_ready(50ms);
    EXPECT_EQ(ready.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_NE(ready.error().message.find("Broken"), std::string::npos) << ready.error().message;
    EXPECT_EQ(ready.error().message.find("Switch"), std::string::npos) << ready.error().message;
  });
}

TEST_F(ThunderStateTest, ActivatesAMandatoryPluginAgainWhenItFails) {
  DeviceConfig config = device_config();
  config.state.mandatory = {"Switch"};
  run_connected(config, [this](ThunderDevice& device) -> Task {
    EXPECT_TRUE(co_await device.state().mandatory_ready(kLong));
    emulator::Plugin& plugin = *server().device().find("Switch");
    server().device().set_state(plugin, emulator::State::kDeactivated, "Failure");
    co_await until([&plugin] { return emulator::is_active(plugin.state); });
  });
}

TEST_F(ThunderStateTest, BelievesAnEventRatherThanAnAnswerThatItOvertook) {
  DeviceConfig config = device_config();
  config.state.mandatory = {"Switch"};
  ThunderDevice device(loop_, config);
  run([&]() -> Task {
    co_await until([&device] { return device.subscriptions().confirmed() == 1; });
    EXPECT_TRUE(co_await device.state().mandatory_ready(kLong));
    emulator::Plugin& plugin = *server().device().find("Switch");
    const std::uint64_t activations = requests("Controller.1.activate");
    // The plugin fails, is activated, and fails again before the answer to its activation is sent.
    server().faults().hold_replies_to = "Controller.1.activate";
    server().device().set_state(plugin, emulator::State::kDeactivated, "Failure");
    co_await until([this, activations] { return requests("Controller.1.activate") > activations; });
    co_await until(
        [&device] { return device.state().state_of("Switch") == PluginState::kActivated; });
    server().device().set_state(plugin, emulator::State::kDeactivated, "Failure");
    co_await until(
        [&device] { return device.state().state_of("Switch") == PluginState::kDeactivated; });
    server().release_held_replies();
    co_await until([&plugin] { return emulator::is_active(plugin.state); });
  });
}

TEST_F(ThunderStateTest, FailsParkedCallsWhenTheDeviceIsDestroyed) {
  auto device = std::make_unique<ThunderDevice>(loop_, device_config());
  run([&]() -> Task {
    EXPECT_TRUE(co_await device->connected(kLong));
    int failed = 0;
    for (int i = 0; i < 3; ++i) {
      asio::co_spawn(
          loop_,
          [](ThunderDevice& called, int& count) -> Task {
            const Reply reply = co_await called.call("Waiting.1.echo", {}, kLong);
            EXPECT_EQ(reply.error().code, ErrorCode::kClosed);
            ++count;
          }(*device, failed),
          asio::detached);
    }
    co_await until([&device] { return device->state().parked_calls() == 3; });
    device.reset();
    co_await until([&failed] { return failed == 3; });
  });
}

TEST_F(ThunderStateTest, WaitsForReadinessFromBeforeTheConnectionWhereNoStatesAreReplayed) {
  emulator_config().generation = emulator::Generation::kR44;
  ThunderDevice device(loop_, device_config());
  run([&]() -> Task {
    EXPECT_TRUE(co_await device.state().ready("Echo", kLong));
    server().restart(5ms);
    co_await until([&device] { return device.state().state_of("Echo") == PluginState::kUnknown; });
    EXPECT_TRUE(co_await device.state().ready("Echo", kLong));
  });
}

TEST_F(ThunderStateTest, WaitsForReadinessWithoutActivating) {
  run_connected([this](ThunderDevice& device) -> Task {
    const Result<void> early = co_await device.state().ready("Switch", 30ms);
    EXPECT_EQ(early.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_EQ(requests("Controller.1.activate"), 0U);
    EXPECT_TRUE(co_await device.state().activate("Switch", kLong));
    EXPECT_TRUE(co_await device.state().ready("Switch", kLong));
  });
}

}  // namespace
}  // namespace ripple::thunder
