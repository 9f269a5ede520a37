/// describe_stall: which tasks wait for what, when nobody is left who could end their waits.
///
///     log(describe_stall(loop));
///     // stalled, for nothing can end these waits: the main task waits for an item of the channel
///     // "orders"; the task "cook" waits for the end of the task "waiter"
#pragma once

#include <cstddef>
#include <string>

#include "ripple/loop.hpp"
#include "ripple/loop_task.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// On the loop's thread. Names at most eight waits.
inline std::string describe_stall(Loop& loop) {
  constexpr std::size_t kMostNamed = 8;
  std::string text = "stalled, for nothing can end these waits: ";
  std::size_t count = 0;
  loop.for_each_waiting([&](const Waiter& waiter) {
    if (++count > kMostNamed) return;
    if (count > 1) text += "; ";
    const LoopTask* const task = waiter.task();
    if (task == nullptr) {
      text += "a coroutine";
    } else {
      text += task->name().empty() ? "the main task" : "the task \"" + task->name() + "\"";
    }
    text += " waits for ";
    text += waiter.what();
    if (waiter.subject() != nullptr) text += " \"" + *waiter.subject() + "\"";
  });
  if (count > kMostNamed) text += "; and " + std::to_string(count - kMostNamed) + " more";
  return text;
}

}  // namespace ripple
