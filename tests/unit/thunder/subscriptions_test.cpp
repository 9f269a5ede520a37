#include "ripple/thunder/subscriptions.hpp"

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class ThunderSubscriptionsTest : public ThunderTest {
 protected:
  ThunderDevice& device() {
    if (!device_) device_ = std::make_unique<ThunderDevice>(loop_, device_config());
    return *device_;
  }

  EventHandler record(std::vector<Json::Value>& events) {
    return [&events](const Json::Value& params) { events.push_back(params); };
  }

  void fire(const std::string& callsign, int number = 0) {
    Json::Value params;
    params["n"] = number;
    server().device().emit(callsign, "onFired", params);
  }

  std::unique_ptr<ThunderDevice> device_;
};

TEST_F(ThunderSubscriptionsTest, CallsTheHandlerWithTheEventsParams) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    EXPECT_TRUE(co_await device().pool().connected(kLong));
    EXPECT_TRUE(co_await device().call("Echo.1.fire", json(R"({"a":1})"), kLong));
    co_await until([&events] { return events.size() == 1; });
    EXPECT_EQ(events[0], json(R"({"a":1})"));
  });
}

TEST_F(ThunderSubscriptionsTest, RegistersOnceForManyHandlers) {
  std::vector<Json::Value> events;
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < 10; ++i) {
    subscriptions.push_back(device().subscribe("Echo", "onFired", record(events)));
  }
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscriptions.back().registered(kLong));
    EXPECT_EQ(requests("Echo.register"), 1U);
    fire("Echo");
    co_await until([&events] { return events.size() == 10; });
  });
}

TEST_F(ThunderSubscriptionsTest, TellsEqualEventsOfTwoPluginsApart) {
  std::vector<Json::Value> of_echo;
  std::vector<Json::Value> of_twin;
  const Subscription echo = device().subscribe("Echo", "onFired", record(of_echo));
  const Subscription twin = device().subscribe("Twin", "onFired", record(of_twin));
  run([&]() -> Task {
    EXPECT_TRUE(co_await echo.registered(kLong));
    EXPECT_TRUE(co_await twin.registered(kLong));
    fire("Twin", 1);
    fire("Echo", 2);
    co_await until([&] { return !of_echo.empty() && !of_twin.empty(); });
    EXPECT_EQ(of_echo.size(), 1U);
    EXPECT_EQ(of_echo[0]["n"], 2);
    EXPECT_EQ(of_twin.size(), 1U);
    EXPECT_EQ(of_twin[0]["n"], 1);
  });
}

TEST_F(ThunderSubscriptionsTest, UnregistersWithTheLastHandler) {
  std::vector<Json::Value> events;
  Subscription first = device().subscribe("Echo", "onFired", record(events));
  Subscription second = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await first.registered(kLong));
    const std::size_t with_echo = server().device().registrations();
    first.cancel();
    EXPECT_EQ(device().subscriptions().wanted(), 2U);
    second.cancel();
    co_await until([&] { return server().device().registrations() == with_echo - 1; });
    EXPECT_EQ(device().subscriptions().wanted(), 1U);
    EXPECT_EQ(requests("Echo.unregister"), 1U);
  });
}

TEST_F(ThunderSubscriptionsTest, FollowsEveryChangeOfMindOneRequestAtATime) {
  std::vector<Json::Value> events;
  Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    for (int i = 0; i < 5; ++i) {
      subscription.cancel();
      subscription = device().subscribe("Echo", "onFired", record(events));
    }
    EXPECT_TRUE(co_await subscription.registered(kLong));
    fire("Echo");
    co_await until([&events] { return !events.empty(); });
    EXPECT_EQ(events.size(), 1U);
  });
}

TEST_F(ThunderSubscriptionsTest, MissesNothingThatTheServerReplays) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Controller", "statechange", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    std::vector<std::string> callsigns;
    for (const Json::Value& event : events) callsigns.push_back(event["callsign"].asString());
    EXPECT_EQ(callsigns, (std::vector<std::string>{"Controller", "Echo", "Sticky", "Twin"}));
  });
}

TEST_F(ThunderSubscriptionsTest, NarrowsAnEventByItsIndex) {
  std::vector<Json::Value> events;
  const Subscription subscription =
      device().subscribe("Controller", "statechange", record(events), "Twin");
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    co_await until([&events] { return events.size() == 1; });
    EXPECT_FALSE(events[0].isMember("callsign"));
  });
}

TEST_F(ThunderSubscriptionsTest, RegistersAgainAfterALostLink) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    const std::size_t registrations = server().device().registrations();
    server().cut_links();
    EXPECT_EQ(server().device().registrations(), 0U);
    co_await until([&] { return server().device().registrations() == registrations; });
    fire("Echo");
    co_await until([&events] { return !events.empty(); });
    EXPECT_EQ(events.size(), 1U);
  });
}

TEST_F(ThunderSubscriptionsTest, RegistersAgainAfterEachActivationOfThePlugin) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    const std::size_t registrations = server().device().registrations();
    for (std::size_t i = 1; i <= 3; ++i) {
      server().restart_plugin("Echo", 0ms);
      co_await until([&] { return server().device().registrations() == registrations; });
      fire("Echo");
      co_await until([&events, i] { return events.size() == i; });
    }
    EXPECT_EQ(requests("Echo.unregister"), 0U);
  });
}

TEST_F(ThunderSubscriptionsTest, WaitsForAnInactivePluginToBecomeActive) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Switch", "onFired", record(events));
  run([&]() -> Task {
    // The reason is known once the server has refused.
    std::string reason;
    while (reason.find("not active") == std::string::npos) {
      const Result<void> early = co_await subscription.registered(5ms);
      EXPECT_EQ(early.error().code, ErrorCode::kDeadlineExceeded);
      reason = early.error().message;
    }
    EXPECT_EQ(requests("Switch.register"), 1U);
    EXPECT_TRUE(co_await device().state().activate("Switch", kLong));
    EXPECT_TRUE(co_await subscription.registered(kLong));
    fire("Switch");
    co_await until([&events] { return events.size() == 1; });
  });
}

TEST_F(ThunderSubscriptionsTest, RegistersWithPluginsThatStartLaterThanTheServer) {
  emulator_config().profile =
      emulator::profile_from(json(R"({"plugins":{"Late":{"start_ms":30}}})"), "").profile;
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Late", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    server().restart(5ms);
    EXPECT_EQ(server().device().registrations(), 0U);
    co_await until([this] { return server().device().registrations() == 2; });
    EXPECT_EQ(requests("Controller.1.activate"), 0U);
    fire("Late");
    co_await until([&events] { return events.size() == 1; });
  });
}

TEST_F(ThunderSubscriptionsTest, LetsAHandlerGiveUpItselfAndOthers) {
  int calls = 0;
  Subscription first;
  Subscription second;
  first = device().subscribe("Echo", "onFired", [&](const Json::Value&) {
    ++calls;
    first.cancel();
    second.cancel();
  });
  second = device().subscribe("Echo", "onFired", [&](const Json::Value&) { ++calls; });
  run([&]() -> Task {
    EXPECT_TRUE(co_await first.registered(kLong));
    fire("Echo");
    co_await until([this] { return requests("Echo.unregister") == 1; });
    EXPECT_EQ(calls, 1);
  });
}

TEST_F(ThunderSubscriptionsTest, OutlivesWhatAHandlerThrows) {
  std::vector<Json::Value> events;
  const Subscription thrower = device().subscribe(
      "Echo", "onFired", [](const Json::Value&) { throw std::runtime_error("no"); });
  const Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    fire("Echo");
    co_await until([&events] { return events.size() == 1; });
  });
}

TEST_F(ThunderSubscriptionsTest, MayBeOutlivedByASubscription) {
  std::vector<Json::Value> events;
  Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    // Work is under way when its owner goes.
    const Subscription other = device().subscribe("Twin", "onFired", record(events));
    device_.reset();
    subscription.cancel();
    co_await until([this] { return server().links().empty(); });
  });
}

TEST_F(ThunderSubscriptionsTest, FailsWhatWaitsForARegistrationWhenItIsDestroyed) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Switch", "onFired", record(events));
  run([&]() -> Task {
    std::optional<Result<void>> outcome;
    asio::co_spawn(
        loop_,
        [](const Subscription& waited, std::optional<Result<void>>& result) -> Task {
          result = co_await waited.registered(kLong);
        }(subscription, outcome),
        asio::detached);
    co_await until([this] { return requests("Switch.register") == 1; });
    device_.reset();
    co_await until([&outcome] { return outcome.has_value(); });
    EXPECT_EQ(outcome->error().code, ErrorCode::kClosed);
  });
}

TEST_F(ThunderSubscriptionsTest, HearsTheEventsOfAllPluginsFromController) {
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Controller", "all", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    fire("Echo", 4);
    co_await until([&events] { return events.size() == 1; });
    EXPECT_EQ(events[0], json(R"({"callsign":"Echo","event":"onFired","params":{"n":4}})"));
  });
}

TEST_F(ThunderSubscriptionsTest, TakesADuplicateForARegistrationWhoseReplyWasLost) {
  for (const auto generation : {emulator::Generation::kR5, emulator::Generation::kR44}) {
    emulator::EmulatorConfig server_config;
    server_config.generation = generation;
    server_config.profile = emulator::profile_from(json(kPlugins), "").profile;
    emulator::Emulator other(loop_, std::move(server_config));
    DeviceConfig config = device_config();
    config.client.endpoint.port = other.listen().port;
    config.subscriptions.register_timeout = 50ms;
    ThunderDevice registering(loop_, config);
    run([&]() -> Task {
      co_await until([&registering] { return registering.subscriptions().confirmed() == 1; });
      other.faults().hold_replies_to = "Echo.register";
      std::vector<Json::Value> events;
      const Subscription subscription = registering.subscribe("Echo", "onFired", record(events));
      co_await until([&other] { return other.device().registrations() == 2; });
      // Its reply never comes; the one to the second attempt does.
      co_await until([&other] { return other.requests().at("Echo.register") == 2; });
      other.release_held_replies();
      EXPECT_TRUE(co_await subscription.registered(kLong));
      other.device().emit("Echo", "onFired", Json::Value());
      co_await until([&events] { return events.size() == 1; });
      EXPECT_EQ(other.device().registrations(), 2U);
    });
  }
}

TEST_F(ThunderSubscriptionsTest, WorksAlikeWithR44) {
  emulator_config().generation = emulator::Generation::kR44;
  std::vector<Json::Value> events;
  const Subscription subscription = device().subscribe("Echo", "onFired", record(events));
  run([&]() -> Task {
    EXPECT_TRUE(co_await subscription.registered(kLong));
    const std::size_t registrations = server().device().registrations();
    server().restart_plugin("Echo", 0ms);
    co_await until([&] { return server().device().registrations() == registrations; });
    fire("Echo");
    co_await until([&events] { return events.size() == 1; });
  });
}

}  // namespace
}  // namespace ripple::thunder
