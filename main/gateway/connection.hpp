/// One client of the gateway: its session, the demux of its frames, and its place among the
/// listeners of events.
#pragma once

#include <string>

#include "main/gateway/demux.hpp"
#include "main/gateway/subscriptions.hpp"
#include "main/gateway/websocket_server.hpp"

namespace ripple::gateway {

class Connection final : public FrameHandler, public FrameSink {
 public:
  Connection(services::Session session, const Pipeline& pipeline, EnvelopeScanner& scanner,
             Subscriptions& subscriptions, const iec::Timers& clock, WebSocketConnection& socket)
      : session_(std::move(session)),
        subscriptions_(subscriptions),
        socket_(socket),
        demux_(session_, pipeline, scanner, clock, *this) {
    subscriptions_.join(session_, *this);
  }
  ~Connection() override { subscriptions_.leave(session_); }

  void on_frame(std::string text) override { demux_.on_frame(std::move(text)); }
  void on_binary() override {
    socket_.close(CloseCode::kUnsupportedData, "expected JSON-RPC in text frames");
  }
  void on_close() override {}

  void send(std::string frame) override { socket_.send(std::move(frame)); }

 private:
  services::Session session_;
  Subscriptions& subscriptions_;
  WebSocketConnection& socket_;
  Demux demux_;
};

}  // namespace ripple::gateway
