/// WebSocket listeners behind plain types, so that only one translation unit meets websocketpp.
///
///     WebSocketServer server(io, limits, acceptor);
///     Result<std::uint16_t> port = server.listen("127.0.0.1", 0);
///     ...
///     server.stop();   // every connection is closed with 1001
///
/// Everything here lives on the thread that runs `io`.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::gateway {

enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kUnsupportedData = 1003,
  kInvalidPayload = 1007,
  kPolicyViolation = 1008,
  kMessageTooBig = 1009,
};

/// One open connection, owned by the server. Valid from FrameHandler's creation until
/// FrameHandler::on_close returns.
class WebSocketConnection {
 public:
  virtual ~WebSocketConnection() = default;

  /// Queues one text frame, which must be valid UTF-8; that is not checked again here. Ignored once
  /// the connection is closing. Frames queued during one turn of the loop leave in one write. When
  /// the bytes that the peer has not yet read would exceed WebSocketLimits::outgoing_bytes, the
  /// frame is dropped and the connection is closed with 1008.
  virtual void send(std::string frame) = 0;

  /// Starts the closing handshake; after WebSocketLimits::close_timeout the socket is cut.
  virtual void close(CloseCode code, std::string_view reason) = 0;

  /// "127.0.0.1:51234", for logs.
  virtual std::string_view peer() const = 0;
};

/// What the gateway does with the frames of one connection.
class FrameHandler {
 public:
  virtual ~FrameHandler() = default;

  /// One complete text message, valid UTF-8, at most WebSocketLimits::frame_bytes long. The string
  /// has simdjson's padding in its capacity.
  virtual void on_frame(std::string text) = 0;

  /// A binary message; it is not delivered.
  virtual void on_binary() = 0;

  /// Last call. The connection must not be used any more.
  virtual void on_close() = 0;
};

/// An HTTP request that wants to become a WebSocket.
struct UpgradeRequest {
  std::string_view path;   ///< without the query
  std::string_view query;  ///< what follows '?', still encoded
  std::string_view peer;
  bool offers_jsonrpc = false;  ///< the client listed the subprotocol "jsonrpc"
  bool offers_subprotocol = false;
};

/// Decides who may connect.
class ConnectionAcceptor {
 public:
  virtual ~ConnectionAcceptor() = default;

  /// Called before the upgrade is answered. An error refuses it: kOverloaded answers 503,
  /// kNotPermitted 403, anything else 400, with the message as body.
  virtual Result<void> admit(const UpgradeRequest& request) = 0;

  /// The upgrade is complete. nullptr: the connection has been closed again.
  virtual std::unique_ptr<FrameHandler> open(const UpgradeRequest& request,
                                             WebSocketConnection& connection) = 0;
};

struct WebSocketLimits {
  std::size_t connections = 1000;        ///< further upgrades are answered with 503
  std::size_t frame_bytes = 1 << 20;     ///< a longer message closes with 1009
  std::size_t outgoing_bytes = 4 << 20;  ///< unread by the peer, per connection
  std::chrono::milliseconds handshake_timeout{5000};
  std::chrono::milliseconds close_timeout{500};
};

/// A listening socket and its connections.
class WebSocketServer {
 public:
  /// `io` and `acceptor` must outlive the server.
  WebSocketServer(boost::asio::io_context& io, WebSocketLimits limits,
                  ConnectionAcceptor& acceptor);
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  /// Binds and starts to accept; port 0 lets the system choose. Returns the port. The error names
  /// the address and the reason ("address already in use: another ripple?").
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

  /// Stops accepting and closes every connection with 1001. The loop runs out of work once the last
  /// one is gone, at the latest after close_timeout.
  void stop();

  std::size_t connection_count() const;

 private:
  class Endpoint;
  std::unique_ptr<Endpoint> endpoint_;
};

}  // namespace ripple::gateway
