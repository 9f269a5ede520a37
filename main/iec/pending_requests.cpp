#include "main/iec/pending_requests.hpp"

#include <algorithm>
#include <cassert>

namespace ripple::iec {

PendingRequests::PendingRequests(std::size_t limit) : limit_(limit) { wheel_.fill(kNone); }

PendingId PendingRequests::add(const PendingRequest& request, std::int64_t deadline,
                               std::int64_t now) {
  assert(!full());
  std::uint32_t index = free_;
  if (index != kNone) {
    free_ = slots_[index].next;
  } else {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  }
  Slot& slot = slots_[index];
  slot.request = request;
  slot.in_use = true;
  if (occupied_.none()) current_tick_ = now >> kTickShift;
  // Rounded up, so that a request never expires early; never into a tick that was already swept.
  ++count_;
  slot.deadline_tick = kNever;
  if (deadline != kNever) {
    const std::int64_t tick = deadline >> kTickShift;
    const bool rounded = tick << kTickShift != deadline;
    slot.deadline_tick = std::max(tick + (rounded ? 1 : 0), current_tick_ + 1);
    link(index);
  }
  return id_of(index);
}

PendingRequest* PendingRequests::find(PendingId id) {
  const auto index = static_cast<std::uint32_t>(id);
  if (index >= slots_.size()) return nullptr;
  Slot& slot = slots_[index];
  return slot.in_use && slot.generation == id >> 32 ? &slot.request : nullptr;
}

void PendingRequests::remove(PendingId id) {
  if (!find(id)) return;
  const auto index = static_cast<std::uint32_t>(id);
  Slot& slot = slots_[index];
  if (slot.deadline_tick != kNever) unlink(index);
  slot.in_use = false;
  slot.request = {};
  if (++slot.generation == 0) slot.generation = 1;
  slot.next = free_;
  free_ = index;
  --count_;
}

PendingId PendingRequests::take_expired(std::int64_t now) {
  const std::int64_t now_tick = now >> kTickShift;
  while (occupied_.any() && current_tick_ < now_tick) {
    const std::int64_t tick = current_tick_ + 1;
    const std::size_t position = static_cast<std::size_t>(tick) % kWheelSize;
    if (!occupied_[position]) {
      // Nothing stands at any tick that maps here; jump over the empty stretch.
      current_tick_ = tick;
      continue;
    }
    for (std::uint32_t index = wheel_[position]; index != kNone; index = slots_[index].next) {
      if (slots_[index].deadline_tick <= tick) return id_of(index);
    }
    current_tick_ = tick;
  }
  return 0;
}

std::int64_t PendingRequests::next_check() const {
  if (occupied_.none()) return 0;
  for (std::int64_t tick = current_tick_ + 1;; ++tick) {
    if (occupied_[static_cast<std::size_t>(tick) % kWheelSize]) return tick << kTickShift;
  }
}

void PendingRequests::link(std::uint32_t index) {
  Slot& slot = slots_[index];
  const std::size_t position = static_cast<std::size_t>(slot.deadline_tick) % kWheelSize;
  slot.previous = kNone;
  slot.next = wheel_[position];
  if (slot.next != kNone) slots_[slot.next].previous = index;
  wheel_[position] = index;
  occupied_.set(position);
}

void PendingRequests::unlink(std::uint32_t index) {
  Slot& slot = slots_[index];
  const std::size_t position = static_cast<std::size_t>(slot.deadline_tick) % kWheelSize;
  if (slot.next != kNone) slots_[slot.next].previous = slot.previous;
  if (slot.previous != kNone) {
    slots_[slot.previous].next = slot.next;
  } else {
    wheel_[position] = slot.next;
    occupied_.set(position, slot.next != kNone);
  }
}

}  // namespace ripple::iec
