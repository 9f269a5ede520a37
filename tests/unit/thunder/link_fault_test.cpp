// What callers see of each way in which a link fails, and that all is as before afterwards: no call
// pending, every subscription there once.

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class LinkFaultTest : public ThunderTest {
 protected:
  // A device with one subscription that works, three links, and nothing under way.
  void run_settled(DeviceConfig config, std::function<Task(ThunderDevice&)> body) {
    ThunderDevice device(loop_, std::move(config));
    subscription_ = device.subscribe("Echo", "onFired", [this](const Json::Value&) { ++events_; });
    run([&]() -> Task {
      co_await until([&device] { return device.pool().connected_links() == 3; });
      EXPECT_TRUE(co_await subscription_.registered(kLong));
      // The device's first answer, so that the plugin's state is known.
      EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
      co_await body(device);
      co_await expect_as_before(device);
    });
    subscription_.cancel();
  }

  void run_settled(std::function<Task(ThunderDevice&)> body) {
    run_settled(device_config(), std::move(body));
  }

  // Links and registrations come back by themselves, an event arrives once, a call is answered.
  Task expect_as_before(ThunderDevice& device) {
    server().faults() = emulator::Faults{};
    co_await until([this] { return server().links().size() == 3; });
    co_await until([&device] { return device.pool().connected_links() == 3; });
    // Controller's statechange and Echo's onFired.
    co_await until([this, &device] {
      return server().device().registrations() == 2 && device.subscriptions().confirmed() == 2;
    });
    EXPECT_EQ(device.subscriptions().wanted(), 2U);
    const int before = events_;
    server().device().emit("Echo", "onFired", Json::Value());
    co_await until([this, before] { return events_ > before; });
    Reply reply = co_await device.call("Echo.1.echo", json(R"({"back":true})"), kLong);
    EXPECT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(events_, before + 1);
    co_await until([&device] { return device.pool().pending_calls() == 0; });
    EXPECT_EQ(device.state().parked_calls(), 0U);
  }

  void call_later(ThunderDevice& device, const std::string& method, Json::Value params = {}) {
    asio::co_spawn(
        loop_,
        [](LinkFaultTest& test, ThunderDevice& called, std::string name,
           Json::Value given) -> Task {
          test.replies_.push_back(co_await called.call(std::move(name), std::move(given), kLong));
        }(*this, device, method, std::move(params)),
        asio::detached);
  }

  Task for_replies(std::size_t count) {
    co_await until([this, count] { return replies_.size() == count; });
  }

  void expect_all(ErrorCode code) {
    for (const Reply& reply : replies_) {
      ASSERT_FALSE(reply);
      EXPECT_EQ(name_of(reply.error().code), name_of(code)) << reply.error().message;
    }
  }

  Subscription subscription_;
  int events_ = 0;
  std::vector<Reply> replies_;
};

TEST_F(LinkFaultTest, ACutMidCallFailsWhatIsPendingAndSendsNothingAgain) {
  run_settled([this](ThunderDevice& device) -> Task {
    for (int i = 0; i < 8; ++i) call_later(device, "Echo.1.never");
    co_await until([&device] { return device.pool().pending_calls() == 8; });
    co_await until([this] { return requests("Echo.1.never") == 4; });
    server().cut_links();
    co_await for_replies(8);
    expect_all(ErrorCode::kLinkLost);
    co_await until([this] { return server().links().size() == 3; });
    EXPECT_EQ(requests("Echo.1.never"), 4U);
  });
}

TEST_F(LinkFaultTest, ACutOnARequestFailsThatCall) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().faults().cut_on_method = "Echo.1.echo";
    call_later(device, "Echo.1.echo");
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
  });
}

TEST_F(LinkFaultTest, ACutMidFragmentFailsTheCallWithoutAnyOfTheReply) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().faults().cut_after_frames = 3;
    Json::Value params;
    params["text"] = std::string(20'000, 'x');
    call_later(device, "Echo.1.echo", params);
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
  });
}

TEST_F(LinkFaultTest, CutsMidHandshakeAreFollowedByFurtherAttempts) {
  run_settled([this](ThunderDevice& device) -> Task {
    constexpr std::size_t kAll = 1'000'000;
    server().faults().cut_handshakes = kAll;
    call_later(device, "Echo.1.never");
    co_await until([&device] { return device.pool().pending_calls() == 1; });
    server().cut_links();
    co_await until([this] { return server().faults().cut_handshakes <= kAll - 6; });
    EXPECT_FALSE(device.is_connected());
    expect_all(ErrorCode::kLinkLost);
    const Reply away = co_await device.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(away.error().code, ErrorCode::kNotConnected);
  });
}

TEST_F(LinkFaultTest, AServerRestartIsSurvived) {
  run_settled([this](ThunderDevice& device) -> Task {
    call_later(device, "Echo.1.never");
    co_await until([&device] { return device.pool().pending_calls() == 1; });
    server().restart(50ms);
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
    const Reply away = co_await device.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(away.error().code, ErrorCode::kNotConnected);
  });
}

TEST_F(LinkFaultTest, APluginRestartIsFollowedByARegistration) {
  run_settled([this](ThunderDevice&) -> Task {
    const std::uint64_t registered = requests("Echo.register");
    server().restart_plugin("Echo", 0ms);
    co_await until([this, registered] { return requests("Echo.register") > registered; });
  });
}

TEST_F(LinkFaultTest, APluginThatFailsIsActivatedByTheNextCallAndAllAreAnswered) {
  run_settled([this](ThunderDevice& device) -> Task {
    call_later(device, "Echo.1.slow");
    co_await until([this] { return requests("Echo.1.slow") == 1; });
    const std::uint64_t registered = requests("Echo.register");
    server().restart_plugin("Echo", std::chrono::hours(1));
    call_later(device, "Echo.1.echo");
    co_await for_replies(2);
    for (const Reply& reply : replies_) EXPECT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(requests("Controller.1.activate"), 1U);
    co_await until([this, registered] { return requests("Echo.register") > registered; });
  });
}

TEST_F(LinkFaultTest, APluginsCrashLoopLeavesOneRegistrationAndEveryCallAnswered) {
  run_settled([this](ThunderDevice& device) -> Task {
    emulator::Plugin& plugin = *server().device().find("Echo");
    for (int i = 0; i < 200; ++i) {
      server().device().set_state(plugin, emulator::State::kDeactivated, "Failure");
      if (i % 10 == 0) call_later(device, "Echo.1.echo");
      if (i % 3 == 0) co_await asio::post(loop_, asio::use_awaitable);
      server().device().set_state(plugin, emulator::State::kActivated, "Automatic");
      if (i % 7 == 0) co_await asio::post(loop_, asio::use_awaitable);
    }
    co_await for_replies(20);
    for (const Reply& reply : replies_) {
      EXPECT_TRUE(reply || reply.error().code == ErrorCode::kPluginInactive)
          << reply.error().message;
    }
  });
}

TEST_F(LinkFaultTest, AMandatoryPluginThatFailsAgainAndAgainIsTriedWithPauses) {
  DeviceConfig config = device_config();
  config.state.mandatory = {"Switch"};
  std::size_t pauses = 0;
  config.state.random = [&pauses] {
    ++pauses;
    return 0.5;
  };
  run_settled(std::move(config), [this, &pauses](ThunderDevice&) -> Task {
    emulator::Plugin& plugin = *server().device().find("Switch");
    for (int i = 0; i < 5; ++i) {
      co_await until([&plugin] { return emulator::is_active(plugin.state); });
      server().device().set_state(plugin, emulator::State::kDeactivated, "Failure");
    }
    co_await until([&plugin] { return emulator::is_active(plugin.state); });
    EXPECT_EQ(requests("Controller.1.activate"), 6U);
    EXPECT_GE(pauses, 5U);
  });
}

TEST_F(LinkFaultTest, ASlowServerCostsTheCallersDeadlineAndNoMore) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().faults().reply_delay = 50ms;
    const Reply late = co_await device.call("Echo.1.echo", {}, 1ms);
    EXPECT_EQ(late.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
  });
}

TEST_F(LinkFaultTest, ADroppedReplyCostsThatCallOnly) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().faults().drop_replies = 1;
    const Reply dropped = co_await device.call("Echo.1.echo", {}, 20ms);
    EXPECT_EQ(dropped.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
  });
}

TEST_F(LinkFaultTest, ASilentServerIsLostAfterThreePeriods) {
  DeviceConfig config = device_config();
  config.client.keepalive = 20ms;
  run_settled(std::move(config), [this](ThunderDevice& device) -> Task {
    server().faults().is_silent = true;
    const Reply late = co_await device.call("Echo.1.echo", {}, 1ms);
    EXPECT_EQ(late.error().code, ErrorCode::kDeadlineExceeded);
    call_later(device, "Echo.1.echo");
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
    // No handshake ends before the server speaks again.
    server().faults().is_silent = false;
    co_await until([&device] { return device.pool().events().counters().connections >= 2; });
  });
}

TEST_F(LinkFaultTest, AReplyBeyondTheBoundEndsTheLink) {
  DeviceConfig config = device_config();
  config.client.max_message_bytes = 4'096;
  run_settled(std::move(config), [this](ThunderDevice& device) -> Task {
    Json::Value params;
    params["text"] = std::string(5'000, 'x');
    call_later(device, "Echo.1.echo", params);
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
  });
}

TEST_F(LinkFaultTest, GarbageFramesEndTheLink) {
  run_settled([this](ThunderDevice& device) -> Task {
    call_later(device, "Echo.1.never");
    co_await until([this] { return requests("Echo.1.never") == 1; });
    server().send_garbage();
    co_await for_replies(1);
    expect_all(ErrorCode::kLinkLost);
    co_await until([&device] { return device.pool().events().counters().connections == 2; });
  });
}

TEST_F(LinkFaultTest, MessagesThatAreNoJsonRpcAreCountedAndDropped) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().send_text_to_all("{\"no\":\"rpc\"}");
    server().send_text_to_all("not json");
    server().send_text_to_all(std::string(5'000, '['));
    co_await until([&device] { return device.pool().events().counters().malformed == 3; });
    EXPECT_TRUE(co_await device.call("Echo.1.echo", {}, kLong));
  });
}

TEST_F(LinkFaultTest, ARefusalWith403IsToldAndTriedAgain) {
  run_settled([this](ThunderDevice& device) -> Task {
    server().faults().refuses_all_handshakes = true;
    server().cut_links();
    co_await until([&device] { return device.pool().events().counters().failed_attempts >= 3; });
    const Reply reply = co_await device.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotConnected);
    EXPECT_NE(reply.error().message.find("403"), std::string::npos) << reply.error().message;
  });
}

TEST_F(LinkFaultTest, TenThousandParkedCallsAreAllAnsweredOnceThePluginIsActive) {
  DeviceConfig config = device_config();
  config.state.max_parked_calls = 10'000;
  run_settled(std::move(config), [this](ThunderDevice& device) -> Task {
    for (int i = 0; i < 10'000; ++i) call_later(device, "Waiting.1.echo");
    co_await until([&device] { return device.state().parked_calls() == 10'000; });
    const Reply refused = co_await device.call("Waiting.1.echo", {}, kLong);
    EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
    server().device().set_state(*server().device().find("Waiting"), emulator::State::kActivated,
                                "Conditions");
    co_await for_replies(10'000);
    for (const Reply& reply : replies_) EXPECT_TRUE(reply);
  });
}

TEST_F(LinkFaultTest, TenThousandParkedCallsFailAtOnceWithTheLink) {
  DeviceConfig config = device_config();
  config.state.max_parked_calls = 10'000;
  run_settled(std::move(config), [this](ThunderDevice& device) -> Task {
    for (int i = 0; i < 10'000; ++i) call_later(device, "Waiting.1.echo");
    co_await until([&device] { return device.state().parked_calls() == 10'000; });
    server().restart(20ms);
    co_await for_replies(10'000);
    expect_all(ErrorCode::kNotConnected);
  });
}

}  // namespace
}  // namespace ripple::thunder
