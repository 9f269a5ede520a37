/// A gateway that answers every frame as a test says, on a thread of its own.
///
///     ScriptedGateway gateway({R"({"jsonrpc":"2.0","id":1,"result":"Kitchen"})"});
///     command.gateway.url = gateway.url();
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "main/gateway/websocket_server.hpp"

namespace ripple::cli {

class ScriptedGateway : private gateway::ConnectionAcceptor {
 public:
  /// `answers` are all sent for each frame. `hang_up`: the connection is closed instead.
  explicit ScriptedGateway(std::vector<std::string> answers, bool hang_up = false)
      : answers_(std::move(answers)), hang_up_(hang_up) {
    const Result<std::uint16_t> port = server_.listen("127.0.0.1", 0);
    EXPECT_TRUE(port.has_value()) << port.error().message;
    port_ = port ? *port : std::uint16_t{0};
    thread_ = std::thread([this] { io_.run(); });
  }

  ~ScriptedGateway() override {
    boost::asio::post(io_, [this] { server_.stop(); });
    thread_.join();
  }

  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_); }
  std::string query() {
    return on_loop([this] { return query_; });
  }
  std::string frame() {
    return on_loop([this] { return frame_; });
  }

 private:
  class Handler : public gateway::FrameHandler {
   public:
    Handler(ScriptedGateway& gateway, gateway::WebSocketConnection& connection)
        : gateway_(gateway), connection_(connection) {}
    void on_frame(std::string text) override {
      gateway_.frame_ = std::move(text);
      if (gateway_.hang_up_) connection_.close(gateway::CloseCode::kGoingAway, "going home");
      for (const std::string& answer : gateway_.answers_) connection_.send(answer);
    }
    void on_binary() override {}
    void on_close() override {}

   private:
    ScriptedGateway& gateway_;
    gateway::WebSocketConnection& connection_;
  };

  Result<void> admit(const gateway::UpgradeRequest& request) override {
    query_ = request.query;
    if (request.query.find("stranger") == std::string_view::npos) return {};
    return Error{ErrorCode::kNotPermitted, "stranger is not known here", {}};
  }
  std::unique_ptr<gateway::FrameHandler> open(const gateway::UpgradeRequest&,
                                              gateway::WebSocketConnection& connection) override {
    return std::make_unique<Handler>(*this, connection);
  }

  template <typename Read>
  std::string on_loop(Read read) {
    std::promise<std::string> value;
    boost::asio::post(io_, [&] { value.set_value(read()); });
    return value.get_future().get();
  }

  std::vector<std::string> answers_;
  bool hang_up_;
  std::string query_, frame_;
  boost::asio::io_context io_{1};
  gateway::WebSocketServer server_{io_, {}, *this};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace ripple::cli
