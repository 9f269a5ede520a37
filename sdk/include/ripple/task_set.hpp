/// TaskSet: the tasks of one channel, each running on its own, owned together.
///
///     TaskSet tasks(loop, observer);
///     JoinHandle<int> sum = tasks.spawn(add_up(numbers), "sum");
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <exception>
#include <string>
#include <utility>

#include "ripple/join_handle.hpp"
#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/spawned_task.hpp"
#include "ripple/task.hpp"

namespace ripple {

/// Everything on the loop's thread.
class TaskSet final : private TaskKeeper {
 public:
  class Observer {
   public:
    /// The task has ended or was cancelled. `exception`: what it threw if nobody can join it,
    /// otherwise NULL.
    virtual void on_task_end(const std::string& name, std::exception_ptr exception) = 0;
    /// The last who could have joined a task that threw has gone.
    virtual void on_unjoined_exception(const std::string& name, std::exception_ptr exception) = 0;

   protected:
    ~Observer() = default;
  };

  TaskSet(Loop& loop, Observer& observer) : loop_(loop), observer_(observer) {}
  TaskSet(const TaskSet&) = delete;
  TaskSet& operator=(const TaskSet&) = delete;
  ~TaskSet() {
    destroy_all();
    while (SpawnedTask* const task = joinable_.pop_front<SpawnedTask>()) task->forget_keeper();
  }

  /// The task begins in its turn, not before this returns.
  template <typename T>
  JoinHandle<T> spawn(Task<T> task, std::string name) {
    boost::intrusive_ptr<SpawnedTaskOf<T>> spawned(
        new SpawnedTaskOf<T>(std::move(task), std::move(name), loop_, *this));
    if (closed_) {
      joinable_.push_back(*spawned);
      spawned->refuse();
    } else {
      intrusive_ptr_add_ref(spawned.get());
      running_.push_back(*spawned);
      spawned->begin();
    }
    return JoinHandle<T>(std::move(spawned));
  }

  bool is_empty() const { return running_.is_empty() && ended_.is_empty(); }

  /// Reports and destroys one task that has ended since the last time; false when there is none.
  /// The loop reaps by itself what ends while it runs.
  bool reap() {
    SpawnedTask* const ended = ended_.front<SpawnedTask>();
    if (ended == nullptr) return false;
    reap_now(*ended);
    return true;
  }

  /// Destroys every task where it stands, the youngest first. No task can be spawned afterwards.
  void destroy_all() {
    closed_ = true;
    while (reap()) continue;
    while (SpawnedTask* const youngest = running_.back<SpawnedTask>()) conclude(*youngest);
  }

  /// True when each running task waits where the loop sees it.
  bool all_wait() {
    return loop_.sees_all([this](auto&& visit) {
      running_.for_each<SpawnedTask>([&](SpawnedTask& task) { visit(task); });
    });
  }

 private:
  // Moves it to those that can still be joined and gives up the set's hold on it.
  boost::intrusive_ptr<SpawnedTask> conclude(SpawnedTask& task) {
    const boost::intrusive_ptr<SpawnedTask> concluded(&task, false);
    joinable_.push_back(task);
    task.conclude();
    return concluded;
  }

  void on_end(SpawnedTask& task) noexcept override {
    ended_.push_back(task);
    if (loop_.current_task() != &task) loop_.wake();
  }

  void reap_now(SpawnedTask& task) override {
    const auto concluded = conclude(task);
    observer_.on_task_end(concluded->name(),
                          concluded->has_handle() ? nullptr : concluded->exception());
  }

  void on_unjoined(const std::string& name, std::exception_ptr exception) override {
    observer_.on_unjoined_exception(name, exception);
  }

  Loop& loop_;
  Observer& observer_;
  LinkedList<InTasks> running_;
  LinkedList<InTasks> ended_;
  LinkedList<InTasks> joinable_;
  bool closed_ = false;
};

}  // namespace ripple
