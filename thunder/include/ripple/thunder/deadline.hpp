/// Deadline: the moment by which an operation, with all its parts, has an outcome.
///
///     co_await client.call("DeviceInfo.1.systeminfo", {}, 2s);          // from now
///     Deadline deadline = 5s;                                           // shared by several steps
#pragma once

#include <algorithm>
#include <chrono>

namespace ripple::thunder {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(Clock::time_point at) : at_(at) {}

  /// `from_now` is counted from here; converts, so that a call reads `call(..., 2s)`.
  template <typename Rep, typename Period>
  Deadline(std::chrono::duration<Rep, Period> from_now)
      : at_(Clock::now() + std::chrono::duration_cast<Clock::duration>(from_now)) {}

  static Deadline never() { return Deadline(Clock::time_point::max()); }

  Clock::time_point at() const { return at_; }
  bool has_passed() const { return Clock::now() >= at_; }
  Deadline or_sooner(Deadline other) const { return Deadline(std::min(at_, other.at_)); }

 private:
  Clock::time_point at_;
};

}  // namespace ripple::thunder
