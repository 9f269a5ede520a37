/// ThreadLoop: the loop of a channel that has a thread of its own.
///
/// The thread runs a boost::asio::io_context, so an extension can use Asio's sockets and timers on
/// its own thread: see Node::io_context. It sleeps until there is something to do.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "ripple/host_proxy.hpp"
#include "ripple/loop.hpp"
#include "ripple/own_thread.hpp"

namespace ripple {

class ThreadLoop final : public Loop {
 public:
  /// `name`: of the thread, as the system shows it; cut to 15 characters.
  ThreadLoop(HostProxy host, std::string name) : host_(host), name_(name.substr(0, 15)) {}

  ~ThreadLoop() override {
    join();
    close_door();
  }

  boost::asio::io_context& io_context() { return io_; }

  std::int64_t now() const override { return host_.now(); }

  /// Before the thread exists its future work is prepared by whoever made the loop.
  bool is_current() const override {
    return std::this_thread::get_id() == thread_id_.load(std::memory_order_relaxed);
  }

  void start(Source& source) override {
    set_source(&source);
    thread_ = std::thread([this] { run_thread(); });
  }

  void finish(std::function<void()> last) override {
    set_source(nullptr);
    close_door();
    alarm_.reset();
    io_.stop();
    last_ = std::move(last);
  }

  void join() override {
    if (thread_.joinable()) thread_.join();
  }

 protected:
  void request_wake() override {
    boost::asio::post(io_, [this] { run(); });
  }

  void request_alarm(std::int64_t at) override {
    if (!alarm_) alarm_.emplace(io_);
    alarm_->expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at)));
    alarm_->async_wait([this](const boost::system::error_code& error) {
      if (!error) run_timers();
    });
  }

 private:
  void run_thread() {
    begin_own_thread(name_);
    thread_id_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    const Current here(this);
    const auto work = boost::asio::make_work_guard(io_);
    run();
    io_.run();
    if (last_) std::exchange(last_, nullptr)();
  }

  const HostProxy host_;
  const std::string name_;
  boost::asio::io_context io_{1};
  std::optional<boost::asio::steady_timer> alarm_;
  std::function<void()> last_;
  std::atomic<std::thread::id> thread_id_ = std::this_thread::get_id();
  std::thread thread_;
};

}  // namespace ripple
