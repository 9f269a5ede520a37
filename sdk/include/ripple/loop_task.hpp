/// LoopTask: one of the tasks of a loop, as the loop knows it.
///
///     if (LoopTask* const task = loop.current_task()) log(task->name());
#pragma once

#include <string>

namespace ripple {

/// Whoever owns tasks derives from it; everything on the loop's thread. The loop remembers on whose
/// behalf each coroutine waits, and tells the task when it is suspended again.
class LoopTask {
 public:
  LoopTask() = default;
  LoopTask(const LoopTask&) = delete;
  LoopTask& operator=(const LoopTask&) = delete;

  /// Empty: the channel's main task.
  virtual const std::string& name() const = 0;

 protected:
  ~LoopTask() = default;

  /// Asks for on_suspended as soon as the task does not run any more.
  void want_attention() { wants_attention_ = true; }

 private:
  friend class Loop;

  /// No coroutine runs. May destroy the task.
  virtual void on_suspended() = 0;

  bool wants_attention_ = false;
  bool has_been_seen_ = false;
};

}  // namespace ripple
