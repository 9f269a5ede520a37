/// Loop: where the coroutines of one channel run, one at a time.
///
/// A loop does nothing until it is woken: by wake() from any thread, or by the first of its timers.
/// Each time it runs what is ready, in the order in which it became ready, and then what its source
/// has (the channel's messages), until nothing is left. A call into the loop while it runs (a reply
/// that Main answers at once with the next request) never nests: it becomes the next thing to run.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <utility>

#include "ripple/timer.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// Unless marked otherwise, everything is for the loop's own thread.
class Loop {
 public:
  /// What a loop runs besides coroutines.
  class Source {
   public:
    /// Does one thing; false when there was nothing to do.
    virtual bool run_one() = 0;

   protected:
    ~Source() = default;
  };

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  /// [any] The monotonic clock in nanoseconds, or the virtual time of a test host.
  virtual std::int64_t now() const = 0;

  /// [any] True on the thread that runs this loop.
  virtual bool is_current() const = 0;

  /// [any] Makes the loop run soon. Calls that come before it does count as one.
  void wake() {
    if (!wake_pending_.exchange(true)) request_wake();
  }

  /// Begins: `source` is asked whenever the loop runs. [main]; the first run happens on the loop's
  /// thread, for an inline loop before this returns.
  virtual void start(Source& source) = 0;

  /// Ends: nothing runs any more. `last` is called on the loop's thread when no callback of the
  /// loop can follow, at once or soon.
  virtual void finish(std::function<void()> last) = 0;

  /// [main] Returns when the loop's thread has ended; `finish` has been called before or the loop
  /// was never started.
  virtual void join() = 0;

  bool is_running() const { return running_; }

  /// Runs `first` and then everything it made ready. Only when the loop is not running.
  template <typename First>
  void enter(First&& first) {
    running_ = true;
    std::forward<First>(first)();
    running_ = false;
    run();
  }

  /// Runs until nothing is left or its share of the thread is used up. Harmless while it runs.
  void run() {
    wake_pending_.store(false);
    if (running_ || source_ == nullptr) return;
    running_ = true;
    int share = kShare;
    while (share > 0 && run_one()) --share;
    running_ = false;
    if (share == 0) wake();
    if (!timers_.is_empty()) arm(timers_.first());
  }

  void set_timer(Timer& timer, std::int64_t at) {
    timers_.add(timer, at);
    if (!running_) arm(timers_.first());
  }
  void cancel_timer(Timer& timer) { timers_.remove(timer); }

  /// `coroutine` is suspended and waits until `waiter` is made ready.
  void wait(Waiter& waiter, std::coroutine_handle<> coroutine) {
    waiter.coroutine_ = coroutine;
    waiter.state_ = Waiter::State::kWaiting;
    waiting_.push_back(waiter);
  }

  /// The waiter's coroutine is resumed in its turn. Ignored unless it waits.
  void make_ready(Waiter& waiter) {
    if (waiter.state_ != Waiter::State::kWaiting) return;
    waiter.state_ = Waiter::State::kReady;
    waiter.Link<InQueue>::unlink();
    ready_.push_back(waiter);
    if (!running_ && source_ != nullptr) wake();
  }

  /// Every wait ends now, as stopped; see may_wait.
  void stop_waits() {
    stopping_ = true;
    while (Waiter* const waiter = waiting_.front<Waiter>()) {
      waiter->stopped_ = true;
      make_ready(*waiter);
    }
  }

  bool is_stopping() const { return stopping_; }

  /// What a wait does that begins after stop: it ends at once, as stopped. A task that goes on
  /// waiting regardless is left where it waits and is destroyed with its channel.
  bool ends_at_once_after_stop() { return stopping_ && waits_left_after_stop_-- > 0; }

  template <typename Visit>
  void for_each_waiting(Visit&& visit) {
    waiting_.for_each<Waiter>(std::forward<Visit>(visit));
  }

 protected:
  /// [any] Makes the loop's thread call run().
  virtual void request_wake() = 0;

  /// Makes the loop's thread call run_timers() at `at`. Called again when an earlier moment comes
  /// up; an alarm that is no longer needed may ring.
  virtual void request_alarm(std::int64_t at) = 0;

  void run_timers() {
    alarm_ = kNoAlarm;
    time_passed_ = true;
    run();
  }

  void set_source(Source* source) { source_ = source; }

 private:
  static constexpr std::int64_t kNoAlarm = INT64_MAX;
  static constexpr int kShare = 1024;

  bool run_one() {
    if (Waiter* const waiter = ready_.pop_front<Waiter>()) {
      waiter->state_ = Waiter::State::kIdle;
      waiter->coroutine_.resume();
      return true;
    }
    if (source_ != nullptr && source_->run_one()) return true;
    if (!time_passed_) return false;
    if (Timer* const due = timers_.take_due(now())) {
      due->on_time();
      return true;
    }
    time_passed_ = false;
    return false;
  }

  void arm(std::int64_t at) {
    if (at >= alarm_ || source_ == nullptr) return;
    alarm_ = at;
    request_alarm(at);
  }

  LinkedList<InLoop> waiting_;
  LinkedList<InLoop> ready_;
  TimerQueue timers_;
  Source* source_ = nullptr;
  std::int64_t alarm_ = kNoAlarm;
  int waits_left_after_stop_ = 1024;
  bool running_ = false;
  bool stopping_ = false;
  bool time_passed_ = false;
  std::atomic<bool> wake_pending_ = false;
};

}  // namespace ripple
