#include "main/bootstrap/platform.hpp"

#include <csignal>

namespace ripple::bootstrap {
namespace {

iec::RouterLimits router_limits(const manifest::Host& host) {
  return {host.limits.requests_in_flight, host.limits.requests_per_channel,
          host.timeouts.request / std::chrono::nanoseconds(1)};
}

}  // namespace

Platform::Platform(manifest::Manifest loaded, services::LogService& log_service)
    : manifest(std::move(loaded)),
      log(log_service),
      router(names, wake, router_limits(manifest.device.host)),
      inbox(io, router, manifest.device.host.limits.mailbox_messages),
      capabilities(manifest.device),
      gate(router, capabilities, permissions, manifest.device),
      rule_events(router, log),
      subscriptions(methods, rule_events, manifest.device.host.limits.subscriptions_per_connection),
      streams(router, subscriptions, manifest.device.host.limits.subscriptions_per_connection),
      session(sessions, manifest.device),
      policy(gate, methods, loop),
      invocation(methods, router, log, lookup, subscriptions, streams),
      control({&log, &lookup, &policy, &session, &invocation}),
      pipeline{session, policy, invocation, lookup},
      rpc(pipeline, loop),
      events(router, methods, subscriptions),
      context(router),
      channels(router),
      statuses(channels),
      gateway(io, manifest.device, pipeline, subscriptions, loop),
      control_socket(io, control),
      work_(io.get_executor()),
      signals_(io, SIGINT, SIGTERM) {
  router.add_event_sink(subscriptions);
  subscriptions.on_departure([this](const std::string& app_id) { departures.announce(app_id); });
  wait_for_signal();
}

void Platform::wait_for_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    stop_signal_ = signal;
    io.stop();
  });
}

bool Platform::run_until(const std::function<bool()>& done,
                         std::chrono::steady_clock::time_point deadline) {
  while (!done()) {
    if (stop_signal_ != 0 && !stopping_) return false;
    if (io.stopped()) io.restart();
    if (std::chrono::steady_clock::now() >= deadline) return false;
    io.run_one_until(deadline);
  }
  return true;
}

void Platform::run() {
  while (stop_signal_ == 0) {
    io.restart();
    io.run();
  }
}

}  // namespace ripple::bootstrap
