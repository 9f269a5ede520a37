#include "main/iec/main_loop.hpp"

#include <boost/asio/post.hpp>
#include <chrono>

namespace ripple::iec {

MainLoop::MainLoop(boost::asio::io_context& io) : io_(io), timer_(io) {}

std::int64_t MainLoop::now() const {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

void MainLoop::post(Callback run, void* argument) {
  boost::asio::post(io_, [run, argument] { run(argument); });
}

std::uint64_t MainLoop::set_timer(std::int64_t at, Callback run, void* argument) {
  const std::uint64_t id = next_id_++;
  by_id_[id] = timers_.emplace(at, Timer{id, run, argument});
  arm();
  return id;
}

void MainLoop::cancel_timer(std::uint64_t id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  timers_.erase(found->second);
  by_id_.erase(found);
  arm();
}

void MainLoop::arm() {
  if (timers_.empty()) {
    armed_for_ = 0;
    timer_.cancel();
    return;
  }
  const std::int64_t first = timers_.begin()->first;
  if (first == armed_for_) return;
  armed_for_ = first;
  timer_.expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(first)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) fire();
  });
}

void MainLoop::fire() {
  armed_for_ = 0;
  const std::int64_t due = now();
  // A callback may set and cancel timers: look at the first one afresh each time. One set for a time
  // that has already passed runs in this turn, after those before it.
  while (!timers_.empty() && timers_.begin()->first <= due) {
    const Timer timer = timers_.begin()->second;
    by_id_.erase(timer.id);
    timers_.erase(timers_.begin());
    timer.run(timer.argument);
  }
  arm();
}

}  // namespace ripple::iec
