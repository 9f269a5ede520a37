/// A WebSocket client for the command line and the tests, behind plain types.
///
///     WebSocketClient client(io);
///     client.connect("ws://127.0.0.1:3474/?appId=refui", handler);
///     io.run();
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::cli {

/// What happens on the connection. Called on the thread that runs the io_context.
class ClientHandler {
 public:
  virtual ~ClientHandler() = default;
  virtual void on_open() = 0;
  virtual void on_frame(std::string text) = 0;
  /// The connection could not be made, or has ended: `error` has code kNotAvailable and says which
  /// URL, what was expected and what came (HTTP status and body of a refusal, close code, reason).
  virtual void on_close(const Error& error) = 0;
};

/// One connection to a gateway; offers the subprotocol "jsonrpc".
class WebSocketClient {
 public:
  explicit WebSocketClient(boost::asio::io_context& io);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// `handler` must outlive the connection. An error means that the URL is not ws://HOST:PORT/...
  Result<void> connect(const std::string& url, ClientHandler& handler,
                       std::chrono::milliseconds handshake_timeout = std::chrono::seconds(5));
  void send(std::string frame);
  /// Closing handshake with 1000; on_close follows.
  void close();

 private:
  class Endpoint;
  std::unique_ptr<Endpoint> endpoint_;
};

}  // namespace ripple::cli
