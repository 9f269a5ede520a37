#include "main/iec/wake_timer.hpp"

#include <chrono>

namespace ripple::iec {

std::int64_t AsioWakeTimer::now() const {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

void AsioWakeTimer::wake_at(std::int64_t at) {
  timer_.expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) wake_();
  });
}

}  // namespace ripple::iec
