/// Call: a request to another contract, awaited.
///
///     Result<std::string> name = co_await node.call(DeviceInfo::name{}, {.timeout = 2s});
///     if (!name) log(name.error().message);
#pragma once

#include <concepts>
#include <coroutine>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/error_text.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/json.hpp"
#include "ripple/request_message.hpp"
#include "ripple/timer.hpp"

namespace ripple {

/// A request on its way. Sent when awaited; destroying it while it waits tells Main that the answer
/// is not wanted any more. When its deadline passes it ends with kDeadlineExceeded, whether Main
/// says anything or not.
class PendingCall : public Waiter, private Timer, private ReplyTarget {
 public:
  PendingCall(ExtnChannelPointer channel, Result<Message> request)
      : Waiter("the answer to a call"), channel_(std::move(channel)) {
    if (request) {
      message_ = std::move(*request);
      deadline_ = Deadline::at(message_.header().deadline);
    } else {
      error_ = request.error();
    }
  }
  ~PendingCall() {
    if (id_ != 0) channel_->forget_reply(id_, true);
  }

  bool await_ready() { return error_ || channel_->loop().ends_at_once_after_stop(); }

  bool await_suspend(std::coroutine_handle<> coroutine) {
    Loop& loop = channel_->loop();
    if (loop.is_stopping()) return true;
    const auto id = channel_->send_request(std::move(message_), *this);
    if (!id) {
      error_ = id.error();
      return false;
    }
    id_ = *id;
    if (deadline_.is_set()) loop.set_timer(*this, deadline_.nanoseconds());
    loop.wait(*this, coroutine);
    return true;
  }

 protected:
  /// The answer's message, or why there is none. Once, after the wait.
  Result<Message> take_reply() {
    if (error_) return std::move(*error_);
    if (!reply_) {
      return Error{
          ErrorCode::kCancelled, channel_->id() + " is stopping; the call was given up", {}};
    }
    if (reply_->kind() == RIPPLE_ERROR) return read_error(*reply_, channel_->reader());
    return std::move(*reply_);
  }

  /// The answer as a value.
  template <typename T>
  Result<T> take_value() {
    auto reply = take_reply();
    if (!reply) return reply.error();
    auto json = channel_->reader().parse(reply->payload());
    if (!json) return unreadable(json.error().message);
    if constexpr (std::same_as<T, Json::Value>) {
      return std::move(*json);
    } else {
      T value{};
      if (auto read = from_json(*json, value); !read) return unreadable(read.error().message);
      return Result<T>(std::move(value));
    }
  }

 private:
  void on_reply(Message reply) override {
    id_ = 0;
    channel_->loop().cancel_timer(*this);
    reply_.emplace(std::move(reply));
    channel_->loop().make_ready(*this);
  }

  void on_time() override {
    channel_->forget_reply(std::exchange(id_, 0), true);
    error_ = too_late_to_answer();
    channel_->loop().make_ready(*this);
  }

  static Error unreadable(const std::string& reason) {
    return {ErrorCode::kServiceFailure, "the result does not fit the contract: " + reason, {}};
  }

  ExtnChannelPointer channel_;
  Message message_{RIPPLE_REQUEST};
  Deadline deadline_;
  std::uint64_t id_ = 0;
  std::optional<Message> reply_;
  std::optional<Error> error_;
};

/// co_await gives Result<T>.
template <typename T>
class [[nodiscard]] Call final : public PendingCall {
 public:
  using PendingCall::PendingCall;
  Result<T> await_resume() { return take_value<T>(); }
};

}  // namespace ripple
