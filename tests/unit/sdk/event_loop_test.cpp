#include <gtest/gtest.h>

#include <ripple/contracts/chat.hpp>
#include <ripple/sdk.hpp>
#include <ripple/testing.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace ripple {
namespace {

using contracts::Chat;

constexpr const char* kId = "ripple:extn:distributor:chat";

/// chat.post waits as long as its text says, in seconds; the streams do little.
Entry slow_chat(std::size_t concurrency) {
  return entry(kId).provides<Chat>().channel([concurrency](Node node) {
    return run_event_loop<Chat>(node,
                                overloaded{
                                    [node](Chat::Post& call) -> Task<void> {
                                      const int seconds = std::stoi(call.params.text);
                                      if (co_await node.sleep_for(std::chrono::seconds(seconds))) {
                                        call.reply(seconds);
                                      }
                                    },
                                    [](Chat::Watch& call) -> Task<void> {
                                      call.writer.close();
                                      co_return;
                                    },
                                    [](Chat::Dictate& call) -> Task<void> {
                                      auto writer = call.take_writer();
                                      writer.send(7);
                                      co_return;
                                    },
                                    [](Chat::Talk&) -> Task<void> { co_return; },
                                },
                                {.concurrency = concurrency});
  });
}

Chat::post wait(int seconds) { return {.room = "r", .name = "n", .text = std::to_string(seconds)}; }

// The variant of a contract has one alternative for each method, whatever it streams.
TEST(OakC7EventLoop, HandsEachKindOfMethodToItsHandler) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(4)));
  EXPECT_EQ(*host.call(wait(0)), 0);
  const Chat::watch watch{.room = "r"};
  EXPECT_TRUE(host.start_stream(watch).has_ended());
  const Chat::dictate dictate{.room = "r", .name = "n"};
  EXPECT_EQ(*host.start_stream(dictate).answer(), 7);
  const Chat::talk talk{.room = "r", .name = "n"};
  const auto talking = host.start_stream(talk);
  EXPECT_TRUE(talking.has_ended());
  EXPECT_FALSE(talking.error());
}

TEST(OakC7EventLoop, HandlesNoMoreThanItsLimitAtATime) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(2)));
  std::vector<testing::Answer<std::int64_t>> answers;
  for (int i = 0; i < 6; ++i) answers.push_back(host.start_call(wait(10)));
  const auto come = [&] {
    return std::count_if(answers.begin(), answers.end(),
                         [](const auto& answer) { return answer.has_come(); });
  };
  host.advance(std::chrono::seconds(10));
  EXPECT_EQ(come(), 2);
  host.advance(std::chrono::seconds(10));
  EXPECT_EQ(come(), 4);
  host.advance(std::chrono::seconds(10));
  EXPECT_EQ(come(), 6);
}

// The original waited for the first request of one invocation before it took the next.
TEST(OakPitfallHeadOfLine, OneSlowInvocationHoldsUpNobody) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(2)));
  const auto slow = host.start_call(wait(3600));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(*host.call(wait(0)), 0);
  EXPECT_FALSE(slow.has_come());
}

TEST(OakC7EventLoop, AnswersUnknownMethodsAndWrongParamsWithoutTheHandler) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(2)));
  const auto unknown = host.start_call_json("chat", "chat.sing", Json::Value(Json::objectValue));
  ASSERT_FALSE(unknown.result());
  EXPECT_EQ(unknown.result().error().code, ErrorCode::kMethodNotFound);
  Json::Value wrong(Json::objectValue);
  wrong["room"] = 5;
  const auto refused = host.start_call_json("chat", "chat.post", wrong);
  ASSERT_FALSE(refused.result());
  EXPECT_EQ(refused.result().error().code, ErrorCode::kInvalidParams);
}

TEST(OakC7EventLoop, AnswersWithWhatAHandlerThrowsAndGoesOn) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(2)));
  const Chat::post nonsense{.room = "r", .name = "n", .text = "soon"};
  const auto thrown = host.call(nonsense);
  ASSERT_FALSE(thrown);
  EXPECT_EQ(thrown.error().code, ErrorCode::kCustom);
  EXPECT_EQ(*host.call(wait(0)), 0);
}

TEST(OakC7EventLoop, EndsWhenTheChannelStops) {
  testing::Host host;
  ASSERT_TRUE(host.load(slow_chat(2)));
  const auto slow = host.start_call(wait(3600));
  host.stop();
  ASSERT_TRUE(slow.has_come());
  EXPECT_FALSE(slow.result());
  EXPECT_EQ(slow.count(), 1);
}

}  // namespace
}  // namespace ripple
