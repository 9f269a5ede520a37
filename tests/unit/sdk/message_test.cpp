#include "ripple/message.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>

namespace ripple {
namespace {

struct CountedBuffer {
  ripple_buffer base{sizeof(ripple_buffer), "payloadcontext", 14,
                     [](ripple_buffer* self) { ++reinterpret_cast<CountedBuffer*>(self)->count; },
                     [](ripple_buffer* self) { --reinterpret_cast<CountedBuffer*>(self)->count; }};
  int count = 1;
};

TEST(Message, ReleasesTheReferenceThatItAdopted) {
  CountedBuffer buffer;
  ripple_message raw{};
  raw.struct_size = sizeof raw;
  raw.payload = {0, 7};
  raw.context = {7, 7};
  raw.buffer = &buffer.base;
  {
    Message message = Message::adopt(raw);
    EXPECT_EQ(message.payload(), "payload");
    EXPECT_EQ(message.context(), "context");
    const Message moved = std::move(message);
    const Message shared = moved.share();
    EXPECT_EQ(buffer.count, 2);
    EXPECT_EQ(shared.payload(), "payload");
  }
  EXPECT_EQ(buffer.count, 0);
}

TEST(Message, HandsItsReferenceAway) {
  Message message(RIPPLE_EVENT);
  message.set_texts("[1]", "{}");
  ripple_message raw = message.give();
  EXPECT_EQ(message.payload(), "");
  const Message back = Message::adopt(raw);
  EXPECT_EQ(back.payload(), "[1]");
  EXPECT_EQ(back.context(), "{}");
}

TEST(Message, SeesNothingOutsideTheBuffer) {
  CountedBuffer buffer;
  ripple_message raw{};
  raw.struct_size = sizeof raw;
  raw.payload = {10, 5};
  raw.context = {UINT32_MAX, 1};
  raw.buffer = &buffer.base;
  const Message message = Message::adopt(raw);
  EXPECT_EQ(message.payload(), "");
  EXPECT_EQ(message.context(), "");
}

TEST(Message, TakesMembersThatAnOlderSenderDoesNotHaveAsZero) {
  ripple_message raw{};
  raw.struct_size = offsetof(ripple_message, payload);
  raw.code = 7;
  raw.payload = {1, 2};
  const Message message = Message::adopt(raw);
  EXPECT_EQ(message.header().code, 7);
  EXPECT_EQ(message.header().payload.size, 0U);
}

TEST(Buffer, KeepsItsBytesAsLongAsAnyReferenceLives) {
  Buffer taken = Buffer::take(std::string(1000, 'x'));
  const Buffer other = taken;
  taken = Buffer();
  EXPECT_EQ(other.view(), std::string(1000, 'x'));
  EXPECT_EQ(Buffer::copy_of("").get(), nullptr);
  EXPECT_EQ(Buffer::copy_of("ab", "cd").view(), "abcd");
}

}  // namespace
}  // namespace ripple
