#include "chat/chat_service.hpp"

#include <gtest/gtest.h>

#include <ripple/contracts/chat.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <vector>

#include "chat/rooms.hpp"

namespace chat {
namespace {

using ripple::contracts::Chat;
using ripple::testing::Host;
using ripple::testing::Seeds;

ripple::Entry chat_entry() {
  return ripple::entry("ripple:extn:distributor:chat").provides<Chat>().channel(serve_chat);
}
Chat::post posting(const std::string& text) {
  return {.room = "hall", .name = "Ann", .text = text};
}
Chat::watch watching() { return {.room = "hall"}; }
Chat::dictate dictating() { return {.room = "hall", .name = "Ann"}; }
Chat::talk talking(const std::string& name) { return {.room = "hall", .name = name}; }

std::vector<std::string> texts(const std::vector<ChatMessage>& messages) {
  std::vector<std::string> all;
  for (const ChatMessage& message : messages) all.push_back(message.name + ": " + message.text);
  return all;
}

class Chatting : public ::testing::Test {
 protected:
  Chatting() { EXPECT_TRUE(host_.load(chat_entry())); }
  Host host_;
};

TEST_F(Chatting, IsHeardByWhoeverWatchesTheRoom) {
  EXPECT_EQ(*host_.call(posting("anybody?")), 0);
  const auto first = host_.start_stream(watching());
  const auto second = host_.start_stream(watching());
  const Chat::watch elsewhere{.room = "cellar"};
  const auto other = host_.start_stream(elsewhere);
  EXPECT_EQ(*host_.call(posting("hello")), 2);
  EXPECT_EQ(texts(first.results()), std::vector<std::string>{"Ann: hello"});
  EXPECT_EQ(texts(second.results()), std::vector<std::string>{"Ann: hello"});
  EXPECT_TRUE(other.results().empty());
}

TEST_F(Chatting, CountsWhatWasDictated) {
  const auto watcher = host_.start_stream(watching());
  auto dictation = host_.start_stream(dictating());
  for (const char* text : {"one", "two", "three"}) ASSERT_TRUE(dictation.send(text));
  EXPECT_FALSE(dictation.has_ended());
  dictation.end_items();
  EXPECT_EQ(*dictation.answer(), 3);
  EXPECT_EQ(watcher.results().size(), 3U);
}

TEST_F(Chatting, TalksBothWaysAndEndsWithTheLastWord) {
  auto ann = host_.start_stream(talking("Ann"));
  auto bob = host_.start_stream(talking("Bob"));
  ASSERT_TRUE(ann.send("hello Bob"));
  ASSERT_TRUE(bob.send("hello Ann"));
  EXPECT_EQ(texts(bob.results()), std::vector<std::string>{"Ann: hello Bob"});
  EXPECT_EQ(texts(ann.results()), std::vector<std::string>{"Bob: hello Ann"});
  ann.end_items();
  EXPECT_TRUE(ann.has_ended());
  EXPECT_FALSE(ann.error());
  ASSERT_TRUE(bob.send("still there?"));
  EXPECT_EQ(ann.results().size(), 1U);
  EXPECT_FALSE(bob.has_ended());
}

TEST_F(Chatting, ForgetsAWatcherWhoGoes) {
  auto watcher = host_.start_stream(watching());
  watcher.cancel();
  host_.call(posting("bye")).value();
  EXPECT_EQ(*host_.call(posting("bye")), 0);
  EXPECT_EQ(host_.open_requests(), 0U);
}

TEST_F(Chatting, EndsTheStreamOfAWatcherWhoReadsTooSlowly) {
  auto slow = host_.start_stream(watching());
  const auto quick = host_.start_stream(watching());
  slow.read(false);
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(host_.call(posting("more")));
  EXPECT_EQ(quick.results().size(), 200U);
  slow.read(true);
  while (!slow.has_ended()) host_.run_until_idle();
  ASSERT_TRUE(slow.error());
  EXPECT_EQ(slow.error()->code, ripple::ErrorCode::kOverloaded);
  EXPECT_EQ(*host_.call(posting("more")), 1);
}

TEST(Chat, IsHeardInTheSameOrderByAllInEveryInterleaving) {
  const auto failing = Seeds(100).first_failing([](std::uint64_t seed) {
    Host host({.seed = seed});
    EXPECT_TRUE(host.load(chat_entry()));
    const auto first = host.start_stream(watching());
    const auto second = host.start_stream(watching());
    auto ann = host.start_stream(talking("Ann"));
    auto bob = host.start_stream(talking("Bob"));
    for (int i = 0; i < 10; ++i) {
      EXPECT_TRUE(ann.send("a" + std::to_string(i)));
      EXPECT_TRUE(bob.send("b" + std::to_string(i)));
    }
    ann.end_items();
    bob.end_items();
    EXPECT_TRUE(ann.has_ended());
    EXPECT_TRUE(bob.has_ended());
    EXPECT_EQ(first.results().size(), 20U);
    EXPECT_EQ(texts(first.results()), texts(second.results()));
    return !::testing::Test::HasFailure();
  });
  EXPECT_EQ(failing, std::nullopt);
}

}  // namespace
}  // namespace chat
