/// Main's loop as an inline channel may use it: the ability "ripple.host.loop/1".
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>

namespace ripple::iec {

class MainLoop {
 public:
  using Callback = void (*)(void*);

  explicit MainLoop(boost::asio::io_context& io);

  /// Any thread.
  void post(Callback run, void* argument);
  /// Main's thread. Runs once at `at` (CLOCK_MONOTONIC ns).
  std::uint64_t set_timer(std::int64_t at, Callback run, void* argument);
  /// Main's thread. After it returns the callback does not run.
  void cancel_timer(std::uint64_t id);

 private:
  struct Timer {
    std::uint64_t id;
    Callback run;
    void* argument;
  };
  void arm();
  void fire();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  std::multimap<std::int64_t, Timer> timers_;  // by time
  std::map<std::uint64_t, std::multimap<std::int64_t, Timer>::iterator> by_id_;
  std::uint64_t next_id_ = 1;
  std::int64_t armed_for_ = 0;
};

}  // namespace ripple::iec
