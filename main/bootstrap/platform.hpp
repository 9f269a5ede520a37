/// Everything that a running Main consists of, in the order of its making: what comes later knows
/// what came before, and goes before it.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "main/bootstrap/builtin_ports.hpp"
#include "main/bootstrap/channel_set.hpp"
#include "main/builtin/app_departures.hpp"
#include "main/builtin/builtin.hpp"
#include "main/builtin/gateway_signal.hpp"
#include "main/extn/extn_catalog.hpp"
#include "main/gateway/control_socket.hpp"
#include "main/gateway/gateway.hpp"
#include "main/gateway/rpc_entrance.hpp"
#include "main/gateway/rule_events.hpp"
#include "main/gateway/streams.hpp"
#include "main/iec/inbox.hpp"
#include "main/iec/main_loop.hpp"
#include "main/iec/router.hpp"
#include "main/manifest/manifest.hpp"
#include "main/services/control_plane.hpp"
#include "main/services/log_service.hpp"

namespace ripple::bootstrap {

class Platform {
 public:
  Platform(manifest::Manifest loaded, services::LogService& log);
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  /// Runs Main's loop until `done()`, `deadline`, or a signal to stop. True when done.
  bool run_until(const std::function<bool()>& done,
                 std::chrono::steady_clock::time_point deadline);

  /// Runs Main's loop until a signal to stop.
  void run();

  /// From now on run_until does not end at a signal: the platform is on its way down.
  void begin_stop() { stopping_ = true; }

  /// The signal that asked to stop; 0 for none.
  int stop_signal() const { return stop_signal_; }

  // First, so last to go: they hold the code of every channel and of every buffer's release, and
  // messages may still wait in the loop, the inbox and the router when all else is gone.
  std::vector<Entry> builtins;
  extn::ExtnCatalog catalog;

  boost::asio::io_context io{1};
  manifest::Manifest manifest;
  services::LogService& log;

  iec::ExtnTable names;
  iec::AsioWakeTimer wake{io};
  iec::MainLoop loop{io};
  iec::Router router;
  iec::Inbox inbox;

  services::MethodTable methods;
  services::CapabilityTable capabilities;
  services::PermissionCache permissions;
  services::SessionRegistry sessions;
  services::PermissionGate gate;
  gateway::RuleEvents rule_events;
  gateway::Subscriptions subscriptions;
  gateway::Streams streams;
  services::LookupService lookup;
  services::SessionService session;
  services::PolicyService policy;
  services::InvocationService invocation;
  services::ControlPlane control;
  gateway::Pipeline pipeline;

  gateway::RpcEntrance rpc;
  builtin::GatewaySignal gateway_up;
  builtin::AppDepartures departures;
  EventPort events;
  ContextPort context;
  ChannelSet channels;
  StatusPort statuses;

  gateway::Gateway gateway;
  gateway::ControlSocket control_socket;
  gateway::GatewayPorts ports;

 private:
  void wait_for_signal();

  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::signal_set signals_;
  int stop_signal_ = 0;
  bool stopping_ = false;
};

}  // namespace ripple::bootstrap
