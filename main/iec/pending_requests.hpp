/// The requests that wait for an answer, and their deadlines: a slot array with a timing wheel, so
/// that adding, finding, removing and expiring cost the same however many there are.
///
///     PendingId id = pending.add({.sink = &sink, .cookie = 7, .provider = 3}, deadline, now);
///     if (PendingRequest* request = pending.find(id)) ...
///     pending.remove(id);
///     while (PendingId late = pending.take_expired(now)) ...
///
/// Not thread-safe. Times are CLOCK_MONOTONIC nanoseconds, passed in.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "main/iec/extn_table.hpp"

namespace ripple::iec {

class ReplySink;

/// Never 0; not used again for a long time after it is removed.
using PendingId = std::uint64_t;

struct PendingRequest {
  ReplySink* sink = nullptr;     ///< who wants the answer inside Main, or
  std::uint64_t cookie = 0;      ///< (given back to the sink)
  ExtnIndex requester = kNoExtn; ///< which channel wants it,
  std::uint64_t requester_id = 0;///< under which id
  ExtnIndex provider = kNoExtn;
  std::uint32_t contract = 0, method = 0;
  bool streams = false;          ///< its method takes or gives a stream
  std::uint16_t results_left = 0, items_left = 0;  ///< of the streams, before there must be credit
};

class PendingRequests {
 public:
  static constexpr std::int64_t kNever = INT64_MAX;

  explicit PendingRequests(std::size_t limit);

  bool full() const { return count_ == limit_; }
  std::size_t size() const { return count_; }
  std::size_t limit() const { return limit_; }

  /// Precondition: !full(). A deadline of kNever is none.
  PendingId add(const PendingRequest& request, std::int64_t deadline, std::int64_t now);

  /// nullptr when answered, expired or never given.
  PendingRequest* find(PendingId id);
  void remove(PendingId id);

  /// A request whose deadline has passed, still findable; 0 when there is none. The caller removes
  /// it before asking again.
  PendingId take_expired(std::int64_t now);

  /// When to look again: never later than the earliest deadline's tick; 0 when nothing waits.
  std::int64_t next_check() const;

  /// Calls `visit(id, request)` for each; `visit` must not add or remove.
  template <typename Visit>
  void for_each(Visit visit) {
    for (std::uint32_t index = 0; index < slots_.size(); ++index) {
      if (slots_[index].in_use) visit(id_of(index), slots_[index].request);
    }
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr int kTickShift = 24;  // 16.8 ms
  static constexpr std::size_t kWheelSize = 1024;

  struct Slot {
    PendingRequest request;
    std::int64_t deadline_tick = 0;
    std::uint32_t generation = 1;
    std::uint32_t previous = kNone, next = kNone;  // in the wheel, or the free list
    bool in_use = false;
  };

  PendingId id_of(std::uint32_t index) const {
    return (PendingId{slots_[index].generation} << 32) | index;
  }
  void link(std::uint32_t index);
  void unlink(std::uint32_t index);

  std::size_t limit_, count_ = 0;
  std::vector<Slot> slots_;
  std::uint32_t free_ = kNone;
  std::array<std::uint32_t, kWheelSize> wheel_;
  std::bitset<kWheelSize> occupied_;
  std::int64_t current_tick_ = 0;
};

}  // namespace ripple::iec
