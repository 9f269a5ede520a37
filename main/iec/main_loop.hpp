/// Main's loop as an inline channel may use it: the ability "ripple.host.loop/1".
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>

#include "main/iec/timers.hpp"

namespace ripple::iec {

class MainLoop final : public Timers {
 public:
  explicit MainLoop(boost::asio::io_context& io);

  /// Any thread.
  void post(Callback run, void* argument);
  std::int64_t now() const override;
  std::uint64_t set_timer(std::int64_t at, Callback run, void* argument) override;
  void cancel_timer(std::uint64_t id) override;

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
