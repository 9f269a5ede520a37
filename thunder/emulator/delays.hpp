/// Delays: things to do later on a loop, unless their owner has gone by then.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace ripple::thunder::emulator {

class Delays {
 public:
  explicit Delays(boost::asio::io_context& loop) : loop_(loop) {}
  ~Delays() { clear(); }
  Delays(const Delays&) = delete;
  Delays& operator=(const Delays&) = delete;

  void after(std::chrono::milliseconds delay, std::function<void()> action) {
    auto timer = std::make_shared<boost::asio::steady_timer>(loop_, delay);
    timers_.insert(timer);
    timer->async_wait(
        [this, timer, action = std::move(action)](const boost::system::error_code& error) mutable {
          // Cancelled means that this object may be gone.
          if (error || timers_cleared(timer)) return;
          timers_.erase(timer);
          action();
        });
  }

  void clear() {
    for (const auto& timer : timers_) {
      timer->cancel();
      timer->expires_at(boost::asio::steady_timer::time_point::min());
    }
    timers_.clear();
  }

 private:
  using TimerPtr = std::shared_ptr<boost::asio::steady_timer>;

  // A timer that was due already when it was cancelled comes without an error.
  static bool timers_cleared(const TimerPtr& timer) {
    return timer->expiry() == boost::asio::steady_timer::time_point::min();
  }

  boost::asio::io_context& loop_;
  std::set<TimerPtr> timers_;
};

}  // namespace ripple::thunder::emulator
