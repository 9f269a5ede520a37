/// VirtualTime: a clock that moves when the test says so, and what is to happen at which moment.
///
///     time.set_now(time.now() + 3'600'000'000'000);   // an hour, at once
///     while (time.run_one()) continue;
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

namespace ripple::testing {

/// A C callback as abi.h passes them.
struct Callback {
  void (*run)(void*);
  void* argument;
};

/// post may be called from any thread; all else is for the test's.
class VirtualTime {
 public:
  std::int64_t now() const { return now_; }
  void set_now(std::int64_t now) { now_ = now; }

  void post(Callback callback) {
    const std::lock_guard lock(mutex_);
    posted_.push_back(callback);
  }

  std::uint64_t set_timer(std::int64_t at, Callback callback) {
    const std::uint64_t id = next_id_++;
    timers_.emplace(std::pair(at, id), callback);
    return id;
  }

  void cancel_timer(std::uint64_t id) {
    for (auto timer = timers_.begin(); timer != timers_.end(); ++timer) {
      if (timer->first.second != id) continue;
      timers_.erase(timer);
      return;
    }
  }

  /// Runs one posted callback or one timer that is due; false when there is none.
  bool run_one() {
    Callback callback{};
    {
      const std::lock_guard lock(mutex_);
      if (!posted_.empty()) {
        callback = posted_.front();
        posted_.pop_front();
      }
    }
    if (callback.run == nullptr && !timers_.empty() && timers_.begin()->first.first <= now_) {
      callback = timers_.begin()->second;
      timers_.erase(timers_.begin());
    }
    if (callback.run == nullptr) return false;
    callback.run(callback.argument);
    return true;
  }

  /// When the first timer rings, or `otherwise` when there is none.
  std::int64_t next_timer(std::int64_t otherwise) const {
    return timers_.empty() ? otherwise : timers_.begin()->first.first;
  }

 private:
  std::int64_t now_ = 1'000'000'000;
  std::uint64_t next_id_ = 1;
  std::map<std::pair<std::int64_t, std::uint64_t>, Callback> timers_;
  std::mutex mutex_;
  std::deque<Callback> posted_;
};

}  // namespace ripple::testing
