/// HelperThreads: where a channel runs what blocks.
///
/// Extension authors meet it as Node::blocking.
///
///     HelperThreads helpers(loop.door(), "ripple:channel:device:acme");
///     if (!helpers.submit(job)) refuse();
///     // otherwise job->run() there, then job->on_rung() on the loop
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ripple/loop_door.hpp"
#include "ripple/own_thread.hpp"

namespace ripple {

/// What a helper thread runs; its bell rings when it is done.
class HelperJob : public Bell {
 public:
  virtual void run() noexcept = 0;
};

/// At most kThreads threads, started when they are needed and asleep when they are not.
class HelperThreads {
 public:
  static constexpr std::size_t kThreads = 4;
  /// Jobs that wait for a thread.
  static constexpr std::size_t kLimit = 64;

  /// `id`: of the extension; its last part names the threads.
  HelperThreads(std::shared_ptr<LoopDoor> door, const std::string& id)
      : door_(std::move(door)), name_(id.substr(id.rfind(':') + 1, 13) + "/b") {}
  HelperThreads(const HelperThreads&) = delete;
  HelperThreads& operator=(const HelperThreads&) = delete;
  ~HelperThreads() { stop(); }

  /// [loop] False when too many wait already, or after stop.
  bool submit(std::shared_ptr<HelperJob> job) {
    const std::lock_guard lock(mutex_);
    if (stopped_ || jobs_.size() >= kLimit) return false;
    jobs_.push_back(std::move(job));
    if (idle_ >= jobs_.size() || threads_.size() == kThreads) {
      changed_.notify_one();
    } else {
      threads_.emplace_back([this] { run_thread(); });
    }
    return true;
  }

  /// Drops what has not begun and waits for what runs.
  void stop() {
    std::deque<std::shared_ptr<HelperJob>> dropped;
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      dropped.swap(jobs_);
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  void run_thread() {
    begin_own_thread(name_);
    while (std::shared_ptr<HelperJob> job = next()) {
      job->run();
      door_->ring(std::move(job));
    }
  }

  std::shared_ptr<HelperJob> next() {
    std::unique_lock lock(mutex_);
    ++idle_;
    changed_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty()) return nullptr;
    std::shared_ptr<HelperJob> job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }

  const std::shared_ptr<LoopDoor> door_;
  const std::string name_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<HelperJob>> jobs_;
  std::size_t idle_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ripple
