/// Waiter: a coroutine that waits on a loop, wherever it waits.
///
///     class Tick final : public Waiter {
///      public:
///       explicit Tick(Loop& loop) : Waiter("the next tick"), loop_(loop) {}
///       bool await_ready() const { return loop_.ends_at_once_after_stop(); }
///       void await_suspend(std::coroutine_handle<> coroutine) { loop_.wait(*this, coroutine); }
///       void await_resume() const {}
///
///      private:
///       Loop& loop_;
///     };
///
/// Every awaitable of the SDK is one. It stands in up to two lists: the queue of what it waits for,
/// and the loop's list of all waiting or all ready coroutines. Being destroyed, as happens when the
/// coroutine is destroyed while it waits, takes it out of both.
#pragma once

#include <coroutine>
#include <cstdint>
#include <string>

#include "ripple/link.hpp"

namespace ripple {

struct InQueue;
struct InLoop;
class Loop;
class LoopTask;

/// Who can end a wait: somebody outside of the loop (Main, time, another thread), or only another
/// coroutine of the same loop. When all waits of a loop are internal nobody is left to end them.
enum class WaitKind : std::uint8_t { kExternal, kInternal };

class Waiter : public Link<InQueue>, public Link<InLoop> {
 public:
  /// `what`: a literal that names the wait, for whoever asks what a channel waits for. `subject`:
  /// the name of what is waited for; NULL, or as long-lived as the waiter.
  explicit Waiter(const char* what, WaitKind kind = WaitKind::kExternal,
                  const std::string* subject = nullptr)
      : what_(what), subject_(subject), kind_(kind) {}

  const char* what() const { return what_; }
  const std::string* subject() const { return subject_; }
  WaitKind kind() const { return kind_; }

  /// On whose behalf it waits; NULL when the loop does not know.
  LoopTask* task() const { return task_; }

  /// Where it waits or has waited.
  Loop* loop() const { return loop_; }

  /// True when the wait has ended without what it waited for: by the channel's stop or by a stall.
  bool is_stopped() const { return stopped_; }

  /// True when the wait was ended because nothing could end it any more.
  bool is_stalled() const { return stalled_; }

  /// Takes it out of both lists: its coroutine is not resumed any more. For whoever destroys a
  /// coroutine that borrowed the waiter.
  void abandon() {
    Link<InQueue>::unlink();
    Link<InLoop>::unlink();
    state_ = State::kIdle;
  }

 private:
  friend class Loop;
  enum class State : std::uint8_t { kIdle, kWaiting, kReady };

  std::coroutine_handle<> coroutine_;
  Loop* loop_ = nullptr;
  LoopTask* task_ = nullptr;
  const char* what_;
  const std::string* subject_;
  WaitKind kind_;
  State state_ = State::kIdle;
  bool stopped_ = false;
  bool stalled_ = false;
};

}  // namespace ripple
