#include "main/bootstrap/serve_steps.hpp"

#include "main/manifest/default_paths.hpp"

namespace ripple::bootstrap {

Result<void> ConfigureServices::run(Platform& platform) {
  const manifest::Host& host = platform.manifest.device.host;
  Result<void> done = platform.control.start(
      {{"policy", host.policy}, {"lookup", host.lookup}, {"session", Json::objectValue}});
  if (!done) {
    return Error{ErrorCode::kBadManifest,
                 platform.manifest.device.file.string() + ": /host: " + done.error().message, {}};
  }
  return {};
}

Result<void> StartGateway::run(Platform& platform) {
  const auto& named = platform.manifest.device.host.control_socket;
  const Result<void> bound =
      platform.control_socket.listen(named.empty() ? manifest::default_control_socket() : named);
  if (!bound) return bound.error();
  const Result<gateway::GatewayPorts> ports = platform.gateway.listen();
  if (!ports) return ports.error();
  platform.ports = *ports;
  // What the manifest left open is settled now: who is launched is told the port that is.
  if (ports->app) platform.manifest.device.app_listener.port = *ports->app;
  if (ports->internal) platform.manifest.device.internal_listener.port = *ports->internal;
  return {};
}

void StartGateway::undo(Platform& platform) {
  platform.control_socket.stop();
  platform.router.fail_all({ErrorCode::kCancelled, "the platform is stopping", {}});
  platform.gateway.stop();
  platform.run_until([&] { return platform.gateway.connection_count() == 0; },
                     std::chrono::steady_clock::now() +
                         platform.manifest.device.host.timeouts.close);
}

Result<void> Launch::run(Platform& platform) {
  platform.gateway_up.announce();
  return {};
}

}  // namespace ripple::bootstrap
