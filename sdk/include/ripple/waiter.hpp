/// Waiter: a coroutine that waits on a loop, wherever it waits.
///
/// Every awaitable of the SDK is one. It stands in up to two lists: the queue of what it waits for,
/// and the loop's list of all waiting or all ready coroutines. Being destroyed, as happens when the
/// coroutine is destroyed while it waits, takes it out of both.
#pragma once

#include <coroutine>
#include <cstdint>

#include "ripple/link.hpp"

namespace ripple {

struct InQueue;
struct InLoop;

class Waiter : public Link<InQueue>, public Link<InLoop> {
 public:
  /// `what`: a literal that names the wait, for whoever asks what a channel waits for.
  explicit Waiter(const char* what) : what_(what) {}

  const char* what() const { return what_; }

  /// True when the channel's stop ended the wait.
  bool is_stopped() const { return stopped_; }

 private:
  friend class Loop;
  enum class State : std::uint8_t { kIdle, kWaiting, kReady };

  std::coroutine_handle<> coroutine_;
  const char* what_;
  State state_ = State::kIdle;
  bool stopped_ = false;
};

}  // namespace ripple
