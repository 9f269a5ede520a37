/// Timer and TimerQueue: one structure for all the moments that a loop waits for.
///
///     struct Alarm : Timer { void on_time() override { ring(); } };
///     TimerQueue queue;
///     Alarm alarm;
///     queue.add(alarm, now + 1'000'000);
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ripple {

class TimerQueue;

/// Something that happens once, at a moment of the monotonic clock. Leaves its queue when
/// destroyed.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  inline virtual ~Timer();

  bool is_set() const { return queue_ != nullptr; }

  /// Called once; the timer has left the queue and may be set again.
  virtual void on_time() = 0;

 private:
  friend class TimerQueue;

  TimerQueue* queue_ = nullptr;
  std::size_t position_ = 0;
  std::int64_t at_ = 0;
  std::uint64_t order_ = 0;
};

/// A binary heap of timers that others own; adding and removing cost the logarithm of its size and
/// no memory of their own. Timers of the same moment keep their order. Not for two threads at once.
class TimerQueue {
 public:
  TimerQueue() = default;
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;
  ~TimerQueue() {
    for (Timer* timer : heap_) timer->queue_ = nullptr;
  }

  bool is_empty() const { return heap_.empty(); }

  /// When the first one is due; only if there is one.
  std::int64_t first() const { return heap_.front()->at_; }

  /// A timer that is set already is moved.
  void add(Timer& timer, std::int64_t at) {
    if (timer.is_set()) timer.queue_->remove(timer);
    timer.queue_ = this;
    timer.at_ = at;
    timer.order_ = next_order_++;
    timer.position_ = heap_.size();
    heap_.push_back(&timer);
    rise(timer.position_);
  }

  void remove(Timer& timer) {
    if (timer.queue_ != this) return;
    timer.queue_ = nullptr;
    const std::size_t hole = timer.position_;
    Timer* const last = heap_.back();
    heap_.pop_back();
    if (last == &timer) return;
    place(last, hole);
    rise(hole);
    sink(last->position_);
  }

  /// Takes out the first timer that is due at `now`, or NULL.
  Timer* take_due(std::int64_t now) {
    if (heap_.empty() || heap_.front()->at_ > now) return nullptr;
    Timer* const due = heap_.front();
    remove(*due);
    return due;
  }

 private:
  static bool before(const Timer& left, const Timer& right) {
    return left.at_ != right.at_ ? left.at_ < right.at_ : left.order_ < right.order_;
  }

  void place(Timer* timer, std::size_t position) {
    heap_[position] = timer;
    timer->position_ = position;
  }

  void rise(std::size_t position) {
    Timer* const timer = heap_[position];
    while (position > 0) {
      const std::size_t parent = (position - 1) / 2;
      if (!before(*timer, *heap_[parent])) break;
      place(heap_[parent], position);
      position = parent;
    }
    place(timer, position);
  }

  void sink(std::size_t position) {
    Timer* const timer = heap_[position];
    for (;;) {
      std::size_t child = 2 * position + 1;
      if (child >= heap_.size()) break;
      if (child + 1 < heap_.size() && before(*heap_[child + 1], *heap_[child])) ++child;
      if (!before(*heap_[child], *timer)) break;
      place(heap_[child], position);
      position = child;
    }
    place(timer, position);
  }

  std::vector<Timer*> heap_;
  std::uint64_t next_order_ = 0;
};

Timer::~Timer() {
  if (queue_ != nullptr) queue_->remove(*this);
}

}  // namespace ripple
