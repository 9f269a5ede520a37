/// One timer and the clock it goes by, so that tests can bring their own time.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>

namespace ripple::iec {

/// Wakes its owner once at a given time. On Main's thread.
class WakeTimer {
 public:
  virtual ~WakeTimer() = default;
  /// CLOCK_MONOTONIC in nanoseconds.
  virtual std::int64_t now() const = 0;
  /// Calls the function set with `on_wake` at `at`, or soon after. Replaces an earlier time.
  virtual void wake_at(std::int64_t at) = 0;
  virtual void on_wake(std::function<void()> wake) = 0;
  /// Forgets the time that was set.
  virtual void stop() = 0;
};

/// The real one.
class AsioWakeTimer final : public WakeTimer {
 public:
  explicit AsioWakeTimer(boost::asio::io_context& io) : timer_(io) {}
  std::int64_t now() const override;
  void wake_at(std::int64_t at) override;
  void on_wake(std::function<void()> wake) override { wake_ = std::move(wake); }
  void stop() override { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
  std::function<void()> wake_;
};

}  // namespace ripple::iec
