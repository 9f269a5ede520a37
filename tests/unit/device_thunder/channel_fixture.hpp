/// The channel and an emulated Thunder server with the device profile, in one loop over loopback.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <ripple/contracts/browser.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/network_device_events.hpp>
#include <ripple/contracts/remote_accessory.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/contracts/wifi.hpp>
#include <ripple/contracts/window_manager.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <utility>
#include <vector>

#include "device_thunder/device_channel.hpp"
#include "emulator/emulator.hpp"
#include "fake_config.hpp"
#include "json_text.hpp"

namespace ripple::device_thunder {

namespace emulator = thunder::emulator;

class ChannelTest : public ::testing::Test {
 protected:
  /// Generous: a loaded machine and an instrumented build must not fail a test.
  static constexpr std::chrono::seconds kLong{60};

  ChannelTest() {
    config_.saved_dir = "/nowhere";
    auto loaded = emulator::load_profile(RIPPLE_THUNDER_PROFILES "/device.json");
    EXPECT_EQ(loaded.problem, "");
    profile_ = std::move(loaded.profile);
  }

  /// Takes a plugin out of the profile; before the server begins.
  void without_plugin(const std::string& callsign) {
    std::erase_if(profile_.plugins,
                  [&](const emulator::Plugin& plugin) { return plugin.callsign == callsign; });
  }

  emulator::Emulator& server() {
    if (!server_) {
      server_ =
          std::make_unique<emulator::Emulator>(io_, emulator::EmulatorConfig{.profile = profile_});
      const auto listening = server_->listen();
      EXPECT_EQ(listening.problem, "");
      symbol_config_["thunder"] = "ws://127.0.0.1:" + std::to_string(listening.port) + "/jsonrpc";
    }
    return *server_;
  }

  /// Loads the channel, without waiting for its connection.
  void load() {
    config_.provide_to(host_);
    host_.provide<contracts::RippleContext>(overloaded{
        [this](contracts::RippleContext::Update& c) {
          contexts_.push_back(to_json(c.params.context));
          c.reply(true);
        },
        [](auto& c) { c.reply_unsupported(); },
    });
    using namespace contracts;
    auto entry = ripple::entry("ripple:channel:device:thunder")
                     .provides<DeviceInfo, LocalStorage, SecureStorage, Wifi, WindowManager,
                               Browser, RemoteAccessory, NetworkDeviceEvents>()
                     .uses<Config, RippleContext>();
    const auto loaded = host_.load(entry.channel([this](Node node) {
      thunder::DeviceConfig config;
      using namespace std::chrono_literals;
      config.client.reconnect = {5ms, 20ms};
      config.subscriptions.retry = {5ms, 20ms};
      config.state.retry = {5ms, 20ms};
      return serve_device(node, {io_, [this] { return now_; }, std::move(config)});
    }),
                                   symbol_config_);
    ASSERT_TRUE(loaded) << loaded.error().message;
  }

  void start() {
    server();
    load();
    ASSERT_TRUE(until_there());
  }

  /// The loop works until the condition holds; false when it does not in a long time.
  template <typename Condition>
  bool until(Condition&& condition) {
    const auto end = std::chrono::steady_clock::now() + kLong;
    host_.run_until_idle();
    while (!condition() && std::chrono::steady_clock::now() < end) {
      io_.restart();
      io_.run_one_for(kLong);
      host_.run_until_idle();
    }
    return condition();
  }

  /// The answer, when it has come.
  template <typename M>
  Result<typename M::Result> ask(const M& method, const ripple::testing::Caller& caller = {}) {
    auto answer = host_.start_call(method, caller);
    until([&] { return answer.has_come(); });
    return answer.result();
  }

  /// Whether Thunder is there to the channel.
  bool until_there() {
    return until([this] { return host_.call(contracts::DeviceInfo::type{}).has_value(); });
  }

  /// A plugin, to change what it will say.
  emulator::Plugin& plugin(const std::string& callsign) {
    return *server().device().find(callsign);
  }

  /// Whether somebody is registered for the plugin's event.
  bool is_registered(const std::string& callsign, const std::string& event) {
    for (const auto& registration : plugin(callsign).registrations) {
      if (registration.event == event) return true;
    }
    return false;
  }

  boost::asio::io_context io_{1};
  emulator::Profile profile_;
  std::unique_ptr<emulator::Emulator> server_;
  Json::Value symbol_config_{Json::objectValue};
  FakeConfig config_;
  std::int64_t now_ = 1'700'000'000'123;
  std::vector<Json::Value> contexts_;
  ripple::testing::Host host_;
};

}  // namespace ripple::device_thunder
