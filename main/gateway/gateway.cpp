#include "main/gateway/gateway.hpp"

#include "main/gateway/connection.hpp"

namespace ripple::gateway {

// One listener's way of telling who connects.
class Gateway::Acceptor final : public ConnectionAcceptor {
 public:
  Acceptor(bool internal, const Pipeline& pipeline, EnvelopeScanner& scanner,
           Subscriptions& subscriptions, const iec::Timers& clock)
      : internal_(internal),
        pipeline_(pipeline),
        scanner_(scanner),
        subscriptions_(subscriptions),
        clock_(clock) {}

  Result<void> admit(const UpgradeRequest& request) override {
    const Result<services::Session> session = identify(request);
    if (!session) return session.error();
    return {};
  }

  std::unique_ptr<FrameHandler> open(const UpgradeRequest& request,
                                     WebSocketConnection& connection) override {
    Result<services::Session> session = identify(request);
    // The session may have ended while the upgrade was under way.
    if (!session) {
      connection.close(CloseCode::kPolicyViolation, session.error().message);
      return nullptr;
    }
    return std::make_unique<Connection>(std::move(*session), pipeline_, scanner_, subscriptions_,
                                        clock_, connection);
  }

 private:
  Result<services::Session> identify(const UpgradeRequest& request) const {
    const Result<services::SessionQuery> query = services::SessionQuery::parse(request.query);
    if (!query) return query.error();
    return pipeline_.session.open(*query, internal_);
  }

  bool internal_;
  const Pipeline& pipeline_;
  EnvelopeScanner& scanner_;
  Subscriptions& subscriptions_;
  const iec::Timers& clock_;
};

Gateway::Gateway(boost::asio::io_context& io, const manifest::DeviceManifest& manifest,
                 Pipeline pipeline, Subscriptions& subscriptions, const iec::Timers& clock)
    : manifest_(manifest),
      pipeline_(pipeline),
      scanner_({manifest.host.limits.nesting, manifest.host.limits.batch_requests}) {
  const manifest::Limits& limits = manifest.host.limits;
  const WebSocketLimits server_limits{limits.connections, limits.frame_bytes, limits.outgoing_bytes,
                                      manifest.host.timeouts.handshake,
                                      manifest.host.timeouts.close};
  const auto make = [&](bool internal, std::unique_ptr<Acceptor>& acceptor) {
    acceptor = std::make_unique<Acceptor>(internal, pipeline_, scanner_, subscriptions, clock);
    return std::make_unique<WebSocketServer>(io, server_limits, *acceptor);
  };
  if (manifest.app_listener.enabled) app_ = make(false, app_acceptor_);
  if (manifest.internal_listener.enabled) internal_ = make(true, internal_acceptor_);
}

Gateway::~Gateway() = default;

Result<GatewayPorts> Gateway::listen() {
  GatewayPorts ports;
  if (app_) {
    const auto port = app_->listen(manifest_.app_listener.address, manifest_.app_listener.port);
    if (!port) return port.error();
    ports.app = *port;
  }
  if (internal_) {
    const auto port =
        internal_->listen(manifest_.internal_listener.address, manifest_.internal_listener.port);
    if (!port) return port.error();
    ports.internal = *port;
  }
  return ports;
}

void Gateway::stop() {
  if (app_) app_->stop();
  if (internal_) internal_->stop();
}

std::size_t Gateway::connection_count() const {
  return (app_ ? app_->connection_count() : 0) + (internal_ ? internal_->connection_count() : 0);
}

}  // namespace ripple::gateway
