/// A real client and an emulated server in one loop, over loopback.
#pragma once

#include <gtest/gtest.h>
#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulator/emulator.hpp"
#include "emulator/message_parser.hpp"
#include "ripple/thunder/device.hpp"

namespace ripple::thunder {

using namespace std::chrono_literals;  // NOLINT
namespace asio = boost::asio;
using Task = asio::awaitable<void>;
using Reply = Result<Json::Value>;

/// Generous: a loaded machine and an instrumented build must not fail a test.
inline constexpr std::chrono::seconds kLong{180};

inline Json::Value json(const std::string& text) { return emulator::parse_json(text).value(); }

/// Plugins that the tests script: Echo answers with its params, Slow after some time, Switch is
/// inactive at the start.
inline const char* const kPlugins = R"({"plugins": {
  "Echo": {"methods": {
    "echo": {"result": "${params}"},
    "slow": {"delay_ms": 100, "result": "${params}"},
    "never": {"delay_ms": 3600000, "result": null},
    "fire": {"result": null, "events": [{"event": "onFired", "params": "${params}"}]},
    "needs": {"required": ["a"], "result": "${params}"},
    "absent": {"error": {"code": -31002, "message": "{\"serialnumber\":\"\"}"}},
    "late": {"error": {"code": -32000, "message": "Call timed out."}},
    "fail": {"error": {"code": 77, "message": "as scripted"}}},
   "properties": {"level": {"path": ["level"]}, "model": {"path": ["model"], "read_only": true}},
   "values": {"level": 3, "model": "E1"}},
  "Twin": {"methods": {"fire": {"result": null, "events": [{"event": "onFired", "params": {"twin": true}}]}}},
  "Switch": {"state": "Deactivated", "methods": {
    "echo": {"result": "${params}"},
    "fire": {"result": null, "events": [{"event": "onFired", "params": "${params}"}]}}},
  "Sleepy": {"state": "Deactivated", "activation_ms": 20, "methods": {"echo": {"result": "${params}"}}},
  "Hanging": {"state": "Deactivated", "activation_ms": 3600000},
  "Sticky": {"methods": {"echo": {"result": "${params}"}}},
  "Broken": {"state": "Deactivated", "activation_failure": "opening_failed"},
  "Waiting": {"state": "Deactivated", "activation_failure": "pending_conditions", "methods": {"echo": {"result": "${params}"}}},
  "Gone": {"state": "Unavailable"},
  "Pausable": {"state": "Deactivated", "state_control": true, "methods": {"echo": {"result": "${params}"}}}
}})";

class ThunderTest : public testing::Test {
 protected:
  using EmulatorConfig = emulator::EmulatorConfig;

  /// Before the first use of server().
  EmulatorConfig& emulator_config() { return emulator_config_; }

  emulator::Emulator& server() {
    if (!emulator_) {
      if (emulator_config_.profile.plugins.empty() && !emulator_config_.profile.mock) {
        auto loaded = emulator::profile_from(json(kPlugins), "the tests' plugins");
        EXPECT_EQ(loaded.problem, "");
        emulator_config_.profile = std::move(loaded.profile);
      }
      emulator_.emplace(loop_, emulator_config_);
      const auto listening = emulator_->listen();
      EXPECT_EQ(listening.problem, "");
      port_ = listening.port;
    }
    return *emulator_;
  }

  std::uint16_t port() {
    server();
    return port_;
  }

  ClientConfig client_config() {
    ClientConfig config;
    config.endpoint.port = port();
    config.reconnect = {5ms, 20ms};
    config.random = [] { return 0.5; };
    return config;
  }

  DeviceConfig device_config() {
    DeviceConfig config;
    config.client = client_config();
    config.subscriptions.retry = {5ms, 20ms};
    config.state.retry = {5ms, 20ms};
    return config;
  }

  /// Runs the loop until the coroutine is done.
  void run(std::function<Task()> body) {
    bool done = false;
    std::exception_ptr failure;
    asio::co_spawn(loop_, body(), [&](const std::exception_ptr& thrown) {
      done = true;
      failure = thrown;
      loop_.stop();
    });
    loop_.restart();
    loop_.run_for(kLong);
    if (failure) std::rethrow_exception(failure);
    ASSERT_TRUE(done) << "the test's coroutine did not end";
  }

  /// Lets the loop work until `condition` holds.
  Task until(std::function<bool()> condition) {
    const auto deadline = std::chrono::steady_clock::now() + kLong;
    asio::steady_timer turn(loop_);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("waited in vain");
      turn.expires_after(1ms);
      co_await turn.async_wait(asio::use_awaitable);
    }
  }

  std::uint64_t requests(const std::string& method) {
    const auto& counts = server().requests();
    const auto found = counts.find(method);
    return found == counts.end() ? 0 : found->second;
  }

  asio::io_context loop_{1};

 private:
  EmulatorConfig emulator_config_;
  std::optional<emulator::Emulator> emulator_;
  std::uint16_t port_ = 0;
};

}  // namespace ripple::thunder
