/// LoopDoor: the way into a loop from other threads.
///
///     const std::shared_ptr<LoopDoor> door = Loop::current()->door();
///     std::thread([door, bell] { door->ring(bell); }).detach();   // bell->on_rung() on the loop
///
/// It outlives its loop: ringing is then refused. Whoever means to ring later holds the door
/// meanwhile (LoopHold), so that the loop knows that somebody outside may still end a wait.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace ripple {

class Loop;

/// What somebody outside wants the loop to do.
class Bell {
 public:
  virtual ~Bell() = default;

  /// [loop] Once for each ring.
  virtual void on_rung() = 0;
};

/// Shared by the loop and whoever may ring. Members are for any thread unless marked.
class LoopDoor {
 public:
  explicit LoopDoor(Loop& loop) : loop_(&loop) {}
  LoopDoor(const LoopDoor&) = delete;
  LoopDoor& operator=(const LoopDoor&) = delete;

  /// Has the loop call bell->on_rung() soon; it is kept until then. False when the loop has ended.
  inline bool ring(std::shared_ptr<Bell> bell);

  /// Has the loop run soon, as Loop::wake, if it has not ended.
  inline void wake();

  /// Counts who may still ring.
  void hold() { holders_.fetch_add(1); }
  inline void let_go();

  /// [loop]
  bool is_held() const { return holders_.load() > 0; }
  bool has_rung() const { return has_rung_.load(std::memory_order_acquire); }

  /// [loop] Runs what was rung for until now.
  void answer() {
    {
      const std::lock_guard lock(mutex_);
      answered_.swap(rung_);
      has_rung_.store(false, std::memory_order_relaxed);
    }
    for (std::shared_ptr<Bell>& bell : answered_) {
      if (bell) std::exchange(bell, nullptr)->on_rung();
    }
    answered_.clear();
  }

  /// [loop] The loop ends; nothing rings any more.
  void close() {
    std::vector<std::shared_ptr<Bell>> dropped;
    {
      const std::lock_guard lock(loop_mutex_);
      loop_ = nullptr;
    }
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    dropped.swap(rung_);
  }

 private:
  std::atomic<std::size_t> holders_ = 0;
  std::atomic<bool> has_rung_ = false;

  std::mutex mutex_;
  std::vector<std::shared_ptr<Bell>> rung_;
  bool is_closed_ = false;

  // Not the other: a loop that has been woken must not wait for whoever has woken it.
  std::mutex loop_mutex_;
  Loop* loop_;

  std::vector<std::shared_ptr<Bell>> answered_;
};

/// As long as it lives the loop expects somebody outside to wake it, and reports no stall. Copies
/// and moves freely between threads.
class LoopHold {
 public:
  LoopHold() = default;
  explicit LoopHold(std::shared_ptr<LoopDoor> door) : door_(std::move(door)) {
    if (door_) door_->hold();
  }
  LoopHold(const LoopHold& other) : LoopHold(other.door_) {}
  LoopHold(LoopHold&& other) noexcept : door_(std::move(other.door_)) {}
  LoopHold& operator=(LoopHold other) noexcept {
    door_.swap(other.door_);
    return *this;
  }
  ~LoopHold() {
    if (door_) door_->let_go();
  }

 private:
  std::shared_ptr<LoopDoor> door_;
};

}  // namespace ripple
