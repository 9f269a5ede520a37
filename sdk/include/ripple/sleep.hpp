/// Sleep: a coroutine that lets time pass.
///
///     bool goes_on = true;
///     while (goes_on) {
///       refresh();
///       goes_on = co_await node.sleep_for(std::chrono::seconds(30));
///     }
///
/// GCC 12 miscompiles a coroutine without a variable that waits in the condition of a loop, as in
/// `while (co_await node.sleep_for(..)) refresh();`: it never gets past its beginning.
#pragma once

#include <coroutine>
#include <cstdint>
#include <utility>

#include "ripple/extn_channel.hpp"
#include "ripple/timer.hpp"

namespace ripple {

/// co_await gives true when the time has passed, false when the channel is asked to stop.
class Sleep final : public Waiter, private Timer {
 public:
  Sleep(ExtnChannelPointer channel, std::int64_t until)
      : Waiter("time to pass"), channel_(std::move(channel)), until_(until) {}

  bool await_ready() const { return channel_->loop().ends_at_once_after_stop(); }
  void await_suspend(std::coroutine_handle<> coroutine) {
    Loop& loop = channel_->loop();
    if (loop.is_stopping()) return;
    loop.set_timer(*this, until_);
    loop.wait(*this, coroutine);
  }
  bool await_resume() const { return has_passed_; }

 private:
  void on_time() override {
    has_passed_ = true;
    channel_->loop().make_ready(*this);
  }

  ExtnChannelPointer channel_;
  std::int64_t until_;
  bool has_passed_ = false;
};

}  // namespace ripple
