/// JoinHandle: what remains of a spawned task for whoever spawned it.
///
///     auto sum = node.spawn(add_up(numbers), "sum");
///     Result<int> result = co_await sum;      // kCancelled if it was cancelled
///
///     node.spawn(refresh(node), "refresh");   // runs on although nobody keeps its handle
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <coroutine>
#include <string>
#include <utility>

#include "ripple/outcome.hpp"
#include "ripple/spawned_task.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// Move-only; for the channel's own thread. Dropping it does not end the task. What the task throws
/// goes to whoever joins, or to the log when the last chance to join is gone.
template <typename T = void>
class JoinHandle {
 public:
  JoinHandle() = default;
  explicit JoinHandle(boost::intrusive_ptr<SpawnedTaskOf<T>> task) : task_(std::move(task)) {
    if (task_) task_->set_has_handle();
  }
  JoinHandle(JoinHandle&&) noexcept = default;
  JoinHandle& operator=(JoinHandle&& other) noexcept {
    task_.swap(other.task_);
    return *this;
  }
  ~JoinHandle() {
    if (task_) task_->on_handle_dropped();
  }

  /// False for a default-constructed or moved-from handle.
  explicit operator bool() const { return static_cast<bool>(task_); }

  /// True when nothing of the task runs any more.
  bool is_over() const { return !task_ || task_->is_over(); }

  /// Destroys the task where it waits; when called from within it, at its next suspension; when not
  /// called by a task at all (a posted function, a callback of Asio), soon. Does nothing when it is
  /// over.
  void cancel() {
    if (task_) task_->cancel();
  }

  /// co_await gives Result<T> (a task that gives a Result gives it as it is) or throws what the
  /// task threw. Errors: kCancelled when the task was cancelled or the channel is asked to stop
  /// meanwhile; kFailedPrecondition the second time. Waiting does not use the handle up: one that
  /// was given up, as by with_timeout, can be begun again.
  auto operator co_await() const { return Join(task_); }

 private:
  class Join final : public Waiter {
   public:
    explicit Join(boost::intrusive_ptr<SpawnedTaskOf<T>> task)
        : Waiter("the end of the task", WaitKind::kInternal, task ? &task->name() : nullptr),
          task_(std::move(task)) {}

    bool await_ready() const {
      return !task_ || task_->is_over() || task_->loop().ends_at_once_after_stop();
    }
    void await_suspend(std::coroutine_handle<> coroutine) {
      if (!task_->loop().is_stopping()) task_->add_joiner(*this, coroutine);
    }
    FlatResult<T> await_resume() {
      if (!task_) {
        return Error{ErrorCode::kFailedPrecondition, "an empty JoinHandle was awaited", {}};
      }
      if (task_->is_over()) return task_->take();
      return Error{ErrorCode::kCancelled,
                   is_stalled() ? "the task \"" + task_->name() +
                                      "\" can never end: it waits for "
                                      "others that wait themselves"
                                : "the channel is stopping; the task \"" + task_->name() +
                                      "\" was not waited for",
                   {}};
    }

   private:
    boost::intrusive_ptr<SpawnedTaskOf<T>> task_;
  };

  boost::intrusive_ptr<SpawnedTaskOf<T>> task_;
};

}  // namespace ripple
