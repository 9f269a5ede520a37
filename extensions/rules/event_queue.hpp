/// EventQueue: events between the endpoint that has them and the task that makes occurrences of
/// them.
///
///     queue->put(event);                                    // never waits
///     while (auto event = co_await queue->next()) ...       // in order
///
/// It holds so many; beyond that the oldest goes, since the newest says how things are.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

#include "ripple/channel.hpp"
#include "ripple/task.hpp"

namespace ripple::rules {

/// On the channel's own thread. One task reads.
class EventQueue {
 public:
  explicit EventQueue(std::size_t limit)
      : EventQueue(limit, make_channel<std::monostate>(1, "events of a rule")) {}

  /// False when the oldest event has gone for it.
  bool put(Json::Value event) {
    events_.push_back(std::move(event));
    const bool fits = events_.size() <= limit_;
    if (!fits) {
      events_.pop_front();
      ++dropped_;
    }
    // Full: the reader has been told already.
    static_cast<void>(sender_.try_send({}));
    return fits;
  }

  /// Waits for the next event. Nothing: the channel stops.
  Task<std::optional<Json::Value>> next() {
    while (events_.empty()) {
      const auto told = co_await receiver_.receive();
      if (!told) co_return std::nullopt;
    }
    std::optional<Json::Value> event(std::move(events_.front()));
    events_.pop_front();
    co_return event;
  }

  std::uint64_t dropped() const { return dropped_; }

 private:
  using Ends = decltype(make_channel<std::monostate>(1, ""));

  EventQueue(std::size_t limit, Ends ends)
      : limit_(limit), sender_(std::move(ends.first)), receiver_(std::move(ends.second)) {}

  std::size_t limit_;
  Sender<std::monostate> sender_;
  Receiver<std::monostate> receiver_;
  std::deque<Json::Value> events_;
  std::uint64_t dropped_ = 0;
};

}  // namespace ripple::rules
