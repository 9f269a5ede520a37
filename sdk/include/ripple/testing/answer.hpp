/// Answer: what became of a request that a test sent.
///
///     auto answer = host.start_call(DeviceInfo::make{});
///     host.advance(std::chrono::seconds(1));
///     ASSERT_TRUE(answer.has_come());
///     EXPECT_EQ(*answer.result(), "Acme");
#pragma once

#include <json/json.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/error_text.hpp"
#include "ripple/json.hpp"
#include "ripple/message.hpp"

namespace ripple::testing {

/// Where the host puts the answers to one request; more than one is a fault that tests look for.
struct AnswerSlot {
  std::uint64_t id = 0;
  std::optional<Message> message;
  int count = 0;
};

template <typename T>
class Answer {
 public:
  explicit Answer(std::shared_ptr<AnswerSlot> slot) : slot_(std::move(slot)) {}

  bool has_come() const { return slot_->message.has_value(); }

  /// How many answers came; a sound extension gives exactly one.
  int count() const { return slot_->count; }

  /// For Host::cancel.
  std::uint64_t id() const { return slot_->id; }

  /// kDeadlineExceeded when there is no answer yet.
  Result<T> result() const {
    if (!has_come()) {
      return Error{ErrorCode::kDeadlineExceeded,
                   "no answer yet, and nothing is left to run: advance the time, or the handler "
                   "never answers",
                   {}};
    }
    JsonReader reader;
    if (slot_->message->kind() == RIPPLE_ERROR) return read_error(*slot_->message, reader);
    auto json = reader.parse(slot_->message->payload());
    if (!json) return json.error();
    if constexpr (std::same_as<T, Json::Value>) {
      return std::move(*json);
    } else {
      T value{};
      if (auto read = from_json(*json, value); !read) return read.error();
      return Result<T>(std::move(value));
    }
  }

  /// The text of the result as it was sent.
  std::string text() const {
    return has_come() ? std::string(slot_->message->payload()) : std::string();
  }

 private:
  std::shared_ptr<AnswerSlot> slot_;
};

}  // namespace ripple::testing
