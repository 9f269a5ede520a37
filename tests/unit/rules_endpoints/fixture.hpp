/// A channel on a thread of its own, and a scripted server on another, over loopback.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

using namespace std::chrono_literals;  // NOLINT
namespace asio = boost::asio;
using asio::ip::tcp;
using Script = asio::awaitable<void>;
using Reply = Result<Json::Value>;

/// Generous: a loaded machine and an instrumented build must not fail a test.
inline constexpr std::chrono::seconds kLong{60};

inline Json::Value json(const std::string& text) { return parse_json(text).value(); }

/// Listens on a port of its own; each connection is handled by the script. What the script counts
/// has to be atomic. Stops when destroyed.
class ScriptedServer {
 public:
  using Handler = std::function<Script(tcp::socket)>;

  explicit ScriptedServer(Handler handler)
      : handler_(std::move(handler)),
        acceptor_(loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port()) {
    asio::co_spawn(loop_, accept(), asio::detached);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~ScriptedServer() {
    loop_.stop();
    thread_.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string url(const std::string& scheme, const std::string& path = "") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + path;
  }
  int connections() const { return connections_; }
  /// Of those that have begun, how many the script is done with.
  int ended() const { return ended_; }

 private:
  Script accept() {
    for (;;) {
      tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
      ++connections_;
      // A client that goes away ends its script.
      asio::co_spawn(loop_, handler_(std::move(socket)),
                     [this](const std::exception_ptr&) { ++ended_; });
    }
  }

  Handler handler_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::atomic<int> connections_ = 0;
  std::atomic<int> ended_ = 0;
  std::thread thread_;
};

/// Sends `bytes` as they are.
inline Script put(tcp::socket& socket, std::string bytes) {
  co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
}

/// Waits until the client has ended the connection.
inline Script for_end(tcp::socket& socket) {
  char bytes[256];
  boost::system::error_code error;
  while (!error) {
    co_await socket.async_read_some(asio::buffer(bytes),
                                    asio::redirect_error(asio::use_awaitable, error));
  }
}

/// A port of loopback at which nobody listens.
inline std::uint16_t closed_port() {
  asio::io_context loop;
  const tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

/// Lets the channel work until `condition` holds.
inline Task<void> until(Node node, std::function<bool()> condition) {
  const std::int64_t end = node.now() + std::chrono::nanoseconds(kLong).count();
  bool goes_on = !condition();
  while (goes_on) {
    if (node.now() > end) throw std::runtime_error("waited in vain");
    goes_on = co_await node.sleep_for(1ms);
    goes_on = goes_on && !condition();
  }
}

inline EndpointRequest request(const Node& node, std::string alias, Json::Value params = {},
                               std::chrono::nanoseconds timeout = kLong) {
  return {std::move(alias), std::move(params), {}, Deadline::after(node.now(), timeout)};
}

/// Calls and puts the reply into `reply`, for calls that are not waited for.
inline Task<void> call_into(std::optional<Reply>& reply, Endpoint& endpoint,
                            EndpointRequest request) {
  Task<Reply> call = endpoint.call(std::move(request));
  reply.emplace(co_await std::move(call));
}

/// A channel whose main task is the test's.
class TestChannel {
 public:
  using Body = std::function<Task<void>(Node)>;

  explicit TestChannel(Body body)
      : body_(std::move(body)),
        entry_(
            entry("ripple:channel:device:test").channel([this](Node node) { return run(node); })),
        channel_(host_, entry_) {
    EXPECT_EQ(channel_.start(), RIPPLE_OK);
  }

  /// Waits for the end of the main task.
  void join() {
    ASSERT_EQ(ended_.get_future().wait_for(kLong), std::future_status::ready)
        << "the test's task did not end";
  }

  /// Asks the channel to stop and waits until it has.
  void stop() {
    channel_.stop();
    ASSERT_TRUE(host_.await_status(RIPPLE_STATUS_STOPPED));
  }

  bool has_logged(const std::string& part) { return host_.has_logged(part); }

 private:
  Task<void> run(Node node) {
    try {
      co_await body_(node);
    } catch (const std::exception& exception) {
      ADD_FAILURE() << exception.what();
    }
    ended_.set_value();
  }

  Body body_;
  RawHost host_;
  std::promise<void> ended_;
  const Entry entry_;
  RawChannel channel_;
};

/// Runs `body` on a channel from its start to its stop.
inline void run_channel(TestChannel::Body body) {
  TestChannel channel(std::move(body));
  channel.join();
  channel.stop();
}

/// Stops the channel once it has `asked`: the call that is under way then ends as cancelled.
inline void expect_stop_to_cancel(TestChannel& channel, std::promise<void>& asked,
                                  const std::optional<Reply>& reply) {
  ASSERT_EQ(asked.get_future().wait_for(kLong), std::future_status::ready);
  channel.stop();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->error().code, ErrorCode::kCancelled);
}

}  // namespace ripple::rules
