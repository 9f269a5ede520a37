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

#include "ripple/loop.hpp"
#include "ripple/timer.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// co_await gives true when the time has passed, false when the channel is asked to stop or there
/// is no loop.
class [[nodiscard]] Sleep final : public Waiter, private Timer {
 public:
  /// `until`: of the loop's clock. NULL: no loop, the sleep ends at once.
  Sleep(Loop* loop, std::int64_t until) : Waiter("time to pass"), loop_(loop), until_(until) {}

  bool await_ready() const { return loop_ == nullptr || loop_->ends_at_once_after_stop(); }
  void await_suspend(std::coroutine_handle<> coroutine) {
    if (loop_->is_stopping()) return;
    loop_->set_timer(*this, until_);
    loop_->wait(*this, coroutine);
  }
  bool await_resume() const { return has_passed_; }

 private:
  void on_time() override {
    has_passed_ = true;
    loop_->make_ready(*this);
  }

  Loop* loop_;
  std::int64_t until_;
  bool has_passed_ = false;
};

}  // namespace ripple
