/// GatewaySignal: Main says once that apps can connect; who waits for that is told.
///
///     gateway.announce();   // bootstrap, after the listeners are open
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace ripple::builtin {

/// On Main's thread.
class GatewaySignal {
 public:
  /// Calls `listener` when the gateway is up, at once when it is up already.
  void on_up(std::function<void()> listener) {
    if (is_up_) return listener();
    listeners_.push_back(std::move(listener));
  }

  /// Again is harmless.
  void announce() {
    is_up_ = true;
    for (const auto& listener : std::exchange(listeners_, {})) listener();
  }

 private:
  bool is_up_ = false;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace ripple::builtin
