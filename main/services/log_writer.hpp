/// A spdlog sink that hands formatted lines to a thread of its own, so that a standard error that
/// nobody reads cannot stall Main. (spdlog's own thread pool wakes every ten seconds when idle.)
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace ripple::services {

/// Keeps at most `limit` lines; the oldest are dropped and counted in a line of their own.
class LogWriter final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  /// Writes to `descriptor`, which must stay open.
  LogWriter(int descriptor, std::size_t limit);
  /// Writes what waits, for at most a second, and ends the thread.
  ~LogWriter() override;

  /// Waits until everything is written, for at most a second.
  void drain();

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

 private:
  void run();
  void write_all(const std::string& text);

  int descriptor_;
  std::size_t limit_;
  std::mutex queue_mutex_;
  std::condition_variable changed_, drained_;
  std::deque<std::string> lines_;  // guarded by queue_mutex_
  std::size_t dropped_ = 0;        // guarded by queue_mutex_
  bool writing_ = false;           // guarded by queue_mutex_
  bool stopping_ = false;          // guarded by queue_mutex_
  std::thread thread_;
};

}  // namespace ripple::services
