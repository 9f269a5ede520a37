/// ChannelState: what the handles of one local channel share.
///
/// Extension authors meet it as Sender and Receiver; see channel.hpp.
///
///     boost::intrusive_ptr<ChannelState<int>> state(new ChannelState<int>(16, "orders"));
///     if (state->take_place()) state->put_in_place(Result<int>(1));
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/loop_door.hpp"
#include "ripple/ring_buffer.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

namespace detail {

inline Error channel_is_full(const std::string& name, std::size_t limit) {
  return {ErrorCode::kOverloaded,
          "the channel \"" + name + "\" is full: it holds " + std::to_string(limit) +
              " items that nobody has received yet",
          {}};
}

inline Error channel_is_unheard(const std::string& name) {
  return {ErrorCode::kCancelled,
          "nobody receives from the channel \"" + name + "\" any more; the item was not sent",
          {}};
}

}  // namespace detail

template <typename T>
class ChannelState;

/// The part of a channel that other threads reach. It counts what the channel holds once there is a
/// remote sender, so that the limit is one for all.
template <typename T>
class RemoteChannel final : public Bell, public std::enable_shared_from_this<RemoteChannel<T>> {
 public:
  RemoteChannel(ChannelState<T>& state, std::shared_ptr<LoopDoor> door, std::size_t limit,
                std::string name, std::size_t held)
      : door_(std::move(door)),
        limit_(limit),
        name_(std::move(name)),
        held_(held),
        state_(&state) {}

  /// [any] kOverloaded, or kCancelled when nobody will receive it.
  Result<void> try_send(Result<T> item) {
    if (!reserve()) {
      if (closed_.load()) return detail::channel_is_unheard(name_);
      return detail::channel_is_full(name_, limit_);
    }
    {
      const std::lock_guard lock(mutex_);
      if (closed_) {
        release();
        return detail::channel_is_unheard(name_);
      }
      inbox_.push_back(std::move(item));
      if (std::exchange(rings_, true)) return {};
    }
    if (door_->ring(this->shared_from_this())) return {};
    close();
    return detail::channel_is_unheard(name_);
  }

  /// [any] Takes a place in the channel if there is one.
  bool reserve() {
    std::size_t held = held_.load(std::memory_order_relaxed);
    while (held < limit_) {
      if (held_.compare_exchange_weak(held, held + 1, std::memory_order_relaxed)) return true;
    }
    return false;
  }
  void reserve_regardless() { held_.fetch_add(1, std::memory_order_relaxed); }
  void release() { held_.fetch_sub(1, std::memory_order_relaxed); }

  /// [any]
  void add_sender() {
    if (senders_.fetch_add(1) == 0) door_->hold();
  }
  void drop_sender() {
    if (senders_.fetch_sub(1) > 1) return;
    // The loop learns of the end before it may find itself stalled.
    door_->ring(this->shared_from_this());
    door_->let_go();
  }
  bool has_senders() const { return senders_.load() > 0; }

  /// [loop]
  void on_rung() override {
    if (state_ != nullptr) state_->take_in();
  }
  void swap_inbox(RingBuffer<Result<T>>& other) {
    const std::lock_guard lock(mutex_);
    rings_ = false;
    inbox_.swap(other);
  }
  void close() {
    RingBuffer<Result<T>> dropped;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    inbox_.swap(dropped);
  }
  void forget_state() {
    close();
    state_ = nullptr;
  }

 private:
  const std::shared_ptr<LoopDoor> door_;
  const std::size_t limit_;
  const std::string name_;
  std::atomic<std::size_t> held_;
  std::atomic<std::size_t> senders_ = 0;

  std::mutex mutex_;
  RingBuffer<Result<T>> inbox_;
  bool rings_ = false;
  std::atomic<bool> closed_ = false;

  /// Of the loop's thread.
  ChannelState<T>* state_;
};

/// A coroutine that waits for an item.
template <typename T>
class ItemWaiter : public Waiter {
 public:
  using Waiter::Waiter;

 protected:
  ~ItemWaiter() = default;

 private:
  friend class ChannelState<T>;
  std::optional<Result<T>> item_;
};

/// A coroutine that waits for a place.
class PlaceWaiter : public Waiter {
 public:
  using Waiter::Waiter;

 protected:
  ~PlaceWaiter() = default;

 private:
  template <typename T>
  friend class ChannelState;
  bool has_place_ = false;
};

/// Everything on the loop's thread. Three rules keep it simple: items wait only while no coroutine
/// waits for one; who comes first is served first, on both sides; and what was given to a coroutine
/// that is destroyed before it ran goes to the next.
template <typename T>
class ChannelState
    : public boost::intrusive_ref_counter<ChannelState<T>, boost::thread_unsafe_counter> {
 public:
  ChannelState(std::size_t limit, std::string name)
      : limit_(std::max<std::size_t>(limit, 1)), name_(std::move(name)) {}
  ~ChannelState() {
    if (remote_) remote_->forget_state();
  }

  const std::string& name() const { return name_; }
  bool has_receivers() const { return receivers_ > 0; }

  /// True when no item follows: every sender is gone. What was sent before is still there.
  bool is_closed() const { return senders_ == 0 && !has_remote_senders_; }

  /// Takes a place in the channel, which put_in_place or give_up_place ends. Not before those who
  /// wait for one.
  bool take_place() { return place_waiters_.is_empty() && reserve(); }

  void put_in_place(Result<T>&& item) {
    if (!receivers_) return give_up_place();
    if (hand_over(item)) return give_up_place();
    --reserved_;
    items_.push_back(std::move(item));
  }

  void give_up_place() {
    --reserved_;
    if (remote_) remote_->release();
    offer_place();
  }

  /// False when there is no item.
  bool take_for(ItemWaiter<T>& waiter) {
    if (items_.is_empty()) return false;
    waiter.item_.emplace(items_.pop_front());
    if (remote_) remote_->release();
    if (!place_waiters_.is_empty()) offer_place();
    return true;
  }

  void wait_for_item(ItemWaiter<T>& waiter, Loop& loop, std::coroutine_handle<> coroutine) {
    loop.wait(waiter, coroutine);
    item_waiters_.push_back(waiter);
  }
  std::optional<Result<T>> take_from(ItemWaiter<T>& waiter) {
    return std::exchange(waiter.item_, std::nullopt);
  }
  /// The waiter is destroyed. What it was given and has not taken goes to the next.
  void leave(ItemWaiter<T>& waiter) {
    if (!waiter.item_) return;
    Result<T> item = std::move(*waiter.item_);
    waiter.item_.reset();
    if (!receivers_ || hand_over(item)) return;
    if (remote_) remote_->reserve_regardless();
    items_.push_front(std::move(item));
  }

  void wait_for_place(PlaceWaiter& waiter, Loop& loop, std::coroutine_handle<> coroutine) {
    loop.wait(waiter, coroutine);
    place_waiters_.push_back(waiter);
  }
  bool take_place_from(PlaceWaiter& waiter) { return std::exchange(waiter.has_place_, false); }
  void leave(PlaceWaiter& waiter) {
    if (take_place_from(waiter)) give_up_place();
  }

  void add_sender() { ++senders_; }
  void drop_sender() {
    if (--senders_ == 0) end_if_closed();
  }
  void add_receiver() { ++receivers_; }
  void drop_receiver() {
    if (--receivers_ > 0) return;
    if (remote_) remote_->close();
    RingBuffer<Result<T>> dropped;
    dropped.swap(items_);
    wake_all<PlaceWaiter>(place_waiters_);
  }

  /// The part for other threads. NULL when the calling thread runs no loop.
  std::shared_ptr<RemoteChannel<T>> remote() {
    Loop* const loop = Loop::current();
    if (!remote_ && loop != nullptr) {
      remote_ = std::make_shared<RemoteChannel<T>>(*this, loop->door(), limit_, name_,
                                                   items_.size() + reserved_);
      if (!receivers_) remote_->close();
    }
    if (remote_) has_remote_senders_ = true;
    return remote_;
  }

  /// What other threads have sent comes in.
  void take_in() {
    const boost::intrusive_ptr<ChannelState> alive(this);
    // Whoever has gone before the inbox is emptied has nothing in it afterwards.
    has_remote_senders_ = remote_->has_senders();
    remote_->swap_inbox(incoming_);
    while (!incoming_.is_empty()) {
      Result<T> item = incoming_.pop_front();
      if (receivers_ && hand_over(item)) {
        remote_->release();
      } else if (receivers_) {
        items_.push_back(std::move(item));
      }
    }
    offer_place();
    end_if_closed();
  }

  Error full() const { return detail::channel_is_full(name_, limit_); }
  Error unheard() const { return detail::channel_is_unheard(name_); }
  Error closed() const {
    return {ErrorCode::kNothingToReturn,
            "the channel \"" + name_ +
                "\" is closed: every sender has gone and nothing is left "
                "to receive",
            {}};
  }
  /// Of a wait that ended without what it waited for.
  Error given_up(const Waiter& waiter) const {
    const std::string channel = "the channel \"" + name_ + "\"";
    if (waiter.is_stalled()) {
      return {ErrorCode::kCancelled,
              "nothing can end the wait for " + channel + " any more: all tasks wait",
              {}};
    }
    return {
        ErrorCode::kCancelled, "the extension is stopping; the wait for " + channel + " ended", {}};
  }

 private:
  bool reserve() {
    if (remote_ ? !remote_->reserve() : items_.size() + reserved_ >= limit_) return false;
    ++reserved_;
    return true;
  }

  bool hand_over(Result<T>& item) {
    ItemWaiter<T>* const waiter = item_waiters_.template pop_front<ItemWaiter<T>>();
    if (waiter == nullptr) return false;
    waiter->item_.emplace(std::move(item));
    waiter->loop()->make_ready(*waiter);
    return true;
  }

  // The waiter keeps its place until it runs, so a send that is given up has sent nothing.
  void offer_place() {
    while (!place_waiters_.is_empty() && reserve()) {
      PlaceWaiter* const waiter = place_waiters_.pop_front<PlaceWaiter>();
      waiter->has_place_ = true;
      waiter->loop()->make_ready(*waiter);
    }
  }

  void end_if_closed() {
    if (is_closed()) wake_all<ItemWaiter<T>>(item_waiters_);
  }

  template <typename Waiters>
  static void wake_all(LinkedList<InQueue>& waiters) {
    while (Waiters* const waiter = waiters.template pop_front<Waiters>()) {
      waiter->loop()->make_ready(*waiter);
    }
  }

  const std::size_t limit_;
  const std::string name_;
  RingBuffer<Result<T>> items_;
  LinkedList<InQueue> item_waiters_;
  LinkedList<InQueue> place_waiters_;
  std::size_t reserved_ = 0;
  std::size_t senders_ = 0;
  std::size_t receivers_ = 0;
  bool has_remote_senders_ = false;
  RingBuffer<Result<T>> incoming_;
  std::shared_ptr<RemoteChannel<T>> remote_;
};

}  // namespace ripple
