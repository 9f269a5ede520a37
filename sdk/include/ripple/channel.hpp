/// Channels: typed queues between the coroutines of one extension, and from other threads into it.
///
///     auto [sender, receiver] = make_channel<std::string>(16, "lines");
///     node.spawn(read_lines(std::move(sender)), "reader");
///     auto lines = receiver.stream();
///     while (auto line = co_await lines.next()) {
///       if (*line) print(**line); else log((*line).error().message);
///     }
///
/// A channel holds at most `limit` items: sending waits for a place (send) or is refused
/// (try_send). It closes when its last sender has gone; what was sent before is still received.
/// Who waits first is served first. A wait that is given up, because its coroutine is destroyed or
/// loses a race (with_timeout, when_any), leaves the queue: a receive that is given up takes
/// nothing, a send that is given up sends nothing.
///
/// Everything is for the channel's own thread except RemoteSender. What is sent inside a co_await
/// expression must not be an aggregate in braces with strings or lists in it (GCC 12 destroys them
/// twice): name it, and send(std::move(it)).
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <coroutine>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/channel_state.hpp"
#include "ripple/error.hpp"
#include "ripple/loop.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

namespace detail {

template <typename T>
using ChannelPointer = boost::intrusive_ptr<ChannelState<T>>;

inline Error needs_a_loop(const std::string& channel) {
  return {ErrorCode::kFailedPrecondition,
          "the channel \"" + channel + "\" was used where no loop runs; use it in a task of a Node",
          {}};
}

/// Waits for a place and then puts its item there.
template <typename T>
class [[nodiscard]] Send final : public PlaceWaiter {
 public:
  Send(ChannelPointer<T> state, Result<T> item)
      : PlaceWaiter("a place in the channel", WaitKind::kInternal, &state->name()),
        state_(std::move(state)),
        item_(std::move(item)) {}
  ~Send() { state_->leave(*this); }

  bool await_ready() {
    if (!state_->has_receivers()) return true;
    has_place_at_once_ = state_->take_place();
    if (has_place_at_once_) return true;
    loop_ = Loop::current();
    return loop_ == nullptr || loop_->ends_at_once_after_stop();
  }
  void await_suspend(std::coroutine_handle<> coroutine) {
    if (!loop_->is_stopping()) state_->wait_for_place(*this, *loop_, coroutine);
  }
  Result<void> await_resume() {
    if (has_place_at_once_ || state_->take_place_from(*this)) {
      const bool is_heard = state_->has_receivers();
      state_->put_in_place(std::move(item_));
      if (is_heard) return {};
      return state_->unheard();
    }
    if (!state_->has_receivers()) return state_->unheard();
    return loop_ == nullptr ? needs_a_loop(state_->name()) : state_->given_up(*this);
  }

 private:
  ChannelPointer<T> state_;
  Result<T> item_;
  Loop* loop_ = nullptr;
  bool has_place_at_once_ = false;
};

/// Waits for an item.
template <typename T>
class ItemAwaiter : public ItemWaiter<T> {
 public:
  explicit ItemAwaiter(ChannelPointer<T> state)
      : ItemWaiter<T>("an item of the channel", WaitKind::kInternal, &state->name()),
        state_(std::move(state)) {}
  ~ItemAwaiter() { state_->leave(*this); }

  bool await_ready() {
    if (state_->take_for(*this) || state_->is_closed()) return true;
    loop_ = Loop::current();
    return loop_ == nullptr || loop_->ends_at_once_after_stop();
  }
  void await_suspend(std::coroutine_handle<> coroutine) {
    if (!loop_->is_stopping()) state_->wait_for_item(*this, *loop_, coroutine);
  }

 protected:
  std::optional<Result<T>> take() { return state_->take_from(*this); }
  bool is_closed() const { return state_->is_closed() && !this->is_stopped(); }
  Error why_none() const {
    if (is_closed()) return state_->closed();
    return loop_ == nullptr ? needs_a_loop(state_->name()) : state_->given_up(*this);
  }

 private:
  ChannelPointer<T> state_;
  Loop* loop_ = nullptr;
};

template <typename T>
class [[nodiscard]] Receive final : public ItemAwaiter<T> {
 public:
  using ItemAwaiter<T>::ItemAwaiter;
  Result<T> await_resume() {
    std::optional<Result<T>> item = this->take();
    return item ? std::move(*item) : Result<T>(boost::system::in_place_error, this->why_none());
  }
};

template <typename T>
class [[nodiscard]] ReceiveNext final : public ItemAwaiter<T> {
 public:
  ReceiveNext(ChannelPointer<T> state, std::optional<Error>& error)
      : ItemAwaiter<T>(std::move(state)), error_(error) {}
  std::optional<Result<T>> await_resume() {
    std::optional<Result<T>> item = this->take();
    if (!item && !this->is_closed()) error_ = this->why_none();
    return item;
  }

 private:
  std::optional<Error>& error_;
};

}  // namespace detail

/// [any] Sends from other threads, without waiting; they share the channel's limit. As long as one
/// exists the channel is open. Copy it for each thread, or share one.
template <typename T>
class RemoteSender {
 public:
  explicit RemoteSender(std::shared_ptr<RemoteChannel<T>> channel) : channel_(std::move(channel)) {
    if (channel_) channel_->add_sender();
  }
  RemoteSender(const RemoteSender& other) : RemoteSender(other.channel_) {}
  RemoteSender(RemoteSender&& other) noexcept : channel_(std::move(other.channel_)) {}
  RemoteSender& operator=(RemoteSender other) noexcept {
    channel_.swap(other.channel_);
    return *this;
  }
  ~RemoteSender() {
    if (channel_) channel_->drop_sender();
  }

  /// Errors: kOverloaded when the channel is full, kCancelled when every receiver has gone or the
  /// extension has ended, kFailedPrecondition when remote() was called where no loop runs.
  Result<void> try_send(T item) const {
    return send_result(Result<T>(boost::system::in_place_value, std::move(item)));
  }

  /// Sends an error in place of an item.
  Result<void> fail(Error error) const {
    return send_result(Result<T>(boost::system::in_place_error, std::move(error)));
  }

 private:
  Result<void> send_result(Result<T> item) const {
    if (channel_) return channel_->try_send(std::move(item));
    return Error{ErrorCode::kFailedPrecondition,
                 "this RemoteSender leads nowhere: call Sender::remote in a task of a Node",
                 {}};
  }

  std::shared_ptr<RemoteChannel<T>> channel_;
};

/// Copies are senders of their own; the channel closes when the last one is destroyed.
template <typename T>
class Sender {
 public:
  explicit Sender(detail::ChannelPointer<T> state) : state_(std::move(state)) {
    state_->add_sender();
  }
  Sender(const Sender& other) : Sender(other.state_) {}
  Sender(Sender&& other) noexcept : state_(std::move(other.state_)) {}
  Sender& operator=(Sender other) noexcept {
    state_.swap(other.state_);
    return *this;
  }
  ~Sender() {
    if (state_) state_->drop_sender();
  }

  /// co_await gives Result<void>. Errors: kCancelled when every receiver has gone, the extension
  /// is asked to stop, or the wait can never end.
  [[nodiscard]] detail::Send<T> send(T item) const {
    return {state_, Result<T>(boost::system::in_place_value, std::move(item))};
  }

  /// The same at once. Errors: kOverloaded when the channel is full or others wait for a place,
  /// kCancelled when every receiver has gone.
  Result<void> try_send(T item) const {
    return try_send_result(Result<T>(boost::system::in_place_value, std::move(item)));
  }

  /// Sends an error in place of an item, at once: receivers go on afterwards. Errors: as try_send.
  Result<void> fail(Error error) const {
    return try_send_result(Result<T>(boost::system::in_place_error, std::move(error)));
  }

  /// A sender for other threads. Call it where the channel is received from.
  RemoteSender<T> remote() const { return RemoteSender<T>(state_->remote()); }

 private:
  Result<void> try_send_result(Result<T> item) const {
    if (!state_->has_receivers()) return state_->unheard();
    if (!state_->take_place()) return state_->full();
    state_->put_in_place(std::move(item));
    return {};
  }

  detail::ChannelPointer<T> state_;
};

/// The items of a channel one after another; a receiver of its own. It must stay where it is while
/// next() waits.
template <typename T>
class [[nodiscard]] ReceiverStream {
 public:
  explicit ReceiverStream(detail::ChannelPointer<T> state) : state_(std::move(state)) {
    state_->add_receiver();
  }
  ReceiverStream(ReceiverStream&& other) noexcept
      : state_(std::move(other.state_)), error_(std::move(other.error_)) {}
  ReceiverStream& operator=(ReceiverStream&&) = delete;
  ~ReceiverStream() {
    if (state_) state_->drop_receiver();
  }

  /// co_await gives std::optional<Result<T>>: nothing at the end, when the channel is closed and
  /// empty or the extension is asked to stop. What a sender failed with is an item like others.
  [[nodiscard]] detail::ReceiveNext<T> next() { return {state_, error_}; }

  /// Why the stream has ended, unless because the channel is closed.
  const std::optional<Error>& error() const { return error_; }

 private:
  detail::ChannelPointer<T> state_;
  std::optional<Error> error_;
};

/// Copies are receivers of their own, which share the items fairly.
template <typename T>
class Receiver {
 public:
  explicit Receiver(detail::ChannelPointer<T> state) : state_(std::move(state)) {
    state_->add_receiver();
  }
  Receiver(const Receiver& other) : Receiver(other.state_) {}
  Receiver(Receiver&& other) noexcept : state_(std::move(other.state_)) {}
  Receiver& operator=(Receiver other) noexcept {
    state_.swap(other.state_);
    return *this;
  }
  ~Receiver() {
    if (state_) state_->drop_receiver();
  }

  /// co_await gives Result<T>. Errors: kNothingToReturn when the channel is closed and empty,
  /// kCancelled when the extension is asked to stop or the wait can never end, and whatever a
  /// sender failed with.
  [[nodiscard]] detail::Receive<T> receive() const { return detail::Receive<T>(state_); }

  ReceiverStream<T> stream() const { return ReceiverStream<T>(state_); }

 private:
  detail::ChannelPointer<T> state_;
};

/// A channel of at most `limit` items, at least 1. `name` is what errors and reports call it.
template <typename T>
std::pair<Sender<T>, Receiver<T>> make_channel(std::size_t limit, std::string name) {
  const detail::ChannelPointer<T> state(new ChannelState<T>(limit, std::move(name)));
  return {Sender<T>(state), Receiver<T>(state)};
}

}  // namespace ripple
