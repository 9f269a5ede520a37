/// Message: the flat header of abi.h together with its reference to the buffer.
///
///     Message message = Message::adopt(raw);   // the reference is ours now
///     message.payload();                       // a view into the buffer
///     const ripple_message sent = message.give();
///     host->send(host, &sent);                 // and away again
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "ripple/abi.h"
#include "ripple/buffer.hpp"

namespace ripple {

/// Move-only; releases the buffer when destroyed. May move between threads.
class Message {
 public:
  /// An empty message of this kind, addressed to nobody.
  explicit Message(ripple_message_kind kind) {
    header_.struct_size = sizeof(ripple_message);
    header_.kind = static_cast<std::uint16_t>(kind);
    header_.origin = header_.target = header_.contract = header_.method = RIPPLE_NO_INDEX;
  }
  Message(Message&& other) noexcept : header_(other.header_) { other.header_.buffer = nullptr; }
  Message& operator=(Message&& other) noexcept {
    std::swap(header_, other.header_);
    return *this;
  }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  ~Message() {
    if (header_.buffer != nullptr) header_.buffer->release(header_.buffer);
  }

  /// Takes over the reference that travels with `raw`. Members that a sender of an older version
  /// does not have are zero; slices that reach outside the buffer become empty.
  static Message adopt(const ripple_message& raw) {
    Message message;
    std::memcpy(&message.header_, &raw, std::min<std::size_t>(raw.struct_size, sizeof raw));
    message.header_.struct_size = sizeof(ripple_message);
    return message;
  }

  /// Another reference to the same buffer, under a header of its own.
  Message share() const {
    if (header_.buffer != nullptr) header_.buffer->retain(header_.buffer);
    Message message;
    message.header_ = header_;
    return message;
  }

  ripple_message& header() { return header_; }
  const ripple_message& header() const { return header_; }
  ripple_message_kind kind() const { return static_cast<ripple_message_kind>(header_.kind); }

  std::string_view payload() const { return view(header_.payload); }
  std::string_view context() const { return view(header_.context); }

  /// Replaces payload and context; both live in one new buffer.
  void set_texts(std::string_view payload, std::string_view context = {}) {
    set_buffer(Buffer::copy_of(payload, context));
    header_.payload = {0, static_cast<std::uint32_t>(payload.size())};
    header_.context = {static_cast<std::uint32_t>(payload.size()),
                       static_cast<std::uint32_t>(context.size())};
  }

  /// The header with its reference, for a function that consumes it; this message is then empty.
  ripple_message give() { return std::exchange(header_, Message().header_); }

 private:
  Message() : header_{} { header_.struct_size = sizeof(ripple_message); }

  std::string_view view(ripple_slice slice) const {
    if (header_.buffer == nullptr || slice.offset > header_.buffer->size ||
        slice.size > header_.buffer->size - slice.offset) {
      return {};
    }
    return {header_.buffer->data + slice.offset, slice.size};
  }

  void set_buffer(Buffer buffer) { Buffer::adopt(std::exchange(header_.buffer, buffer.give())); }

  ripple_message header_{};
};

}  // namespace ripple
