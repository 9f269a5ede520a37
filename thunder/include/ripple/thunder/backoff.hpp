/// Backoff: how long to wait before the next attempt at something that failed.
///
///     Backoff backoff({.first = 50ms, .longest = 5s}, uniform_random());
///     timer.expires_after(backoff.next());
///     ...
///     backoff.reset();   // it worked
#pragma once

#include <chrono>
#include <functional>

namespace ripple::thunder {

struct BackoffConfig {
  std::chrono::milliseconds first{50};
  std::chrono::milliseconds longest{5'000};
};

/// Gives numbers in [0, 1).
using Random = std::function<double()>;

/// A generator of its own, seeded by the system.
Random uniform_random();

/// The ceiling doubles from `first` to `longest`; the wait lies at random in its upper half, so
/// that many clients of one server do not return in step.
class Backoff {
 public:
  Backoff(BackoffConfig config, Random random);

  std::chrono::milliseconds next();
  void reset();

 private:
  BackoffConfig config_;
  Random random_;
  std::chrono::milliseconds ceiling_;
};

}  // namespace ripple::thunder
