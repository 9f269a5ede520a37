/// DeterministicLoop: runs coroutines in a test, without an extension around them.
///
///     DeterministicLoop loop;                       // or loop(seed): in an order chosen by a seed
///     auto answer = loop.spawn(ask(), "ask");
///     loop.advance(std::chrono::hours(1));          // takes no time
///     EXPECT_EQ(*loop.result(answer), 42);
///
/// Time is virtual and moves when the test says so. With a seed it is chosen at random, but always
/// the same for the same seed, which of the coroutines that could run does so next; see seeds.hpp.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "ripple/error.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/loop.hpp"
#include "ripple/stall.hpp"
#include "ripple/task.hpp"
#include "ripple/task_set.hpp"
#include "ripple/testing/random_picker.hpp"

namespace ripple::testing {

/// Everything on the thread that made it, except what Loop marks [any].
class DeterministicLoop final : public Loop, private Loop::Source, private TaskSet::Observer {
 public:
  explicit DeterministicLoop(std::optional<std::uint64_t> seed = std::nullopt)
      : tasks_(*this, *this) {
    if (seed) set_picker(&picker_.emplace(*seed));
    set_source(this);
  }
  ~DeterministicLoop() override {
    tasks_.destroy_all();
    set_source(nullptr);
    close_door();
  }

  /// The task begins with the next run.
  template <typename T>
  JoinHandle<T> spawn(Task<T> task, std::string name = "task") {
    return tasks_.spawn(std::move(task), std::move(name));
  }

  /// Runs until everything waits.
  void run_until_idle() {
    while (take_wake()) run();
  }

  /// Lets time pass; what is due on the way happens at its moment, in order.
  void advance(std::chrono::nanoseconds duration) {
    const std::int64_t end = now_ + duration.count();
    run_until_idle();
    while (alarm_ <= end) {
      now_ = std::max(now_, std::exchange(alarm_, kNever));
      run_timers();
      run_until_idle();
    }
    now_ = end;
  }

  /// As if something had kept the thread busy: time passes and nothing runs.
  void pass_time(std::chrono::nanoseconds duration) { now_ += duration.count(); }

  /// Runs until idle, and then waits for other threads to wake it, until `is_done` holds. False
  /// when that has not happened for a minute of real time.
  bool run_until(const std::function<bool()>& is_done) {
    run_until_idle();
    while (!is_done()) {
      {
        std::unique_lock lock(mutex_);
        if (!woken_.wait_for(lock, std::chrono::minutes(1), [this] { return is_woken_; })) {
          return false;
        }
      }
      run_until_idle();
    }
    return true;
  }

  /// Asks everything to stop: every wait ends.
  void stop() {
    stop_waits();
    run_until_idle();
  }

  /// What became of a task that is over; kDeadlineExceeded when it is not. Rethrows what it threw.
  template <typename T>
  FlatResult<T> result(JoinHandle<T>& handle) {
    std::optional<FlatResult<T>> found;
    if (handle.is_over()) {
      auto join = handle.operator co_await();
      found.emplace(join.await_resume());
    } else {
      found.emplace(Error{
          ErrorCode::kDeadlineExceeded, "the task has not ended, and nothing is left to run", {}});
    }
    return std::move(*found);
  }

  /// True when every task has ended.
  bool is_done() const { return tasks_.is_empty(); }

  /// How many coroutines wait.
  std::size_t waits() {
    std::size_t count = 0;
    for_each_waiting([&count](const Waiter&) { ++count; });
    return count;
  }

  /// What was reported, in order: stalls, tasks that threw ("name: text"), what was busy.
  const std::vector<std::string>& stalls() const { return stalls_; }
  const std::vector<std::string>& failures() const { return failures_; }
  const std::vector<std::string>& busy() const { return busy_; }

  std::int64_t now() const override { return now_; }
  bool is_current() const override { return std::this_thread::get_id() == thread_; }
  void start(Loop::Source&) override {}
  void finish(std::function<void()> last) override { last(); }
  void join() override {}

 protected:
  void request_wake() override {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
    woken_.notify_one();
  }
  void request_alarm(std::int64_t at) override { alarm_ = at; }

 private:
  static constexpr std::int64_t kNever = INT64_MAX;

  bool take_wake() {
    const std::lock_guard lock(mutex_);
    return std::exchange(is_woken_, false);
  }

  bool run_one() override { return tasks_.reap(); }

  bool on_stall(bool is_first) override {
    if (!tasks_.all_wait()) return false;
    if (is_first) stalls_.push_back(describe_stall(*this));
    return true;
  }
  void on_busy(std::string_view what, std::int64_t) override { busy_.emplace_back(what); }

  void on_task_end(const std::string& name, std::exception_ptr exception) override {
    if (exception) on_unjoined_exception(name, exception);
  }
  void on_unjoined_exception(const std::string& name, std::exception_ptr exception) override {
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& known) {
      failures_.push_back(name + ": " + known.what());
    } catch (...) {
      failures_.push_back(name + ": something that is not a std::exception");
    }
  }

  const std::thread::id thread_ = std::this_thread::get_id();
  std::int64_t now_ = 1'000'000'000;
  std::int64_t alarm_ = kNever;
  std::optional<RandomPicker> picker_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_woken_ = false;

  std::vector<std::string> stalls_;
  std::vector<std::string> failures_;
  std::vector<std::string> busy_;
  TaskSet tasks_;
};

}  // namespace ripple::testing
