/// Deadline: the moment after which an answer is no longer wanted.
///
///     Deadline deadline = Deadline::after(node.now(), std::chrono::seconds(2));
///     if (deadline.has_passed(node.now())) return;
#pragma once

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>

namespace ripple {

/// A point of the monotonic clock, in nanoseconds, or none. Never reads a clock: now is handed in.
class Deadline {
 public:
  /// No deadline of one's own; a request then gets the platform's default.
  constexpr Deadline() = default;

  /// `at`: CLOCK_MONOTONIC in nanoseconds; 0 is none, as in ripple_message.
  static constexpr Deadline at(std::int64_t at) { return Deadline(at); }

  /// A duration too long to count becomes the last moment there is.
  static constexpr Deadline after(std::int64_t now, std::chrono::nanoseconds duration) {
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
    const std::int64_t length = std::max<std::int64_t>(duration.count(), 0);
    return Deadline(length > kLast - now ? kLast : now + length);
  }

  constexpr bool is_set() const { return at_ != 0; }
  constexpr std::int64_t nanoseconds() const { return at_; }
  constexpr bool has_passed(std::int64_t now) const { return is_set() && now >= at_; }

  /// Zero when passed, the longest duration when there is none.
  constexpr std::chrono::nanoseconds remaining(std::int64_t now) const {
    if (!is_set()) return std::chrono::nanoseconds::max();
    return std::chrono::nanoseconds(std::max<std::int64_t>(at_ - now, 0));
  }

  /// The earlier of two, where none is later than any.
  static constexpr Deadline earlier(Deadline left, Deadline right) {
    if (!left.is_set()) return right;
    if (!right.is_set()) return left;
    return Deadline(std::min(left.at_, right.at_));
  }

  friend constexpr bool operator==(const Deadline&, const Deadline&) = default;

 private:
  explicit constexpr Deadline(std::int64_t at) : at_(at) {}

  std::int64_t at_ = 0;
};

}  // namespace ripple
