/// Mailbox: what other threads have for a channel, until its loop takes it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "ripple/message.hpp"

namespace ripple {

/// Many producers, one consumer. Messages and posted functions keep their order among themselves.
/// The consumer takes all there is under one lock.
class Mailbox {
 public:
  /// `limit`: most messages that may wait here and, taken but not yet handed to anybody, behind it.
  explicit Mailbox(std::uint32_t limit) : limit_(limit) {}

  /// [any] RIPPLE_OK, RIPPLE_FULL, or RIPPLE_CLOSED. Answers to one's own requests and
  /// cancellations are bounded by what they belong to and always find room; of several platform
  /// contexts only the last is kept.
  std::int32_t put(Message message) {
    const std::lock_guard lock(mutex_);
    if (closed_) return RIPPLE_CLOSED;
    if (message.kind() == RIPPLE_CONTEXT) {
      context_.emplace(std::move(message));
    } else {
      if (is_counted(message.kind())) {
        if (is_full()) return RIPPLE_FULL;
        held_.fetch_add(1, std::memory_order_relaxed);
      }
      messages_.push_back(std::move(message));
    }
    has_work_.store(true);
    return RIPPLE_OK;
  }

  /// [any] False when closed; the function is then dropped.
  bool post(std::function<void()> function) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    functions_.push_back(std::move(function));
    has_work_.store(true);
    return true;
  }

  bool is_full() const { return held_.load(std::memory_order_relaxed) >= limit_; }
  std::uint32_t limit() const { return limit_; }

  /// A message that was taken waits for somebody (hold), or has found him (let_go).
  void hold() { held_.fetch_add(1, std::memory_order_relaxed); }
  void let_go() { held_.fetch_sub(1, std::memory_order_relaxed); }

  /// [consumer] True when take_message and take_function would find nothing.
  bool is_empty() const {
    return next_ == batch_.size() && next_function_ == function_batch_.size() && !has_work_.load();
  }

  /// [consumer]
  std::optional<Message> take_message() {
    if (next_ == batch_.size()) fetch();
    if (next_ == batch_.size()) return std::nullopt;
    std::optional<Message> message(std::move(batch_[next_++]));
    if (is_counted(message->kind())) let_go();
    return message;
  }

  /// [consumer] An empty function when there is none.
  std::function<void()> take_function() {
    if (next_function_ == function_batch_.size()) return nullptr;
    return std::exchange(function_batch_[next_function_++], nullptr);
  }

  /// [any] Nothing can be put in any more; what is inside stays.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  static bool is_counted(ripple_message_kind kind) {
    return kind == RIPPLE_REQUEST || kind == RIPPLE_EVENT;
  }

  // Functions are only fetched when the last batch of them is done; messages likewise.
  void fetch() {
    if (!has_work_.load()) return;
    batch_.clear();
    next_ = 0;
    const std::lock_guard lock(mutex_);
    batch_.swap(messages_);
    if (context_) batch_.push_back(std::move(*context_));
    context_.reset();
    if (next_function_ == function_batch_.size()) {
      function_batch_.clear();
      next_function_ = 0;
      function_batch_.swap(functions_);
    }
    has_work_.store(!functions_.empty());
  }

  const std::uint32_t limit_;
  std::atomic<std::uint32_t> held_ = 0;
  std::atomic<bool> has_work_ = false;

  std::mutex mutex_;
  std::vector<Message> messages_;
  std::vector<std::function<void()>> functions_;
  std::optional<Message> context_;
  bool closed_ = false;

  std::vector<Message> batch_;
  std::vector<std::function<void()>> function_batch_;
  std::size_t next_ = 0;
  std::size_t next_function_ = 0;
};

}  // namespace ripple
