#include "main/services/log_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace ripple::services {

LogWriter::LogWriter(int descriptor, std::size_t limit)
    : descriptor_(descriptor), limit_(limit), thread_([this] { run(); }) {}

LogWriter::~LogWriter() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void LogWriter::drain() {
  std::unique_lock lock(queue_mutex_);
  drained_.wait_for(lock, std::chrono::seconds(1), [this] { return lines_.empty() && !writing_; });
}

void LogWriter::sink_it_(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t formatted;
  formatter_->format(message, formatted);
  {
    const std::lock_guard lock(queue_mutex_);
    if (lines_.size() >= limit_) {
      lines_.pop_front();
      ++dropped_;
    }
    lines_.emplace_back(formatted.data(), formatted.size());
  }
  changed_.notify_one();
}

void LogWriter::run() {
  for (;;) {
    std::string text;
    {
      std::unique_lock lock(queue_mutex_);
      changed_.wait(lock, [this] { return stopping_ || !lines_.empty(); });
      if (lines_.empty()) return;
      if (dropped_ != 0) text = "(" + std::to_string(dropped_) + " log lines were dropped)\n";
      dropped_ = 0;
      for (const std::string& line : lines_) text += line;
      lines_.clear();
      writing_ = true;
    }
    write_all(text);
    {
      const std::lock_guard lock(queue_mutex_);
      writing_ = false;
    }
    drained_.notify_all();
  }
}

void LogWriter::write_all(const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    // While the platform runs this thread may wait for its reader as long as it likes; at the end
    // a reader that has stopped must not hold up the exit.
    int patience = -1;
    {
      const std::lock_guard lock(queue_mutex_);
      if (stopping_) patience = 1000;
    }
    pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    const int polled = ::poll(&ready, 1, patience < 0 ? 1000 : patience);
    if (polled == 0 && patience < 0) continue;
    if (polled == 0 || (polled < 0 && errno != EINTR)) return;
    const ssize_t count = ::write(descriptor_, text.data() + written,
                                  std::min<std::size_t>(text.size() - written, PIPE_BUF));
    if (count > 0) written += static_cast<std::size_t>(count);
    if (count < 0 && errno != EINTR && errno != EAGAIN) return;
  }
}

}  // namespace ripple::services
