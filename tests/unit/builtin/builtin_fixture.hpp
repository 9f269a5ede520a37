/// All builtins on a test host, with what Main would give them replaced by recorders.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "main/builtin/builtin.hpp"
#include "ripple/json.hpp"
#include "ripple/testing.hpp"

namespace ripple::builtin {

struct RecordedEvents final : EventPublisher {
  Result<bool> publish(const AppEvent& event) override {
    events.push_back(event);
    if (refuse) return Error{ErrorCode::kMethodNotFound, "no such event", {}};
    return true;
  }
  std::vector<AppEvent> events;
  bool refuse = false;
};

struct RecordedRpc final : RpcDispatcher {
  void dispatch(RpcRequest request, Done done) override {
    requests.push_back(std::move(request));
    waiting.push_back(std::move(done));
  }
  std::vector<RpcRequest> requests;
  std::vector<Done> waiting;
};

struct RecordedContext final : ContextBroadcaster {
  void broadcast(std::string json) override { sent.push_back(std::move(json)); }
  std::vector<std::string> sent;
};

struct FixedStatuses final : ChannelStatuses {
  std::vector<ChannelStatus> list() const override { return channels; }
  void set_listener(Listener one) override { listener = std::move(one); }
  std::vector<ChannelStatus> channels;
  Listener listener;
};

/// A test changes `manifest` before it calls start().
class BuiltinFixture : public ::testing::Test {
 protected:
  void start() {
    capabilities.emplace(manifest.device);
    for (const Entry& entry :
         make_builtins({manifest, sessions, *capabilities, permissions, events, rpc, statuses,
                        context, gateway, [] { return std::string("{\"openrpc\":\"1.2.4\"}"); },
                        "1.0.0", &departures})) {
      const auto loaded = host.load(entry);
      ASSERT_TRUE(loaded) << loaded.error().message;
    }
  }

  /// Events of one kind with the app they were meant for.
  template <typename Event>
  std::vector<std::string> audience() const {
    std::vector<std::string> apps;
    for (const auto& record : host.event_records()) {
      if (record.method != Event::Contract::kMethods[Event::kMethod]) continue;
      apps.push_back(record.audience["app_id"].asString());
    }
    return apps;
  }

  manifest::Manifest manifest;
  services::SessionRegistry sessions;
  std::optional<services::CapabilityTable> capabilities;
  services::PermissionCache permissions;
  RecordedEvents events;
  RecordedRpc rpc;
  RecordedContext context;
  FixedStatuses statuses;
  GatewaySignal gateway;
  AppDepartures departures;
  ripple::testing::Host host;
};

}  // namespace ripple::builtin
