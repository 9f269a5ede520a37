/// Loop: where the coroutines of one channel run, one at a time.
///
///     const std::int64_t now = Loop::current()->now();   // in any coroutine of a channel
///
/// A loop does nothing until it is woken: by wake() from any thread, or by the first of its timers.
/// Each time it runs what is ready, in the order in which it became ready, and then what its source
/// has (the channel's messages), until nothing is left. Coroutines that keep making each other
/// ready still let the source have its turn. A call into the loop while it runs (a reply that Main
/// answers at once with the next request) never nests: it becomes the next thing to run.
///
/// When nothing is left and every wait is for another coroutine of the same loop, with nobody
/// outside who could wake one, the loop has stalled: its source is told, and the waits end.
#pragma once

#include <algorithm>
#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/loop_door.hpp"
#include "ripple/loop_task.hpp"
#include "ripple/timer.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

namespace detail {
inline constinit thread_local Loop* current_loop = nullptr;
}  // namespace detail

/// Unless marked otherwise, everything is for the loop's own thread.
class Loop {
 public:
  /// What a loop runs besides coroutines.
  class Source {
   public:
    /// Does one thing; false when there was nothing to do.
    virtual bool run_one() = 0;

    /// Every wait that the loop knows is internal and nobody outside can end one. False: it is no
    /// stall, because there is more than the loop knows. `is_first`: it has not been reported yet.
    virtual bool on_stall([[maybe_unused]] bool is_first) { return false; }

    /// `what` has kept the loop busy for longer than the limit.
    virtual void on_busy([[maybe_unused]] std::string_view what,
                         [[maybe_unused]] std::int64_t nanoseconds) {}

   protected:
    ~Source() = default;
  };

  /// Chooses what runs next, instead of the order in which things became ready: for tests.
  class Picker {
   public:
    /// Less than `count`, which is at least 1.
    virtual std::size_t pick(std::size_t count) = 0;

   protected:
    ~Picker() = default;
  };

  /// Something that runs without suspending and has a name of its own, such as a method's handler.
  class Activity {
   public:
    Activity(Loop* loop, std::string_view name) : loop_(loop), name_(name) {
      if (is_measured()) began_ = loop_->now();
    }
    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;
    ~Activity() {
      if (is_measured()) loop_->report_if_busy(began_, name_);
    }

   private:
    bool is_measured() const { return loop_ != nullptr && loop_->busy_limit_ > 0; }

    Loop* loop_;
    std::string_view name_;
    std::int64_t began_ = 0;
  };

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() { close_door(); }

  /// [any] The loop that the calling thread runs; NULL when it runs none.
  static Loop* current() { return detail::current_loop; }

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
    const Current here(this);
    running_ = true;
    std::forward<First>(first)();
    running_ = false;
    run();
  }

  /// Runs until nothing is left or its share of the thread is used up. Harmless while it runs.
  void run() {
    wake_pending_.store(false);
    if (running_ || source_ == nullptr) return;
    const Current here(this);
    running_ = true;
    int share = kShare;
    while (share > 0 && (run_one() || end_stall())) --share;
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
    prepare(waiter, coroutine);
    (waiter.kind_ == WaitKind::kInternal ? waiting_inside_ : waiting_).push_back(waiter);
  }

  /// The same for a wait that the channel's stop does not end, and that something else bounds.
  void prepare(Waiter& waiter, std::coroutine_handle<> coroutine) {
    waiter.coroutine_ = coroutine;
    waiter.loop_ = this;
    waiter.task_ = current_task_;
    waiter.state_ = Waiter::State::kWaiting;
  }

  /// On whose behalf the running coroutine runs; NULL when none does or the loop does not know.
  LoopTask* current_task() const { return current_task_; }

  /// The coroutine of a task that begins: as wait, on the task's own behalf.
  void wait_as(LoopTask& task, Waiter& waiter, std::coroutine_handle<> coroutine) {
    wait(waiter, coroutine);
    waiter.task_ = &task;
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
    end_waits(waiting_);
    end_waits(waiting_inside_);
  }

  bool is_stopping() const { return stopping_; }

  /// What a wait does that begins after stop: it ends at once, as stopped. A task that goes on
  /// waiting regardless is left where it waits and is destroyed with its channel.
  bool ends_at_once_after_stop() { return stopping_ && waits_left_after_stop_-- > 0; }

  template <typename Visit>
  void for_each_waiting(Visit&& visit) {
    waiting_.for_each<Waiter>(visit);
    waiting_inside_.for_each<Waiter>(visit);
  }

  bool has_ready() const { return !ready_.is_empty(); }

  /// The way in from other threads; made when first asked for.
  const std::shared_ptr<LoopDoor>& door() {
    if (!door_) door_ = std::make_shared<LoopDoor>(*this);
    return door_;
  }

  /// [any] From now on somebody whom the loop does not know may wake it: it reports no stall.
  void expect_outsiders() { expects_outsiders_.store(true, std::memory_order_relaxed); }

  /// True when each of `tasks` waits where the loop sees it.
  template <typename Tasks>
  bool sees_all(Tasks&& for_each_task) {
    for_each_task([](LoopTask& task) { task.has_been_seen_ = false; });
    for_each_waiting([](const Waiter& waiter) {
      if (waiter.task_ != nullptr) waiter.task_->has_been_seen_ = true;
    });
    bool all = true;
    for_each_task([&all](const LoopTask& task) { all = all && task.has_been_seen_; });
    return all;
  }

  /// What runs for longer without suspending is reported to the source. Zero: nothing is.
  void set_busy_limit(std::int64_t nanoseconds) { busy_limit_ = nanoseconds; }

  /// NULL: first come, first served. Borrowed.
  void set_picker(Picker* picker) { picker_ = picker; }

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

  /// Whoever derives calls it when its loop ends, before request_wake loses its meaning.
  void close_door() {
    if (door_) door_->close();
  }

  /// Says which loop the calling thread runs, for as long as it lives.
  class Current {
   public:
    explicit Current(Loop* loop) : before_(std::exchange(detail::current_loop, loop)) {}
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;
    ~Current() { detail::current_loop = before_; }

   private:
    Loop* before_;
  };

 private:
  static constexpr std::int64_t kNoAlarm = INT64_MAX;
  static constexpr int kShare = 1024;
  static constexpr int kMostInARow = 64;
  static constexpr int kMostStallsInARow = 16;

  bool run_one() {
    if (picker_ != nullptr) return run_picked();
    if (in_a_row_++ < kMostInARow && run_ready()) return true;
    in_a_row_ = 0;
    return run_source() || run_timer() || run_ready();
  }

  bool run_picked() {
    const std::size_t ready = ready_.size();
    const std::size_t choice = picker_->pick(ready + 1);
    if (choice < ready) {
      resume(*ready_.pop_at<Waiter>(choice));
      return true;
    }
    return run_source() || run_timer() || run_ready();
  }

  bool run_ready() {
    Waiter* const waiter = ready_.pop_front<Waiter>();
    if (waiter == nullptr) return false;
    resume(*waiter);
    return true;
  }

  bool run_source() {
    if (door_ && door_->has_rung()) {
      door_->answer();
      return true;
    }
    return source_ != nullptr && source_->run_one();
  }

  bool run_timer() {
    if (!time_passed_) return false;
    if (Timer* const due = timers_.take_due(now())) {
      due->on_time();
      return true;
    }
    time_passed_ = false;
    return false;
  }

  void resume(Waiter& waiter) {
    waiter.state_ = Waiter::State::kIdle;
    current_task_ = waiter.task_;
    if (busy_limit_ > 0) busy_since_ = now();
    waiter.coroutine_.resume();
    LoopTask* const task = std::exchange(current_task_, nullptr);
    if (busy_limit_ > 0) report_if_busy(busy_since_, name_of(task));
    if (task != nullptr && task->wants_attention_) task->on_suspended();
  }

  static std::string_view name_of(const LoopTask* task) {
    if (task == nullptr) return "a coroutine";
    return task->name().empty() ? std::string_view("the main task") : task->name();
  }

  // What a part of a run was reported for does not count for the whole of it again.
  void report_if_busy(std::int64_t since, std::string_view what) {
    since = std::max(since, busy_since_);
    const std::int64_t end = now();
    if (end - since <= busy_limit_) return;
    busy_since_ = end;
    if (source_ != nullptr) source_->on_busy(what, end - since);
  }

  void end_waits(LinkedList<InLoop>& waits) {
    while (Waiter* const waiter = waits.front<Waiter>()) {
      waiter->stopped_ = true;
      waiter->stalled_ = !stopping_;
      make_ready(*waiter);
    }
  }

  // Whoever goes on waiting regardless is left where he waits in the end.
  bool end_stall() {
    if (waiting_inside_.is_empty() || !waiting_.is_empty() || !timers_.is_empty() || stopping_ ||
        source_ == nullptr || expects_outsiders_.load(std::memory_order_relaxed) ||
        (door_ && (door_->is_held() || door_->has_rung()))) {
      stalls_in_a_row_ = 0;
      return false;
    }
    if (stalls_in_a_row_ == kMostStallsInARow || !source_->on_stall(stalls_in_a_row_ == 0)) {
      return false;
    }
    ++stalls_in_a_row_;
    end_waits(waiting_inside_);
    return true;
  }

  void arm(std::int64_t at) {
    if (at >= alarm_ || source_ == nullptr) return;
    alarm_ = at;
    request_alarm(at);
  }

  LinkedList<InLoop> waiting_;
  LinkedList<InLoop> waiting_inside_;
  LinkedList<InLoop> ready_;
  TimerQueue timers_;
  Source* source_ = nullptr;
  Picker* picker_ = nullptr;
  LoopTask* current_task_ = nullptr;
  std::shared_ptr<LoopDoor> door_;
  std::int64_t busy_limit_ = 0;
  std::int64_t busy_since_ = 0;
  std::int64_t alarm_ = kNoAlarm;
  int waits_left_after_stop_ = 1024;
  int in_a_row_ = 0;
  int stalls_in_a_row_ = 0;
  bool running_ = false;
  bool stopping_ = false;
  bool time_passed_ = false;
  std::atomic<bool> wake_pending_ = false;
  std::atomic<bool> expects_outsiders_ = false;
};

bool LoopDoor::ring(std::shared_ptr<Bell> bell) {
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    rung_.push_back(std::move(bell));
    has_rung_.store(true, std::memory_order_release);
  }
  wake();
  return true;
}

void LoopDoor::let_go() {
  if (holders_.fetch_sub(1) == 1) wake();
}

void LoopDoor::wake() {
  const std::lock_guard lock(loop_mutex_);
  if (loop_ != nullptr) loop_->wake();
}

}  // namespace ripple
