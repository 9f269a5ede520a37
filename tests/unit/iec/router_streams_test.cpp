#include "router_fixture.hpp"

namespace ripple::iec {
namespace {

/// `caller` talks to `provider`, who streams in both directions.
class RouterStreams : public RouterFixture {
 protected:
  static Message talk(std::uint64_t id) {
    Message message(RIPPLE_REQUEST);
    message.header().id = id;
    message.header().flags = RIPPLE_FLAG_MORE;
    message.header().contract = index_of(RippleContract::kChat);
    message.header().method = method_of(RippleContract::kChat, "chat.talk");
    message.set_texts(R"({"room":"hall","name":"Ann"})");
    return message;
  }
  static Message of_stream(ripple_message_kind kind, std::uint64_t id, std::string_view value = "",
                           std::uint16_t flags = 0, std::int32_t code = 0) {
    Message message(kind);
    message.header().id = id;
    message.header().flags = flags;
    message.header().code = code;
    if (!value.empty()) message.set_texts(value);
    return message;
  }

  /// The caller's request 7; under which id the provider has it.
  std::uint64_t open() {
    router_.submit(caller_, talk(7));
    return last_asked().header().id;
  }
  void result(std::uint64_t id, std::string_view value) {
    router_.submit(provider_, of_stream(RIPPLE_RESPONSE, id, value, RIPPLE_FLAG_MORE));
  }
  void item(std::string_view value) { router_.submit(caller_, of_stream(RIPPLE_ITEM, 7, value)); }
};

TEST_F(RouterStreams, PassesResultsToTheCallerUntilTheLast) {
  const std::uint64_t id = open();
  result(id, "1");
  result(id, "2");
  EXPECT_EQ(router_.in_flight(), 1U);
  router_.submit(provider_, of_stream(RIPPLE_RESPONSE, id));
  const auto answers = caller_box_.answers(7);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[1]->payload(), "2");
  EXPECT_EQ(answers[1]->header().flags, RIPPLE_FLAG_MORE);
  EXPECT_EQ(answers[2]->header().flags, 0);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterStreams, PassesItemsAndTheirEndToTheProvider) {
  const std::uint64_t id = open();
  item("\"a\"");
  router_.submit(caller_, of_stream(RIPPLE_ITEMS_END, 7));
  ASSERT_EQ(provider_box_.messages.size(), 3U);
  EXPECT_EQ(provider_box_.messages[1].kind(), RIPPLE_ITEM);
  EXPECT_EQ(provider_box_.messages[1].payload(), "\"a\"");
  EXPECT_EQ(provider_box_.messages[1].header().id, id);
  EXPECT_EQ(provider_box_.messages[2].kind(), RIPPLE_ITEMS_END);
  EXPECT_EQ(provider_box_.messages[2].header().id, id);
}

TEST_F(RouterStreams, PassesCreditInBothDirections) {
  const std::uint64_t id = open();
  router_.submit(caller_, of_stream(RIPPLE_CREDIT, 7, "", RIPPLE_FLAG_MORE, 5));
  EXPECT_EQ(last_asked().kind(), RIPPLE_CREDIT);
  EXPECT_EQ(last_asked().header().id, id);
  EXPECT_EQ(last_asked().header().code, 5);
  router_.submit(provider_, of_stream(RIPPLE_CREDIT, id, "", 0, 3));
  EXPECT_EQ(caller_box_.messages.back().kind(), RIPPLE_CREDIT);
  EXPECT_EQ(caller_box_.messages.back().header().id, 7U);
  EXPECT_EQ(caller_box_.messages.back().header().code, 3);
}

TEST_F(RouterStreams, EndsAStreamWhoseProviderDoesNotWaitForRoom) {
  const std::uint64_t id = open();
  for (int i = 0; i < RIPPLE_STREAM_WINDOW; ++i) result(id, "1");
  router_.submit(caller_, of_stream(RIPPLE_CREDIT, 7, "", RIPPLE_FLAG_MORE, 2));
  result(id, "1");
  result(id, "1");
  EXPECT_EQ(router_.in_flight(), 1U);
  result(id, "1");
  EXPECT_EQ(router_.in_flight(), 0U);
  EXPECT_EQ(caller_box_.messages.back().kind(), RIPPLE_ERROR);
  EXPECT_EQ(code_of(caller_box_.messages.back()), ErrorCode::kOverloaded);
  EXPECT_EQ(last_asked().kind(), RIPPLE_CANCEL);
  result(id, "1");
  EXPECT_EQ(caller_box_.messages.back().kind(), RIPPLE_ERROR);
}

TEST_F(RouterStreams, EndsAStreamWhoseCallerDoesNotWaitForRoom) {
  open();
  for (int i = 0; i < RIPPLE_STREAM_WINDOW; ++i) item("1");
  EXPECT_EQ(router_.in_flight(), 1U);
  item("1");
  EXPECT_EQ(router_.in_flight(), 0U);
  EXPECT_EQ(code_of(caller_box_.messages.back()), ErrorCode::kOverloaded);
}

TEST_F(RouterStreams, RefusesAPlainRequestForAMethodThatStreams) {
  Message plain = talk(7);
  plain.header().flags = 0;
  router_.submit(caller_, std::move(plain));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kInvalidRequest);
  EXPECT_NE(only_answer(7).payload().find("chat.talk streams"), std::string_view::npos);
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(RouterStreams, HaveADeadlineOnlyWhenTheyNameOne) {
  open();
  timer_.advance(24 * 3600 * kSecond);
  EXPECT_EQ(router_.in_flight(), 1U);
  EXPECT_EQ(timer_.wakes(), 0U);
  Message timed = talk(8);
  timed.header().deadline = timer_.now() + kSecond;
  router_.submit(caller_, std::move(timed));
  timer_.advance(2 * kSecond);
  EXPECT_EQ(code_of(only_answer(8)), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(router_.in_flight(), 1U);
}

TEST_F(RouterStreams, EndWithAnErrorWhenTheProviderGoes) {
  open();
  router_.detach(provider_, "has stopped");
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
  item("1");
  router_.submit(caller_, of_stream(RIPPLE_CREDIT, 7, "", RIPPLE_FLAG_MORE, 1));
  EXPECT_EQ(caller_box_.answers(7).size(), 1U);
}

TEST_F(RouterStreams, CarriesTheStreamsOfMainItself) {
  const PendingId id = router_.request(talk(0), sink_, 9);
  ASSERT_NE(id, 0U);
  router_.send_item(id, "\"x\"");
  EXPECT_EQ(last_asked().payload(), "\"x\"");
  router_.give_credit(id, 4);
  EXPECT_EQ(last_asked().kind(), RIPPLE_CREDIT);
  router_.end_items(id);
  EXPECT_EQ(last_asked().kind(), RIPPLE_ITEMS_END);
  router_.submit(provider_, of_stream(RIPPLE_CREDIT, id, "", 0, 6));
  EXPECT_EQ(sink_.credit, 6U);
  result(id, "1");
  router_.submit(provider_, of_stream(RIPPLE_RESPONSE, id));
  EXPECT_EQ(sink_.replies.size(), 2U);
  // Everything about a request that has ended is ignored.
  router_.send_item(id, "1");
  router_.end_items(id);
  router_.give_credit(id, 1);
  EXPECT_EQ(last_asked().kind(), RIPPLE_ITEMS_END);
}

TEST_F(RouterStreams, TakesNothingOfAStreamFromSomebodyElse) {
  const std::uint64_t id = open();
  const std::size_t asked = provider_box_.messages.size(), told = caller_box_.messages.size();
  router_.submit(stranger_, of_stream(RIPPLE_ITEM, 7, "1"));
  router_.submit(stranger_, of_stream(RIPPLE_CREDIT, id, "", 0, 1));
  router_.submit(stranger_, of_stream(RIPPLE_RESPONSE, id, "1", RIPPLE_FLAG_MORE));
  EXPECT_EQ(provider_box_.messages.size(), asked);
  EXPECT_EQ(caller_box_.messages.size(), told);
}

}  // namespace
}  // namespace ripple::iec
