/// Call: a request to another contract, awaited.
///
///     Result<std::string> name = co_await node.call(DeviceInfo::name{}, {.timeout = 2s});
///     if (!name) log(name.error().message);
#pragma once

#include <chrono>
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
#include "ripple/extn_id.hpp"
#include "ripple/json.hpp"
#include "ripple/timer.hpp"

namespace ripple {

/// Trivial on purpose, so that it may be written in braces inside a co_await expression.
struct CallOptions {
  /// How long to wait for the answer. Zero: as long as Main's default allows.
  std::chrono::nanoseconds timeout{0};
  /// The moment to give up, usually that of the invocation on whose behalf this is; the earlier of
  /// the two counts.
  Deadline deadline{};
  /// The extension to ask, borrowed for the call of Node::call. NULL: whoever provides the
  /// contract.
  const ExtnId* target = nullptr;
  /// Caller::raw() of the invocation on whose behalf this is; empty: the extension's own.
  std::string_view on_behalf_of{};
};

/// A request on its way. Sent when awaited; destroying it while it waits tells Main that the answer
/// is not wanted any more. When its deadline passes it ends with kDeadlineExceeded, whether Main
/// says anything or not.
class PendingCall : public Waiter, private Timer, private ReplyTarget {
 public:
  PendingCall(ExtnChannelPointer channel, std::uint32_t contract, std::uint32_t method,
              std::string_view name, std::string_view payload, const CallOptions& options)
      : Waiter("the answer to a call"),
        channel_(std::move(channel)),
        message_(RIPPLE_REQUEST),
        deadline_(options.deadline) {
    if (contract == RIPPLE_NO_INDEX || method == RIPPLE_NO_INDEX) {
      error_ = Error{ErrorCode::kMethodNotFound,
                     "Main knows no method \"" + std::string(name) + "\"; is it older than this?",
                     {}};
      return;
    }
    const std::int64_t now = channel_->now();
    if (options.timeout.count() > 0) {
      deadline_ = Deadline::earlier(deadline_, Deadline::after(now, options.timeout));
    }
    if (deadline_.has_passed(now)) error_ = too_late();
    ripple_message& header = message_.header();
    header.contract = contract;
    header.method = method;
    header.deadline = deadline_.nanoseconds();
    if (options.target != nullptr) address(options.target->to_string());
    message_.set_texts(payload, options.on_behalf_of);
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
  void address(const std::string& id) {
    message_.header().target = channel_->extn_index(id);
    if (message_.header().target != RIPPLE_NO_INDEX) return;
    error_ = Error{ErrorCode::kNotAvailable, "no extension " + id + " is loaded", {}};
  }

  void on_reply(Message reply) override {
    id_ = 0;
    channel_->loop().cancel_timer(*this);
    reply_.emplace(std::move(reply));
    channel_->loop().make_ready(*this);
  }

  void on_time() override {
    channel_->forget_reply(std::exchange(id_, 0), true);
    error_ = too_late();
    channel_->loop().make_ready(*this);
  }

  static Error too_late() {
    return {ErrorCode::kDeadlineExceeded, "the deadline passed before the answer came", {}};
  }
  static Error unreadable(const std::string& reason) {
    return {ErrorCode::kServiceFailure, "the result does not fit the contract: " + reason, {}};
  }

  ExtnChannelPointer channel_;
  Message message_;
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
