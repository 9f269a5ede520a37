/// A WebSocketServer on a thread of its own, and handlers that note what happens to them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/websocket_server.hpp"
#include "raw_client.hpp"

namespace ripple::testing {

/// What the handlers saw, in order; written on the server's thread, read on the test's.
class EventLog {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }
  /// Waits until `event` has happened `count` times.
  bool wait_for(const std::string& event, int count = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(kDeadlineMs), [&] {
      return std::count(events_.begin(), events_.end(), event) >= count;
    });
  }
  int count(const std::string& event) const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count(events_.begin(), events_.end(), event));
  }
  std::vector<std::string> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

using OnFrame = std::function<void(gateway::WebSocketConnection&, std::string)>;

class NotingHandler : public gateway::FrameHandler {
 public:
  NotingHandler(EventLog& log, gateway::WebSocketConnection& connection, const OnFrame& on_frame)
      : log_(log), connection_(connection), on_frame_(on_frame) {}
  ~NotingHandler() override { log_.add("destroyed"); }

  void on_frame(std::string text) override {
    if (text.capacity() - text.size() < 64) log_.add("no padding");
    on_frame_(connection_, std::move(text));
  }
  void on_binary() override { log_.add("binary"); }
  void on_close() override { log_.add("closed"); }

 private:
  EventLog& log_;
  gateway::WebSocketConnection& connection_;
  const OnFrame& on_frame_;
};

class NotingAcceptor : public gateway::ConnectionAcceptor {
 public:
  explicit NotingAcceptor(EventLog& log) : log_(log) {}

  Result<void> admit(const gateway::UpgradeRequest& request) override {
    log_.add("admit " + std::string(request.path) + " ? " + std::string(request.query));
    if (request.offers_subprotocol) log_.add("offers a subprotocol");
    if (request.offers_jsonrpc) log_.add("offers jsonrpc");
    if (refusal) return *refusal;
    return {};
  }
  std::unique_ptr<gateway::FrameHandler> open(const gateway::UpgradeRequest&,
                                              gateway::WebSocketConnection& connection) override {
    auto handler = std::make_unique<NotingHandler>(log_, connection, on_frame);
    if (on_open) on_open(connection);
    log_.add("open");
    return handler;
  }

  std::optional<Error> refusal;
  std::function<void(gateway::WebSocketConnection&)> on_open;
  OnFrame on_frame = [](gateway::WebSocketConnection& connection, std::string text) {
    connection.send(std::move(text));
  };

 private:
  EventLog& log_;
};

class WebSocketServerTest : public ::testing::Test {
 protected:
  void start(const gateway::WebSocketLimits& limits = {}) {
    server_.emplace(io_, limits, acceptor_);
    const Result<std::uint16_t> port = server_->listen("127.0.0.1", 0);
    ASSERT_TRUE(port) << port.error().message;
    port_ = *port;
    thread_ = std::thread([this] { io_.run(); });
  }

  /// Runs `what` on the server's thread and returns its value.
  template <typename What>
  auto on_loop(What what) {
    std::packaged_task<decltype(what())()> task(std::move(what));
    auto result = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return result.get();
  }

  void stop() {
    boost::asio::post(io_, [this] {
      if (server_) server_->stop();
    });
    thread_.join();
  }

  RawClient connected(const std::string& target = "/") {
    RawClient client(port_);
    EXPECT_NE(client.upgrade(target).find("HTTP/1.1 101"), std::string::npos);
    return client;
  }

  void TearDown() override {
    if (thread_.joinable()) stop();
    server_.reset();
  }

  EventLog log_;
  NotingAcceptor acceptor_{log_};
  boost::asio::io_context io_;
  std::optional<gateway::WebSocketServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace ripple::testing
