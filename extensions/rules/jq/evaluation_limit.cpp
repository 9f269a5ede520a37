#include "rules/jq/evaluation_limit.hpp"

#include <pthread.h>

#include <ripple/own_thread.hpp>
#include <utility>

namespace ripple::rules {
namespace {

std::chrono::nanoseconds read(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

EvaluationLimit::Watch::Watch(EvaluationLimit& limit, Halt halt) : limit_(limit) {
  const std::lock_guard lock(limit_.mutex_);
  limit_.halt_ = std::move(halt);
  ::pthread_getcpuclockid(::pthread_self(), &limit_.processor_clock_);
  limit_.begin_ = read(limit_.processor_clock_);
  limit_.end_ = Clock::now() + limit_.longest_;
  // If it does not sleep it waits for the end of an earlier evaluation, which is before this one's.
  if (limit_.sleeps_) limit_.changed_.notify_one();
  if (!limit_.thread_.joinable()) limit_.thread_ = std::thread([&limit] { limit.run(); });
}

EvaluationLimit::Watch::~Watch() {
  const std::lock_guard lock(limit_.mutex_);
  limit_.halt_ = nullptr;
}

EvaluationLimit::EvaluationLimit(std::chrono::nanoseconds longest) : longest_(longest) {}

EvaluationLimit::~EvaluationLimit() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void EvaluationLimit::run() {
  begin_own_thread("rules-limit");
  std::unique_lock lock(mutex_);
  while (!stops_) {
    if (!halt_) {
      sleeps_ = true;
      changed_.wait(lock, [this] { return stops_ || halt_; });
      sleeps_ = false;
      continue;
    }
    const Clock::time_point end = end_;
    changed_.wait_until(lock, end, [this] { return stops_; });
    if (stops_ || !halt_ || end_ > Clock::now()) continue;
    const auto left = begin_ + longest_ - read(processor_clock_);
    if (left <= std::chrono::nanoseconds(0)) {
      std::exchange(halt_, nullptr)();
    } else {
      end_ = Clock::now() + left;
    }
  }
}

}  // namespace ripple::rules
