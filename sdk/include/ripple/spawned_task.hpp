/// SpawnedTask: a task that runs on its own; what a TaskSet owns and a JoinHandle waits for.
///
/// Extension authors meet it as JoinHandle.
///
///     boost::intrusive_ptr<SpawnedTaskOf<int>> spawned(
///         new SpawnedTaskOf<int>(std::move(task), "sum", loop, keeper));
///     spawned->begin();
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/loop_task.hpp"
#include "ripple/outcome.hpp"
#include "ripple/task.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

struct InTasks;
class SpawnedTask;

/// Owns spawned tasks until they are over.
class TaskKeeper {
 public:
  /// The coroutine has ended or is to end; it is reaped soon.
  virtual void on_end(SpawnedTask& task) noexcept = 0;
  /// No coroutine runs and the task is to be reaped.
  virtual void reap_now(SpawnedTask& task) = 0;
  /// Nobody will join the task any more, which threw.
  virtual void on_unjoined(const std::string& name, std::exception_ptr exception) = 0;

 protected:
  ~TaskKeeper() = default;
};

/// Reference counted, everything on the loop's thread: its keeper holds it until it is over, a
/// JoinHandle as long as it likes.
class SpawnedTask : public Link<InTasks>, public LoopTask, protected detail::TaskObserver {
 public:
  virtual ~SpawnedTask() = default;

  const std::string& name() const final { return name_; }
  Loop& loop() const { return loop_; }

  /// The coroutine has gone: the outcome is there, or the task was cancelled.
  bool is_over() const { return state_ == State::kOver; }

  /// The task runs in its turn.
  void begin() {
    loop_.wait_as(*this, begin_, coroutine());
    loop_.make_ready(begin_);
  }

  /// Called by another task: destroys the coroutine where it waits. Called by itself: at its next
  /// suspension. Called by anybody else, who may for all the loop knows have been called by the
  /// task: soon.
  void cancel() {
    if (state_ != State::kRunning) return;
    if (loop_.current_task() == this) {
      want_attention();
    } else if (loop_.current_task() != nullptr) {
      keeper_->reap_now(*this);
    } else {
      keeper_->on_end(*this);
    }
  }

  /// The coroutine is destroyed, whoever joins goes on. For the keeper.
  void conclude() {
    const boost::intrusive_ptr<SpawnedTask> alive(this);
    const bool has_ended = state_ == State::kEnded;
    state_ = State::kConcluding;
    if (has_ended) keep_outcome();
    destroy_coroutine();
    begin_.abandon();
    state_ = State::kOver;
    while (Waiter* const joiner = joiners_.pop_front<Waiter>()) loop_.make_ready(*joiner);
  }

  /// The coroutine has never run or will not; for a keeper that takes no tasks any more.
  void refuse() {
    destroy_coroutine();
    state_ = State::kOver;
  }

  void add_joiner(Waiter& joiner, std::coroutine_handle<> coroutine) {
    loop_.wait(joiner, coroutine);
    joiners_.push_back(joiner);
  }

  /// What it threw, unless somebody has joined it.
  virtual std::exception_ptr exception() const = 0;

  bool has_handle() const { return has_handle_; }
  void set_has_handle() { has_handle_ = true; }
  void on_handle_dropped() {
    has_handle_ = false;
    if (state_ != State::kOver || keeper_ == nullptr) return;
    if (const std::exception_ptr thrown = exception()) keeper_->on_unjoined(name_, thrown);
  }

  void forget_keeper() { keeper_ = nullptr; }

  friend void intrusive_ptr_add_ref(SpawnedTask* task) { ++task->references_; }
  friend void intrusive_ptr_release(SpawnedTask* task) {
    if (--task->references_ == 0) delete task;
  }

 protected:
  SpawnedTask(std::string name, Loop& loop, TaskKeeper& keeper)
      : loop_(loop), keeper_(&keeper), name_(std::move(name)) {}

  virtual std::coroutine_handle<> coroutine() const = 0;
  virtual void keep_outcome() noexcept = 0;
  virtual void destroy_coroutine() = 0;

 private:
  enum class State : std::uint8_t { kRunning, kEnded, kConcluding, kOver };

  std::coroutine_handle<> on_task_end() noexcept final {
    state_ = State::kEnded;
    want_attention();
    keeper_->on_end(*this);
    return std::noop_coroutine();
  }

  void on_suspended() final {
    if (state_ == State::kRunning || state_ == State::kEnded) keeper_->reap_now(*this);
  }

  Loop& loop_;
  TaskKeeper* keeper_;
  std::string name_;
  Waiter begin_{"its turn"};
  LinkedList<InQueue> joiners_;
  std::uint32_t references_ = 0;
  State state_ = State::kRunning;
  bool has_handle_ = false;
};

/// One whose task gives a T.
template <typename T>
class SpawnedTaskOf final : public SpawnedTask {
 public:
  SpawnedTaskOf(Task<T> task, std::string name, Loop& loop, TaskKeeper& keeper)
      : SpawnedTask(std::move(name), loop, keeper), task_(std::move(task)) {
    detail::TaskAccess::observe(task_, *this);
  }

  std::exception_ptr exception() const override { return taken_ ? nullptr : outcome_.exception(); }

  /// The outcome can be taken once: kFailedPrecondition afterwards, kCancelled if there is none.
  FlatResult<T> take() {
    if (taken_) {
      return Error{ErrorCode::kFailedPrecondition,
                   "the task \"" + name() +
                       "\" was joined before; a JoinHandle gives its result "
                       "once",
                   {}};
    }
    if (!outcome_.is_set()) {
      return Error{ErrorCode::kCancelled, "the task \"" + name() + "\" was cancelled", {}};
    }
    taken_ = true;
    return outcome_.take_result();
  }

 private:
  std::coroutine_handle<> coroutine() const override {
    return detail::TaskAccess::coroutine(task_);
  }
  void keep_outcome() noexcept override {
    outcome_.set_from([this] { return detail::TaskAccess::take(task_); });
  }
  void destroy_coroutine() override { task_ = Task<T>(); }

  Task<T> task_;
  Outcome<T> outcome_;
  bool taken_ = false;
};

}  // namespace ripple
