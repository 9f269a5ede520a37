/// PendingReplies: who waits for the answer to which request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "ripple/message.hpp"

namespace ripple {

/// Receives the answer (RESPONSE or ERROR) to a request.
class ReplyTarget {
 public:
  /// It has left the table before this is called with the last; those before bear RIPPLE_FLAG_MORE.
  virtual void on_reply(Message reply) = 0;
  /// The provider has read `count` of the request's items.
  virtual void on_credit(std::size_t /*count*/) {}

 protected:
  ~ReplyTarget() = default;
};

/// Ids are never used again, so an answer that comes too late finds nobody. Adding, removing and
/// finding take constant time. Everything on the loop's thread.
class PendingReplies {
 public:
  /// The id for the request's message; never 0.
  std::uint64_t add(ReplyTarget& target) {
    if (free_ == kNone) {
      free_ = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back(Slot{});
    }
    const std::uint32_t index = free_;
    Slot& slot = slots_[index];
    free_ = slot.next_free;
    slot.target = &target;
    ++slot.generation;
    return (static_cast<std::uint64_t>(slot.generation) << 32U) | index;
  }

  /// Who waits for `id`; NULL when nobody does.
  ReplyTarget* find(std::uint64_t id) const {
    const auto index = static_cast<std::uint32_t>(id);
    if (index >= slots_.size() || slots_[index].generation != id >> 32U) return nullptr;
    return slots_[index].target;
  }

  /// The same, who is then out of the table.
  ReplyTarget* take(std::uint64_t id) {
    if (find(id) == nullptr) return nullptr;
    const auto index = static_cast<std::uint32_t>(id);
    Slot& slot = slots_[index];
    slot.next_free = std::exchange(free_, index);
    return std::exchange(slot.target, nullptr);
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Slot {
    ReplyTarget* target = nullptr;
    std::uint32_t generation = 0;
    std::uint32_t next_free = kNone;
  };

  std::vector<Slot> slots_;
  std::uint32_t free_ = kNone;
};

}  // namespace ripple
