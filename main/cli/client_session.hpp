/// A connection to a gateway for as long as one command needs it.
///
///     class Call : public ClientSession { void on_response(..) override { .. finish(0); } };
///     return Call(..).run(url, frame);
#pragma once

#include <json/value.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "main/cli/terminal.hpp"
#include "main/cli/websocket_client.hpp"

namespace ripple::cli {

/// Sends one frame once the connection is open and hands on what comes for its id. Lives and runs
/// on the thread that calls run().
class ClientSession : private ClientHandler {
 public:
  ClientSession(const Terminal& terminal, std::chrono::milliseconds timeout);
  virtual ~ClientSession() = default;
  ClientSession(const ClientSession&) = delete;
  ClientSession& operator=(const ClientSession&) = delete;

  /// Returns the exit code that finish() was given.
  int run(const std::string& url, std::string frame);

 protected:
  /// A JSON-RPC object with the id of the request.
  virtual void on_response(const Json::Value& response) = 0;

  void finish(int exit_code) { exit_code_ = exit_code; }
  /// From now on silence is no failure.
  void wait_without_limit() { timer_.cancel(); }
  boost::asio::io_context& io() { return io_; }
  const Terminal& terminal() const { return terminal_; }

 private:
  void on_open() override;
  void on_frame(std::string text) override;
  void on_close(const Error& error) override;
  void on_timeout();
  void say_goodbye();

  const Terminal& terminal_;
  std::chrono::milliseconds timeout_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  WebSocketClient client_{io_};
  std::string url_;
  std::string frame_;
  bool opened_ = false;
  std::optional<int> exit_code_;
};

}  // namespace ripple::cli
