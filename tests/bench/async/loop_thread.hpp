// LoopThread: the loop of a channel with a thread of its own, and tasks, but no channel.
//
//     LoopThread thread;
//     thread.run([&] { return count_to(&thread, 1000); });   // returns when the task has ended
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <semaphore>
#include <string>
#include <utility>

#include "ripple/abi.h"
#include "ripple/host_proxy.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/task.hpp"
#include "ripple/task_set.hpp"
#include "ripple/thread_loop.hpp"

namespace ripple {

class LoopThread final : private Loop::Source, private TaskSet::Observer {
 public:
  LoopThread() { loop_.start(*this); }
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  ~LoopThread() {
    do_there([this] {
      tasks_.destroy_all();
      loop_.finish([this] { done_.release(); });
    });
    loop_.join();
  }

  /// `function` gives a task, on the loop's thread. Not from there.
  void run(const std::function<Task<void>()>& function) {
    do_there([&] { tasks_.spawn(function(), kAwaited); });
  }

  /// On the loop's thread.
  template <typename T>
  JoinHandle<T> spawn(Task<T> task, std::string name) {
    return tasks_.spawn(std::move(task), std::move(name));
  }

 private:
  static constexpr const char* kAwaited = "awaited";

  static const ripple_host& clock() {
    static const ripple_host kClock = [] {
      ripple_host host{};
      host.struct_size = sizeof host;
      host.now = [](const ripple_host*) -> std::int64_t {
        return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
      };
      return host;
    }();
    return kClock;
  }

  void do_there(const std::function<void()>& job) {
    job_ = &job;
    has_job_.store(true, std::memory_order_release);
    loop_.wake();
    done_.acquire();
  }

  bool run_one() override {
    if (tasks_.reap()) return true;
    if (!has_job_.load(std::memory_order_acquire)) return false;
    has_job_.store(false, std::memory_order_relaxed);
    (*job_)();
    return true;
  }

  void on_task_end(const std::string& name, std::exception_ptr exception) override {
    if (exception) std::rethrow_exception(exception);
    if (name == kAwaited) done_.release();
  }
  void on_unjoined_exception(const std::string&, std::exception_ptr) override {}

  ThreadLoop loop_{HostProxy(clock()), "bench"};
  TaskSet tasks_{loop_, *this};
  const std::function<void()>* job_ = nullptr;
  std::atomic<bool> has_job_ = false;
  std::binary_semaphore done_{0};
};

}  // namespace ripple
