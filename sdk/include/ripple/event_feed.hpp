/// EventFeed and Subscription: the events of one kind on their way to whoever subscribed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/error_text.hpp"
#include "ripple/json.hpp"
#include "ripple/link.hpp"
#include "ripple/message_queue.hpp"
#include "ripple/pending_replies.hpp"

namespace ripple {

struct InFeeds;

/// One subscriber's queue. When it is full the oldest event makes room and is counted. Everything
/// on the loop's thread.
class EventFeed : public Link<InFeeds> {
 public:
  EventFeed(Loop& loop, std::size_t limit) : queue_(loop), limit_(limit) {}

  /// False when an older event had to go.
  bool put(Message message) {
    queue_.put(std::move(message));
    if (queue_.size() <= limit_) return true;
    queue_.pop();
    ++dropped_;
    return false;
  }

  /// No event follows; `error` says why.
  void end(std::optional<Error> error) {
    ended_ = true;
    error_ = std::move(error);
    queue_.end_waits();
  }

  MessageQueue& queue() { return queue_; }
  bool has_ended() const { return ended_; }
  const std::optional<Error>& error() const { return error_; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  MessageQueue queue_;
  std::size_t limit_;
  std::uint64_t dropped_ = 0;
  std::optional<Error> error_;
  bool ended_ = false;
};

/// All feeds of one event in one channel, for which Main is asked once.
class Subscription final : public ReplyTarget {
 public:
  Subscription(std::uint32_t contract, std::uint32_t method)
      : contract_(contract), method_(method) {}

  bool is_for(std::uint32_t contract, std::uint32_t method) const {
    return contract == contract_ && method == method_;
  }
  std::uint32_t contract() const { return contract_; }
  std::uint32_t method() const { return method_; }

  LinkedList<InFeeds>& feeds() { return feeds_; }

  /// Of the SUBSCRIBE that Main has not answered yet, or 0.
  std::uint64_t request_id = 0;

  void on_reply(Message reply) override {
    request_id = 0;
    if (reply.kind() != RIPPLE_ERROR) return;
    JsonReader reader;
    end(read_error(reply, reader));
  }

  void end(const std::optional<Error>& error) {
    while (EventFeed* const feed = feeds_.pop_front<EventFeed>()) feed->end(error);
  }

 private:
  std::uint32_t contract_;
  std::uint32_t method_;
  LinkedList<InFeeds> feeds_;
};

}  // namespace ripple
