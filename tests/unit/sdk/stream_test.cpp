#include <gtest/gtest.h>

#include <ripple/contracts/chat.hpp>
#include <ripple/sdk.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <vector>

namespace ripple {
namespace {

using contracts::Chat;
using Message = Chat::ChatMessage;

constexpr const char* kId = "ripple:channel:device:chat";

Chat::watch watching(const std::string& room) { return {.room = room}; }
Chat::talk talking(const std::string& room) { return {.room = room, .name = "Ann"}; }
Chat::dictate dictating(const std::string& room) { return {.room = room, .name = "Ann"}; }

/// "count:N" counts to N; "fail" fails after one; "hold" waits; "throw" throws.
Task<void> watch(Node node, Chat::Watch& call) {
  const std::string room = call.params.room;
  if (room == "hold") {
    static_cast<void>(co_await node.sleep_for(std::chrono::hours(1)));
    co_return;
  }
  const int count = room.starts_with("count:") ? std::stoi(room.substr(6)) : 1;
  for (int i = 0; i < count; ++i) {
    Message message;
    message.name = "n";
    message.text = std::to_string(i);
    const Result<void> sent = co_await call.writer.send(message);
    if (!sent) {
      node.log(LogLevel::kInfo, "watch: " + sent.error().message);
      co_return;
    }
  }
  if (room == "throw") throw std::runtime_error("the watch broke");
  if (room == "fail") call.fail({ErrorCode::kCustom, "no more", {}});
}

Task<void> dictate(Chat::Dictate& call) {
  std::int64_t count = 0;
  bool goes_on = true;
  while (goes_on) {
    const auto text = co_await call.items.next();
    goes_on = text.has_value();
    if (!goes_on) break;
    if (!*text) {
      call.fail(text->error());
      co_return;
    }
    ++count;
  }
  call.reply(count);
}

/// Says everything back.
Task<void> talk(Chat::Talk& call) {
  bool goes_on = true;
  while (goes_on) {
    const auto text = co_await call.items.next();
    goes_on = text && *text;
    if (!goes_on) break;
    Message message;
    message.name = call.params.name;
    message.text = **text;
    goes_on = static_cast<bool>(co_await call.writer.send(message));
  }
}

Entry chat() {
  return entry(kId).provides<Chat>().channel([](Node node) {
    return serve<Chat>(node, overloaded{
                                 [](Chat::Post& c) { c.reply(0); },
                                 [node](Chat::Watch& c) { return watch(node, c); },
                                 [](Chat::Dictate& c) { return dictate(c); },
                                 [](Chat::Talk& c) { return talk(c); },
                                 [](auto& c) { c.reply_unsupported(); },
                             });
  });
}

class Streams : public ::testing::Test {
 protected:
  Streams() { EXPECT_TRUE(host_.load(chat())); }
  testing::Host host_;
};

TEST_F(Streams, BringEveryResultInOrderAndThenTheEnd) {
  const auto stream = host_.start_stream(watching("count:1000"));
  ASSERT_EQ(stream.results().size(), 1000U);
  EXPECT_EQ(stream.results()[999].text, "999");
  EXPECT_TRUE(stream.has_ended());
  EXPECT_FALSE(stream.error());
  EXPECT_EQ(stream.count(), 1);
}

TEST_F(Streams, SendNothingExtraAtTheirEnd) {
  const auto stream = host_.start_stream(watching("count:0"));
  EXPECT_TRUE(stream.results().empty());
  EXPECT_TRUE(stream.has_ended());
}

TEST_F(Streams, EndWithTheErrorOfFail) {
  const auto stream = host_.start_stream(watching("fail"));
  EXPECT_EQ(stream.results().size(), 1U);
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->code, ErrorCode::kCustom);
  EXPECT_EQ(stream.count(), 1);
}

TEST_F(Streams, EndWithAnErrorWhenTheHandlerThrows) {
  const auto stream = host_.start_stream(watching("throw"));
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->message, "the watch broke");
  EXPECT_EQ(stream.count(), 1);
}

TEST_F(Streams, WaitForACallerThatDoesNotRead) {
  auto slow = host_.start_stream(talking("r"));
  slow.read(false);
  int sent = 0;
  while (slow.send("x")) ++sent;
  // The handler is stuck with what the caller has no room for; so are the items behind it.
  EXPECT_EQ(slow.results().size(), static_cast<std::size_t>(RIPPLE_STREAM_WINDOW));
  EXPECT_LE(sent, 3 * RIPPLE_STREAM_WINDOW);
  slow.read(true);
  while (slow.results().size() < static_cast<std::size_t>(sent) && !slow.has_ended()) {
    host_.run_until_idle();
  }
  EXPECT_EQ(slow.results().size(), static_cast<std::size_t>(sent));
  slow.end_items();
  EXPECT_TRUE(slow.has_ended());
}

TEST_F(Streams, TakeItemsAndAnswerOnce) {
  auto stream = host_.start_stream(dictating("r"));
  EXPECT_FALSE(stream.has_ended());
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(stream.send("text"));
  stream.end_items();
  EXPECT_EQ(*stream.answer(), 500);
  EXPECT_EQ(stream.count(), 1);
}

TEST_F(Streams, CarryBothDirections) {
  auto stream = host_.start_stream(talking("r"));
  ASSERT_TRUE(stream.send("one"));
  ASSERT_TRUE(stream.send("two"));
  ASSERT_EQ(stream.results().size(), 2U);
  EXPECT_EQ(stream.results()[1].text, "two");
  EXPECT_FALSE(stream.has_ended());
  stream.end_items();
  EXPECT_TRUE(stream.has_ended());
  EXPECT_FALSE(stream.error());
}

TEST_F(Streams, TellTheProviderThatTheCallerHasGone) {
  auto slow = host_.start_stream(talking("r"));
  slow.read(false);
  while (slow.send("x")) continue;
  slow.cancel();
  host_.run_until_idle();
  auto held = host_.start_stream(dictating("r"));
  held.cancel();
  EXPECT_EQ(host_.open_requests(), 0U);
}

TEST_F(Streams, EndWithAnErrorWhenTheChannelStops) {
  auto stream = host_.start_stream(watching("hold"));
  auto talking_on = host_.start_stream(talking("r"));
  host_.stop();
  EXPECT_TRUE(stream.has_ended());
  ASSERT_TRUE(talking_on.error());
  EXPECT_EQ(talking_on.error()->code, ErrorCode::kCancelled);
}

/// Asks the chat in a task and logs what comes of it.
Entry caller(Task<void> (*task)(Node)) {
  return entry("ripple:extn:distributor:caller").uses<Chat>().channel([task](Node node) {
    return task(node);
  });
}

TEST_F(Streams, AreReadByAnExtension) {
  ASSERT_TRUE(host_.load(caller([](Node node) -> Task<void> {
    const Chat::watch request{.room = "count:100"};
    auto stream = co_await node.call_stream(request);
    std::int64_t sum = 0;
    bool goes_on = stream.has_value();
    while (goes_on) {
      const auto message = co_await stream->next();
      goes_on = message && *message;
      if (goes_on) sum += std::stoi((*message)->text);
    }
    node.log(LogLevel::kInfo, "sum " + std::to_string(sum));
  })));
  EXPECT_TRUE(host_.has_logged("sum 4950"));
}

TEST_F(Streams, AreFedByAnExtension) {
  ASSERT_TRUE(host_.load(caller([](Node node) -> Task<void> {
    const Chat::dictate request{.room = "r", .name = "Bob"};
    auto stream = co_await node.call_stream(request);
    for (int i = 0; i < 100; ++i) {
      const Result<void> sent = co_await stream->send("text");
      if (!sent) co_return;
    }
    const auto answer = co_await stream->finish();
    node.log(LogLevel::kInfo, answer ? "said " + std::to_string(*answer) : answer.error().message);
  })));
  EXPECT_TRUE(host_.has_logged("said 100"));
}

TEST_F(Streams, GiveTheProvidersErrorToAnExtensionAsAnItem) {
  ASSERT_TRUE(host_.load(caller([](Node node) -> Task<void> {
    const Chat::watch request{.room = "fail"};
    auto stream = co_await node.call_stream(request);
    const auto first = co_await stream->next();
    const auto second = co_await stream->next();
    const auto third = co_await stream->next();
    if (first && *first && second && !*second && !third) {
      node.log(LogLevel::kInfo, "then " + second->error().message);
    }
  })));
  EXPECT_TRUE(host_.has_logged("then no more"));
}

TEST_F(Streams, AreGivenUpWhenTheCallIsDestroyed) {
  ASSERT_TRUE(host_.load(caller([](Node node) -> Task<void> {
    const Chat::watch request{.room = "count:1000000"};
    auto stream = co_await node.call_stream(request);
    static_cast<void>(co_await stream->next());
  })));
  EXPECT_TRUE(host_.has_logged("watch: the caller has gone"));
  EXPECT_EQ(host_.open_requests(), 0U);
}

TEST_F(Streams, SayAtOnceWhenNobodyProvidesTheContract) {
  testing::Host empty;
  ASSERT_TRUE(empty.load(caller([](Node node) -> Task<void> {
    const Chat::watch request{.room = "r"};
    auto stream = co_await node.call_stream(request);
    const auto first = co_await stream->next();
    if (first && !*first) node.log(LogLevel::kInfo, "failed: " + first->error().message);
  })));
  EXPECT_TRUE(empty.has_logged("failed: nobody provides chat"));
}

}  // namespace
}  // namespace ripple
