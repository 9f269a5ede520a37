/// Stream: the caller's side of a request to a method that streams, in a test.
///
///     auto talk = host.start_stream(Chat::talk{.room = "hall", .name = "Ann"});
///     talk.send("hello");
///     ASSERT_EQ(talk.results().size(), 1u);
///     talk.end_items();
///     EXPECT_TRUE(talk.has_ended());
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ripple/error.hpp"
#include "ripple/error_text.hpp"
#include "ripple/json.hpp"
#include "ripple/message.hpp"
#include "ripple/testing/answer.hpp"

namespace ripple::testing {

/// What came, besides the last answer, which is in the AnswerSlot.
struct StreamSlot : AnswerSlot {
  std::vector<Message> results;
  /// How many items the extension has room for.
  std::size_t room = RIPPLE_STREAM_WINDOW;
  /// While false the results are not read, and the extension gets no room for more.
  bool reads = true;
  std::size_t unread = 0;
};

template <typename M>
class Stream {
 public:
  /// `say(kind, payload, code)`: sends a message of this stream to the extension and runs it.
  using Say = std::function<void(ripple_message_kind, std::string, std::int32_t)>;

  Stream(std::shared_ptr<StreamSlot> slot, Say say)
      : slot_(std::move(slot)), say_(std::move(say)) {}

  /// The results that have come so far.
  std::vector<typename M::Result> results() const {
    std::vector<typename M::Result> values;
    for (const Message& message : slot_->results) {
      typename M::Result value{};
      const auto json = parse_json(message.payload());
      if (json && from_json(*json, value)) values.push_back(std::move(value));
    }
    return values;
  }

  /// True when the last answer has come; with error() when that was one.
  bool has_ended() const { return slot_->message.has_value(); }
  std::optional<Error> error() const {
    if (!has_ended() || slot_->message->kind() != RIPPLE_ERROR) return std::nullopt;
    JsonReader reader;
    return read_error(*slot_->message, reader);
  }
  /// How many last answers came; a sound extension gives exactly one.
  int count() const { return slot_->count; }

  /// The answer of a method that streams only items.
  Result<typename M::Result> answer() const { return Answer<typename M::Result>(slot_).result(); }

  /// False when the extension has no room for it.
  template <typename Item>
  bool send(const Item& item) {
    if (slot_->room == 0) return false;
    --slot_->room;
    std::string text;
    append_as_json(text, typename M::Item(item));
    say_(RIPPLE_ITEM, std::move(text), 0);
    return true;
  }
  void end_items() { say_(RIPPLE_ITEMS_END, {}, 0); }

  /// From now on what comes is not read, or is read again.
  void read(bool reads) {
    slot_->reads = reads;
    const std::size_t unread = std::exchange(slot_->unread, 0);
    if (reads && unread != 0) say_(RIPPLE_CREDIT, {}, static_cast<std::int32_t>(unread));
  }

  /// The caller goes away.
  void cancel() { say_(RIPPLE_CANCEL, {}, 0); }

 private:
  std::shared_ptr<StreamSlot> slot_;
  Say say_;
};

}  // namespace ripple::testing
