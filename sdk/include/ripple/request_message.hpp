/// request_message: a request to another contract as the message that Main gets.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/extn_id.hpp"
#include "ripple/message.hpp"

namespace ripple {

/// Trivial on purpose, so that it may be written in braces inside a co_await expression.
struct CallOptions {
  /// How long to wait for the answer. Zero: as long as Main's default allows; of a stream: for
  /// ever.
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

inline Error too_late_to_answer() {
  return {ErrorCode::kDeadlineExceeded, "the deadline passed before the answer came", {}};
}

/// The request, or why it cannot be made: Main does not know the method or the target, or its
/// deadline has passed. `contract`, `method`: Main's indices; `name`: for the error.
inline Result<Message> request_message(const ExtnChannel& channel, std::uint32_t contract,
                                       std::uint32_t method, std::string_view name,
                                       std::string_view payload, const CallOptions& options) {
  if (contract == RIPPLE_NO_INDEX || method == RIPPLE_NO_INDEX) {
    return Error{ErrorCode::kMethodNotFound,
                 "Main knows no method \"" + std::string(name) + "\"; is it older than this?",
                 {}};
  }
  const std::int64_t now = channel.now();
  Deadline deadline = options.deadline;
  if (options.timeout.count() > 0) {
    deadline = Deadline::earlier(deadline, Deadline::after(now, options.timeout));
  }
  if (deadline.has_passed(now)) return too_late_to_answer();
  Message message(RIPPLE_REQUEST);
  ripple_message& header = message.header();
  header.contract = contract;
  header.method = method;
  header.deadline = deadline.nanoseconds();
  if (options.target != nullptr) {
    const std::string id = options.target->to_string();
    header.target = channel.extn_index(id);
    if (header.target == RIPPLE_NO_INDEX) {
      return Error{ErrorCode::kNotAvailable, "no extension " + id + " is loaded", {}};
    }
  }
  message.set_texts(payload, options.on_behalf_of);
  return Result<Message>(std::move(message));
}

}  // namespace ripple
