/// One-shot timers and the clock they go by, on Main's thread; tests bring their own.
#pragma once

#include <cstdint>

namespace ripple::iec {

class Timers {
 public:
  using Callback = void (*)(void*);

  virtual ~Timers() = default;
  /// CLOCK_MONOTONIC in nanoseconds.
  virtual std::int64_t now() const = 0;
  /// Runs once at `at`. Returns an id, never 0.
  virtual std::uint64_t set_timer(std::int64_t at, Callback run, void* argument) = 0;
  /// After it returns the callback does not run. Unknown and spent ids are ignored.
  virtual void cancel_timer(std::uint64_t id) = 0;
};

}  // namespace ripple::iec
