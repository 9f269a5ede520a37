/// TaskSet: the tasks of one channel, each running on its own, owned together.
#pragma once

#include <coroutine>
#include <exception>
#include <string>
#include <utility>

#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/task.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// Everything on the loop's thread.
class TaskSet {
 public:
  class Observer {
   public:
    /// The task has ended, with an exception or without (NULL).
    virtual void on_task_end(const std::string& name, std::exception_ptr exception) = 0;

   protected:
    ~Observer() = default;
  };

  TaskSet(Loop& loop, Observer& observer) : loop_(loop), observer_(observer) {}
  TaskSet(const TaskSet&) = delete;
  TaskSet& operator=(const TaskSet&) = delete;
  ~TaskSet() { destroy_all(); }

  /// The task begins in its turn, not before this returns.
  void spawn(Task<void> task, std::string name) {
    if (!closed_) run(*this, std::move(name), std::move(task));
  }

  bool is_empty() const { return running_.is_empty() && ended_.is_empty(); }

  /// Reports and destroys what has ended since the last time; false when that was nothing.
  bool reap() {
    Promise* const ended = ended_.pop_front<Promise>();
    if (ended == nullptr) return false;
    const std::string name = std::move(ended->name);
    const std::exception_ptr exception = ended->exception;
    std::coroutine_handle<Promise>::from_promise(*ended).destroy();
    observer_.on_task_end(name, exception);
    return true;
  }

  /// Destroys every task where it stands, the youngest first. No task can be spawned afterwards.
  void destroy_all() {
    closed_ = true;
    while (reap()) continue;
    while (Promise* const youngest = running_.back<Promise>()) {
      std::coroutine_handle<Promise>::from_promise(*youngest).destroy();
    }
  }

 private:
  struct InTasks;
  struct Promise;
  struct Root {
    using promise_type = Promise;
  };

  struct Promise : Link<InTasks> {
    Promise(TaskSet& owner, const std::string& task_name, const Task<void>&)
        : set(owner), name(task_name) {
      set.running_.push_back(*this);
    }

    Root get_return_object() const noexcept { return {}; }

    auto initial_suspend() noexcept {
      struct Begin {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<Promise> self) const {
          Promise& promise = self.promise();
          promise.set.loop_.wait(promise.begin, self);
          promise.set.loop_.make_ready(promise.begin);
        }
        void await_resume() const noexcept {}
      };
      return Begin{};
    }

    auto final_suspend() noexcept {
      struct End {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<Promise> self) const noexcept {
          Promise& promise = self.promise();
          promise.set.ended_.push_back(promise);
        }
        void await_resume() const noexcept {}
      };
      return End{};
    }

    void return_void() const noexcept {}
    void unhandled_exception() noexcept { exception = std::current_exception(); }

    TaskSet& set;
    std::string name;
    std::exception_ptr exception;
    Waiter begin{"the task's turn"};
  };

  static Root run(TaskSet&, std::string, Task<void> task) { co_await std::move(task); }

  Loop& loop_;
  Observer& observer_;
  LinkedList<InTasks> running_;
  LinkedList<InTasks> ended_;
  bool closed_ = false;
};

}  // namespace ripple
