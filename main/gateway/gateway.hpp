/// The Firebolt gateway: two WebSocket listeners in front of the request pipeline.
///
///     Gateway gateway(io, manifest.device, pipeline, subscriptions, clock);
///     Result<GatewayPorts> ports = gateway.listen();
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>

#include "main/gateway/demux.hpp"
#include "main/gateway/subscriptions.hpp"
#include "main/gateway/websocket_server.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::gateway {

/// The ports that are listened on; nothing for a listener that is not enabled.
struct GatewayPorts {
  std::optional<std::uint16_t> app, internal;
};

class Gateway {
 public:
  Gateway(boost::asio::io_context& io, const manifest::DeviceManifest& manifest, Pipeline pipeline,
          Subscriptions& subscriptions, const iec::Timers& clock);
  ~Gateway();

  /// kStartFailed names the address and the reason.
  Result<GatewayPorts> listen();

  /// Closes every connection with 1001 and accepts no more.
  void stop();

  std::size_t connection_count() const;

 private:
  class Acceptor;

  const manifest::DeviceManifest& manifest_;
  Pipeline pipeline_;
  EnvelopeScanner scanner_;
  std::unique_ptr<Acceptor> app_acceptor_, internal_acceptor_;
  std::unique_ptr<WebSocketServer> app_, internal_;
};

}  // namespace ripple::gateway
