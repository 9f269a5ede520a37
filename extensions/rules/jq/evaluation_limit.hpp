/// EvaluationLimit: ends an evaluation that takes too long.
///
///     EvaluationLimit limit(std::chrono::milliseconds(50));
///     const auto running = limit.watch([&] { jq_halt(state, jv_invalid(), jv_invalid()); });
///     jv output = jq_next(state);
///
/// libjq has no limit of its own, but looks at each instruction whether it has been halted, which
/// has to come from another thread while this one computes. That thread begins with the first
/// evaluation, as a channel that is only built has no threads; it sleeps until the moment when the
/// one under way would be too long, then until the next: an evaluation costs a lock at its
/// beginning and its end, an idle channel nothing. Processor time counts, so that a busy machine
/// does not end what has hardly run.
#pragma once

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <functional>
#include <mutex>
#include <thread>

namespace ripple::rules {

/// One evaluation at a time. Everything on one thread, at one time; which one may change.
class EvaluationLimit {
 public:
  using Halt = std::function<void()>;

  /// Under watch as long as it lives.
  class Watch {
   public:
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    friend class EvaluationLimit;
    Watch(EvaluationLimit& limit, Halt halt);
    EvaluationLimit& limit_;
  };

  explicit EvaluationLimit(std::chrono::nanoseconds longest);
  ~EvaluationLimit();
  EvaluationLimit(const EvaluationLimit&) = delete;
  EvaluationLimit& operator=(const EvaluationLimit&) = delete;

  std::chrono::nanoseconds longest() const { return longest_; }

  /// `halt` is called once, on another thread, if this one computes for longer than the limit while
  /// what it returns lives, and never afterwards.
  [[nodiscard]] Watch watch(Halt halt) { return {*this, std::move(halt)}; }

 private:
  using Clock = std::chrono::steady_clock;

  void run();

  const std::chrono::nanoseconds longest_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Halt halt_;
  /// Of the thread that evaluates.
  clockid_t processor_clock_{};
  std::chrono::nanoseconds begin_{};
  /// No evaluation can be too long before.
  Clock::time_point end_;
  bool sleeps_ = false;
  bool stops_ = false;
  std::thread thread_;
};

}  // namespace ripple::rules
