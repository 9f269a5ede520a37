/// Task: a coroutine that runs when it is awaited and hands its result to whoever awaits it.
///
///     Task<std::string> greeting(Node node) {
///       auto name = co_await node.call(DeviceInfo::name{});
///       co_return "hello " + (name ? *name : "you");
///     }
///
/// An exception that leaves the coroutine is thrown at the `co_await`.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace ripple {

template <typename T>
class Task;

namespace detail {

/// Who runs a task, when that is not a coroutine that awaits it.
class TaskObserver {
 public:
  /// The task's coroutine has ended, well or badly; it may be destroyed here. Returns what runs
  /// next on this thread, or std::noop_coroutine().
  virtual std::coroutine_handle<> on_task_end() noexcept = 0;

 protected:
  ~TaskObserver() = default;
};

struct TaskAccess;

class TaskPromiseBase {
 public:
  std::suspend_always initial_suspend() const noexcept { return {}; }

  struct Final {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
      TaskPromiseBase& promise = self.promise();
      if (promise.observer_ != nullptr) return promise.observer_->on_task_end();
      // Whoever resumed us is still on the stack and looks at done() itself: a loop over tasks
      // that finish at once then needs no stack, in unoptimised builds too.
      if (promise.awaiter_is_on_stack_) return std::noop_coroutine();
      return promise.continuation_ ? promise.continuation_ : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  Final final_suspend() const noexcept { return {}; }

  void unhandled_exception() noexcept { exception_ = std::current_exception(); }

 protected:
  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  template <typename T>
  friend class ripple::Task;
  friend struct TaskAccess;

  std::coroutine_handle<> continuation_;
  TaskObserver* observer_ = nullptr;
  std::exception_ptr exception_;
  bool awaiter_is_on_stack_ = false;
};

template <typename T>
class TaskPromise : public TaskPromiseBase {
 public:
  Task<T> get_return_object() noexcept;
  template <typename U>
  requires std::is_constructible_v<T, U&&>
  void return_value(U&& value) { value_.emplace(std::forward<U>(value)); }
  T take() {
    rethrow();
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
 public:
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const { rethrow(); }
};

}  // namespace detail

/// Move-only. Destroying it destroys the coroutine where it stands. Await it at most once.
template <typename T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;

  Task() = default;
  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  /// False for a default-constructed or moved-from task.
  explicit operator bool() const { return static_cast<bool>(coroutine_); }

  auto operator co_await() && noexcept {
    struct Awaiter {
      std::coroutine_handle<promise_type> coroutine;

      bool await_ready() const noexcept { return !coroutine || coroutine.done(); }
      bool await_suspend(std::coroutine_handle<> continuation) const {
        promise_type& promise = coroutine.promise();
        promise.awaiter_is_on_stack_ = true;
        coroutine.resume();
        promise.awaiter_is_on_stack_ = false;
        if (coroutine.done()) return false;
        promise.continuation_ = continuation;
        return true;
      }
      T await_resume() const {
        return coroutine.promise().take();
      }
    };
    return Awaiter{coroutine_};
  }

 private:
  friend promise_type;
  friend struct detail::TaskAccess;
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}

  std::coroutine_handle<promise_type> coroutine_;
};

namespace detail {

template <typename T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}

inline Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}

/// For what runs tasks without being a coroutine.
struct TaskAccess {
  template <typename T>
  static std::coroutine_handle<> coroutine(const Task<T>& task) {
    return task.coroutine_;
  }
  /// The observer hears of the end; the task must not be awaited then.
  template <typename T>
  static void observe(const Task<T>& task, TaskObserver& observer) {
    task.coroutine_.promise().observer_ = &observer;
  }
  /// Once, after the end: its value, or throws what it threw.
  template <typename T>
  static T take(const Task<T>& task) {
    return task.coroutine_.promise().take();
  }
};

}  // namespace detail

}  // namespace ripple
