/// sleep_for and with_timeout: time, for any coroutine.
///
///     co_await sleep_for(std::chrono::seconds(1));
///
///     Result<std::string> line = co_await with_timeout(receiver.receive(), 500ms);
///     if (!line && line.error().code == ErrorCode::kDeadlineExceeded) ask_again();
///
/// Both use the clock of the loop that runs the coroutine: the host's, or a test's own.
#pragma once

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <string>
#include <utility>

#include "ripple/branch.hpp"
#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/loop.hpp"
#include "ripple/outcome.hpp"
#include "ripple/sleep.hpp"
#include "ripple/timer.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// co_await gives true when the time has passed, false when the extension is asked to stop or no
/// loop runs.
inline Sleep sleep_for(std::chrono::nanoseconds duration) {
  Loop* const loop = Loop::current();
  return {loop, loop == nullptr ? 0 : Deadline::after(loop->now(), duration).nanoseconds()};
}

namespace detail {

/// Races one branch against a timer.
template <typename T>
class [[nodiscard]] WithTimeout final : private BranchOwner, private Timer {
 public:
  WithTimeout(Task<T> task, std::chrono::nanoseconds duration)
      : branch_(std::move(task)), duration_(duration) {}
  WithTimeout(const WithTimeout&) = delete;
  WithTimeout& operator=(const WithTimeout&) = delete;

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> awaiting) {
    is_starting_ = true;
    branch_.start(*this, 0);
    is_starting_ = false;
    if (branch_.outcome().is_set()) return false;
    loop_ = Loop::current();
    if (loop_ == nullptr) return false;
    loop_->prepare(waiter_, awaiting);
    awaiting_ = awaiting;
    loop_->set_timer(*this, Deadline::after(loop_->now(), duration_).nanoseconds());
    return true;
  }

  FlatResult<T> await_resume() {
    if (branch_.outcome().is_set()) return branch_.outcome().take_result();
    branch_.end();
    if (loop_ == nullptr) {
      return Error{ErrorCode::kFailedPrecondition,
                   "with_timeout was used where no loop runs; use it in a task of a Node",
                   {}};
    }
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration_);
    return Error{
        ErrorCode::kDeadlineExceeded,
        "what was waited for did not come within " + std::to_string(milliseconds.count()) + " ms",
        {}};
  }

 private:
  std::coroutine_handle<> on_branch_end(std::size_t, bool) noexcept override {
    if (is_starting_) return std::noop_coroutine();
    loop_->cancel_timer(*this);
    waiter_.abandon();
    return awaiting_;
  }

  void on_time() override {
    branch_.end();
    loop_->make_ready(waiter_);
  }

  Branch<T> branch_;
  const std::chrono::nanoseconds duration_;
  Loop* loop_ = nullptr;
  std::coroutine_handle<> awaiting_;
  Waiter waiter_{"the end of a time limit"};
  bool is_starting_ = false;
};

}  // namespace detail

/// co_await gives Result of what the awaitable gives (a Result as it is), or kDeadlineExceeded when
/// it takes longer than `duration`: what it did is then destroyed where it waits, and out of every
/// queue, before the awaiting coroutine goes on. What it throws is rethrown. What cannot be moved,
/// such as Node::call, is borrowed: write it inside the co_await expression.
template <detail::CanBeAwaited Awaitable>
auto with_timeout(Awaitable&& awaitable, std::chrono::nanoseconds duration) {
  return detail::WithTimeout<detail::Awaited<Awaitable>>(
      detail::as_task(std::forward<Awaitable>(awaitable)), duration);
}

}  // namespace ripple
