/// MessageQueue: messages that wait for a coroutine, or coroutines that wait for a message.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/message.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// A coroutine that waits for the next message of a queue.
class MessageWaiter : public Waiter {
 public:
  using Waiter::Waiter;

  /// Decodes the message and keeps it. False when it cannot be decoded; it has been dealt with then
  /// and the waiter waits on.
  virtual bool take(Message message) = 0;

 protected:
  ~MessageWaiter() = default;
};

/// First come, first served, on both sides. Everything on the loop's thread.
class MessageQueue {
 public:
  explicit MessageQueue(Loop& loop) : loop_(loop) {}

  /// Hands the message to the longest waiting coroutine, or keeps it. True when it was kept.
  bool put(Message message) {
    if (MessageWaiter* const waiter = waiters_.front<MessageWaiter>()) {
      if (waiter->take(std::move(message))) loop_.make_ready(*waiter);
      return false;
    }
    messages_.push_back(std::move(message));
    return true;
  }

  std::optional<Message> pop() {
    if (messages_.empty()) return std::nullopt;
    std::optional<Message> message(std::move(messages_.front()));
    messages_.pop_front();
    return message;
  }

  /// Takes out the first message for which `matches` holds; false when there is none.
  template <typename Matches>
  bool remove_if(Matches&& matches) {
    for (auto message = messages_.begin(); message != messages_.end(); ++message) {
      if (!matches(std::as_const(*message))) continue;
      messages_.erase(message);
      return true;
    }
    return false;
  }

  std::size_t size() const { return messages_.size(); }

  /// The coroutine is suspended until a message is put in, or end_waits, or the loop's stop.
  void wait(MessageWaiter& waiter, std::coroutine_handle<> coroutine) {
    loop_.wait(waiter, coroutine);
    waiters_.push_back(waiter);
  }

  /// Everybody who waits now goes on without a message.
  void end_waits() {
    while (MessageWaiter* const waiter = waiters_.front<MessageWaiter>()) {
      loop_.make_ready(*waiter);
    }
  }

 private:
  Loop& loop_;
  std::deque<Message> messages_;
  LinkedList<InQueue> waiters_;
};

}  // namespace ripple
