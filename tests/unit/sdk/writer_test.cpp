// Row C.5 of the async SDK's acceptance table: the writers.

#include <gtest/gtest.h>

#include <ripple/contracts/chat.hpp>
#include <ripple/sdk.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ripple {
namespace {

using contracts::Chat;

/// One that answers chat.dictate or chat.watch with `handle`.
template <typename Call>
Entry answering(Task<void> (*handle)(Call&)) {
  return entry("ripple:extn:distributor:chat").provides<Chat>().channel([handle](Node node) {
    return serve<Chat>(node, overloaded{
                                 [handle](Call& call) { return handle(call); },
                                 [](auto& call) { call.reply_unsupported(); },
                             });
  });
}

Chat::dictate dictating() { return {.room = "r", .name = "n"}; }
Chat::watch watching() { return {.room = "r"}; }

Task<void> say_three(Chat::Watch& call) {
  const std::vector<std::string> words = {"one", "two", "three"};
  for (const std::string& word : words) {
    Chat::ChatMessage message;
    message.name = "n";
    message.text = word;
    const Result<void> sent = co_await call.writer.send(message);
    if (!sent) co_return;
  }
}

TEST(OakC5Writers, AOneshotWriterAnswersExactlyOnce) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Dictate>([](Chat::Dictate& call) -> Task<void> {
    auto writer = call.take_writer();
    writer.send(7);
    co_return;
  })));
  const auto stream = host.start_stream(dictating());
  EXPECT_EQ(*stream.answer(), 7);
  EXPECT_EQ(stream.count(), 1);
}

TEST(OakC5Writers, AOneshotWriterThatIsNotUsedAnswersWithAnError) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Dictate>([](Chat::Dictate& call) -> Task<void> {
    const auto unused = call.take_writer();
    co_return;
  })));
  const auto stream = host.start_stream(dictating());
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->code, ErrorCode::kInternal);
  EXPECT_EQ(stream.count(), 1);
}

TEST(OakC5Writers, AOneshotWriterFailsWithTheErrorItIsGiven) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Dictate>([](Chat::Dictate& call) -> Task<void> {
    auto writer = call.take_writer();
    writer.fail({ErrorCode::kNotAvailable, "no ink", {}});
    co_return;
  })));
  const auto stream = host.start_stream(dictating());
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->message, "no ink");
  EXPECT_EQ(stream.count(), 1);
}

TEST(OakC5Writers, AMultiWriterSendsManyAndEndsWithSuccessWhenItIsDestroyed) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Watch>(say_three)));
  const auto stream = host.start_stream(watching());
  ASSERT_EQ(stream.results().size(), 3u);
  EXPECT_EQ(stream.results()[2].text, "three");
  EXPECT_TRUE(stream.has_ended());
  EXPECT_FALSE(stream.error());
  EXPECT_EQ(stream.count(), 1);
}

TEST(OakC5Writers, AMultiWriterEndsWithTheErrorOfFailAndNothingAfterIt) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Watch>([](Chat::Watch& call) -> Task<void> {
    call.writer.fail({ErrorCode::kNotAvailable, "no ink", {}});
    const auto sent = call.writer.try_send(Chat::ChatMessage{});
    EXPECT_FALSE(sent);
    co_return;
  })));
  const auto stream = host.start_stream(watching());
  EXPECT_TRUE(stream.results().empty());
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->message, "no ink");
  EXPECT_EQ(stream.count(), 1);
}

// The original's sent an empty message more when it was dropped.
TEST(OakPitfall, AMultiWriterThatIsDestroyedSendsNothingExtra) {
  testing::Host host;
  ASSERT_TRUE(host.load(answering<Chat::Watch>([](Chat::Watch& call) -> Task<void> {
    const auto unused = std::move(call.writer);
    co_return;
  })));
  const auto stream = host.start_stream(watching());
  EXPECT_TRUE(stream.results().empty());
  EXPECT_TRUE(stream.has_ended());
  EXPECT_FALSE(stream.error());
  EXPECT_EQ(stream.count(), 1);
}

}  // namespace
}  // namespace ripple
