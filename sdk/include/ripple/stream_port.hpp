/// StreamPort: one end of a streaming request: what has come, what may be sent, and who waits.
///
/// Authors meet it as ItemStream, MultiWriter and StreamCall. Each direction has a window of
/// RIPPLE_STREAM_WINDOW messages; who has used it up waits until the other side has read some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/link.hpp"
#include "ripple/loop.hpp"
#include "ripple/message.hpp"
#include "ripple/message_queue.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// Takes the messages of a port to Main.
class StreamCarrier {
 public:
  virtual void carry(Message message) = 0;

 protected:
  ~StreamCarrier() = default;
};

/// A coroutine that waits until there is room for what it sends.
class RoomWaiter : public Waiter {
 public:
  using Waiter::Waiter;
  /// There is room now, or, with an error, there never will be.
  virtual void on_room(std::optional<Error> error) = 0;

 protected:
  ~RoomWaiter() = default;
};

/// Everything on the loop's thread.
class StreamPort final {
 public:
  enum class Side : std::uint8_t { kRequester, kProvider };

  /// `request`: whose id, contract and method the port's messages bear.
  StreamPort(Loop& loop, StreamCarrier& carrier, Side side, const ripple_message& request)
      : loop_(loop), carrier_(carrier), side_(side), incoming_(loop) {
    head_.id = request.id;
    head_.target = side == Side::kProvider ? request.origin : RIPPLE_NO_INDEX;
    head_.contract = request.contract;
    head_.method = request.method;
  }
  StreamPort(const StreamPort&) = delete;
  StreamPort& operator=(const StreamPort&) = delete;

  Loop& loop() { return loop_; }

  bool has_room() const { return room_ > 0; }

  /// Why nothing can be sent any more, if that is so.
  const std::optional<Error>& end_of_sending() const { return send_error_; }

  /// Sends JSON text; only when there is room.
  void send(std::string_view json) {
    --room_;
    Message message = make(side_ == Side::kProvider ? RIPPLE_RESPONSE : RIPPLE_ITEM);
    if (side_ == Side::kProvider) message.header().flags = RIPPLE_FLAG_MORE;
    message.set_texts(json);
    carrier_.carry(std::move(message));
  }

  /// Says that no items follow.
  void send_end() { carrier_.carry(make(RIPPLE_ITEMS_END)); }

  void wait_for_room(RoomWaiter& waiter, std::coroutine_handle<> coroutine) {
    loop_.wait(waiter, coroutine);
    writers_.push_back(waiter);
  }

  /// The other side has read `count`.
  void add_room(std::size_t count) {
    room_ += count;
    while (room_ > 0) {
      RoomWaiter* const waiter = writers_.pop_front<RoomWaiter>();
      if (waiter == nullptr) return;
      waiter->on_room(std::nullopt);
      loop_.make_ready(*waiter);
    }
  }

  /// Something has come.
  void put(Message message) { incoming_.put(std::move(message)); }

  MessageQueue& incoming() { return incoming_; }

  /// One of what came has been read; the other side learns of it now and then.
  void count_read() {
    if (++read_ < RIPPLE_STREAM_WINDOW / 2 || incoming_ended_) return;
    Message credit = make(RIPPLE_CREDIT);
    credit.header().flags = side_ == Side::kRequester ? RIPPLE_FLAG_MORE : 0;
    credit.header().code = static_cast<std::int32_t>(std::exchange(read_, 0));
    carrier_.carry(std::move(credit));
  }

  bool has_incoming_ended() const { return incoming_ended_; }
  /// Why the incoming stream broke off; once.
  std::optional<Error> take_incoming_error() { return std::exchange(incoming_error_, {}); }

  /// Nothing more will come; `error`: because it broke off.
  void end_incoming(std::optional<Error> error) {
    if (std::exchange(incoming_ended_, true)) return;
    incoming_error_ = std::move(error);
    incoming_.end_waits();
  }

  /// The request is over: nothing comes and nothing can be sent.
  void close(const Error& error) {
    end_incoming(error);
    end_sending(error);
  }

  void end_sending(const Error& error) {
    if (send_error_) return;
    send_error_ = error;
    while (RoomWaiter* const waiter = writers_.pop_front<RoomWaiter>()) {
      waiter->on_room(error);
      loop_.make_ready(*waiter);
    }
  }

 private:
  Message make(ripple_message_kind kind) const {
    Message message(kind);
    message.header().id = head_.id;
    message.header().target = head_.target;
    message.header().contract = head_.contract;
    message.header().method = head_.method;
    return message;
  }

  Loop& loop_;
  StreamCarrier& carrier_;
  const Side side_;
  ripple_message head_{};
  MessageQueue incoming_;
  LinkedList<InQueue> writers_;
  std::size_t room_ = RIPPLE_STREAM_WINDOW;
  std::size_t read_ = 0;
  std::optional<Error> incoming_error_;
  std::optional<Error> send_error_;
  bool incoming_ended_ = false;
};

}  // namespace ripple
