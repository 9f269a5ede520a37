#include "router_fixture.hpp"

namespace ripple::iec {
namespace {

class RouterAnswers : public RouterFixture {};

TEST_F(RouterAnswers, DeliversARequestByItsContractAndTheAnswerUnderTheSendersId) {
  router_.submit(caller_, request(7));
  ASSERT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  EXPECT_EQ(last_asked().header().origin, caller_);
  EXPECT_EQ(last_asked().header().target, provider_);
  EXPECT_EQ(last_asked().payload(), "{}");
  EXPECT_EQ(last_asked().context(), R"({"app_id":"refui"})");
  EXPECT_GT(last_asked().header().deadline, timer_.now());
  router_.submit(provider_, answer_to(last_asked()));
  EXPECT_EQ(only_answer(7).payload(), "\"Acme\"");
  EXPECT_EQ(router_.in_flight(), 0U);
  EXPECT_EQ(router_.counters().answers, 1U);
}

TEST_F(RouterAnswers, GivesMainTheAnswerWithItsCookie) {
  const PendingId id = router_.request(request(0), sink_, 42);
  EXPECT_NE(id, 0U);
  router_.submit(provider_, answer_to(last_asked()));
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(sink_.replies[0].first, 42U);
  EXPECT_EQ(sink_.replies[0].second.payload(), "\"Acme\"");
}

TEST_F(RouterAnswers, OverwritesAnOriginThatTheSenderMadeUp) {
  Message forged = request(7);
  forged.header().origin = kMain;
  router_.submit(caller_, std::move(forged));
  EXPECT_EQ(last_asked().header().origin, caller_);
}

TEST_F(RouterAnswers, TakesAnAnswerBeforeDeliverReturns) {
  provider_box_.on_deliver = [&](const Message& asked) {
    router_.submit(provider_, answer_to(asked));
  };
  EXPECT_EQ(router_.request(request(0), sink_, 1), 0U);
  EXPECT_EQ(sink_.replies.size(), 1U);
  router_.submit(caller_, request(7));
  EXPECT_EQ(only_answer(7).kind(), RIPPLE_RESPONSE);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, PassesAnErrorOfTheProviderOn) {
  router_.submit(caller_, request(7));
  Message error = make_error({ErrorCode::kCustom, "lamp broken", R"({"lamp":1})"});
  error.header().id = last_asked().header().id;
  router_.submit(provider_, std::move(error));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kCustom);
  EXPECT_EQ(only_answer(7).payload(), R"({"message":"lamp broken","data":{"lamp":1}})");
}

TEST_F(RouterAnswers, TakesTheFirstResponseOfAMethodThatDoesNotStream) {
  router_.submit(caller_, request(7));
  const Message asked = last_asked().share();
  Message more = answer_to(asked, "1");
  more.header().flags = RIPPLE_FLAG_MORE;
  router_.submit(provider_, std::move(more));
  router_.submit(provider_, answer_to(asked, "2"));
  EXPECT_EQ(only_answer(7).payload(), "1");
  EXPECT_EQ(only_answer(7).header().flags, 0);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, RefusesARequestToAContractNotListedInUses) {
  router_.submit(stranger_, request(7));
  const auto answers = stranger_box_.answers(7);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(code_of(*answers[0]), ErrorCode::kNotPermitted);
  EXPECT_NE(answers[0]->payload().find("device_info"), std::string_view::npos);
  EXPECT_NE(answers[0]->payload().find("ripple:extn:distributor:stranger"), std::string_view::npos);
  EXPECT_TRUE(provider_box_.messages.empty());
  EXPECT_EQ(router_.counters().refused, 1U);
}

TEST_F(RouterAnswers, SaysThatNobodyProvidesAContract) {
  router_.set_provider(kContract, kNoExtn);
  router_.submit(caller_, request(7));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
  EXPECT_EQ(router_.request(request(0), sink_, 1), 0U);
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(code_of(sink_.replies[0].second), ErrorCode::kNotAvailable);
}

TEST_F(RouterAnswers, RefusesARequestThatNamesNeitherContractNorExtension) {
  for (const std::uint32_t contract :
       {RIPPLE_NO_INDEX, static_cast<std::uint32_t>(kContractCount)}) {
    Message nowhere = request(contract == RIPPLE_NO_INDEX ? 7 : 8);
    nowhere.header().contract = contract;
    router_.submit(caller_, std::move(nowhere));
  }
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kMethodNotFound);
  EXPECT_EQ(code_of(only_answer(8)), ErrorCode::kMethodNotFound);
}

TEST_F(RouterAnswers, AnswersForAFullMailbox) {
  provider_box_.result = RIPPLE_FULL;
  router_.submit(caller_, request(7));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kOverloaded);
  EXPECT_NE(only_answer(7).payload().find("mailbox"), std::string_view::npos);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, AnswersForAClosedMailbox) {
  provider_box_.result = RIPPLE_CLOSED;
  router_.submit(caller_, request(7));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, AnswersAtTheDeadlineAndTellsTheProvider) {
  Message hurried = request(7);
  hurried.header().deadline = timer_.now() + 50 * kMillisecond;
  router_.submit(caller_, std::move(hurried));
  const std::uint64_t id = last_asked().header().id;
  timer_.advance(49 * kMillisecond);
  EXPECT_TRUE(caller_box_.answers(7).empty());
  timer_.advance(20 * kMillisecond);
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kDeadlineExceeded);
  EXPECT_NE(only_answer(7).payload().find("device.make"), std::string_view::npos);
  EXPECT_EQ(last_asked().kind(), RIPPLE_CANCEL);
  EXPECT_EQ(last_asked().header().id, id);
  EXPECT_EQ(router_.counters().expired, 1U);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, UsesThePlatformsDefaultWhenThereIsNoDeadline) {
  router_.submit(caller_, request(7));
  timer_.advance(RouterLimits{}.default_timeout_ns - kMillisecond);
  EXPECT_TRUE(caller_box_.answers(7).empty());
  timer_.advance(20 * kMillisecond);
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kDeadlineExceeded);
}

TEST_F(RouterAnswers, KeepsADeadlineThatIsAsFarAsCanBe) {
  Message patient = request(7);
  patient.header().deadline = INT64_MAX;
  router_.submit(caller_, std::move(patient));
  timer_.advance(60 * kSecond);
  router_.submit(provider_, answer_to(last_asked()));
  EXPECT_EQ(only_answer(7).kind(), RIPPLE_RESPONSE);
}

TEST_F(RouterAnswers, HonoursAnEarlierDeadlineThatComesAfterALaterOne) {
  router_.submit(caller_, request(7));
  Message hurried = request(8);
  hurried.header().deadline = timer_.now() + 50 * kMillisecond;
  router_.submit(caller_, std::move(hurried));
  timer_.advance(70 * kMillisecond);
  EXPECT_TRUE(caller_box_.answers(7).empty());
  EXPECT_EQ(code_of(only_answer(8)), ErrorCode::kDeadlineExceeded);
}

TEST_F(RouterAnswers, SetsNoTimerOnceNothingWaits) {
  router_.submit(caller_, request(7));
  router_.submit(provider_, answer_to(last_asked()));
  timer_.advance(60 * kSecond);
  EXPECT_LE(timer_.wakes(), 1U);
  EXPECT_FALSE(timer_.is_set());
}

TEST_F(RouterAnswers, CountsAndDropsALateAnswer) {
  router_.submit(caller_, request(7));
  const Message asked = last_asked().share();
  timer_.advance(11 * kSecond);
  router_.submit(provider_, answer_to(asked));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(router_.counters().late_answers, 1U);
}

TEST_F(RouterAnswers, CountsAndDropsASecondAnswer) {
  router_.submit(caller_, request(7));
  const Message asked = last_asked().share();
  router_.submit(provider_, answer_to(asked, "1"));
  router_.submit(provider_, answer_to(asked, "2"));
  EXPECT_EQ(only_answer(7).payload(), "1");
  EXPECT_EQ(router_.counters().late_answers, 1U);
}

TEST_F(RouterAnswers, IgnoresAnAnswerByAChannelThatWasNotAsked) {
  router_.submit(caller_, request(7));
  const Message asked = last_asked().share();
  router_.submit(stranger_, answer_to(asked, "\"forged\""));
  router_.submit(caller_, answer_to(asked, "\"forged\""));
  EXPECT_TRUE(caller_box_.answers(7).empty());
  router_.submit(provider_, answer_to(asked));
  EXPECT_EQ(only_answer(7).payload(), "\"Acme\"");
}

TEST_F(RouterAnswers, RefusesAnIdThatIsOpenAndKeepsTheFirstRequest) {
  router_.submit(caller_, request(7));
  router_.submit(caller_, request(7));
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kInvalidRequest);
  router_.submit(provider_, answer_to(last_asked()));
  EXPECT_EQ(caller_box_.answers(7).back()->payload(), "\"Acme\"");
  // Once it is answered the id is free again, and free for others at any time.
  router_.submit(caller_, request(7));
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 2U);
}

TEST_F(RouterAnswers, AnswersForAProviderThatIsDetached) {
  router_.submit(caller_, request(7));
  router_.request(request(0), sink_, 1);
  router_.detach(provider_, "has stopped");
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
  EXPECT_NE(only_answer(7).payload().find("has stopped"), std::string_view::npos);
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(router_.in_flight(), 0U);
  router_.submit(caller_, request(8));
  EXPECT_EQ(code_of(only_answer(8)), ErrorCode::kNotAvailable);
  EXPECT_NE(only_answer(8).payload().find("has stopped"), std::string_view::npos);
}

TEST_F(RouterAnswers, DetachesAChannelThatReportsItsEnd) {
  for (const std::int32_t code : {RIPPLE_STATUS_STOPPED, RIPPLE_STATUS_ERROR}) {
    router_.attach(provider_, provider_box_, {});
    router_.submit(caller_, request(7));
    Message ended(RIPPLE_STATUS);
    ended.header().code = code;
    router_.submit(provider_, std::move(ended));
    EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
    caller_box_.messages.clear();
  }
}

TEST_F(RouterAnswers, SurvivesARequestMadeWhileAProviderIsDetached) {
  router_.request(request(0), sink_, 1);
  router_.request(request(0), sink_, 2);
  bool asked = false;
  sink_.then = [&] {
    if (std::exchange(asked, true)) return;
    router_.request(request(0), sink_, 3);
  };
  router_.detach(provider_, "has failed");
  EXPECT_EQ(sink_.replies.size(), 3U);
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, CancelsTheRequestsOfAChannelThatIsGone) {
  router_.submit(caller_, request(7));
  const Message asked = last_asked().share();
  router_.detach(caller_, "has stopped");
  EXPECT_EQ(last_asked().kind(), RIPPLE_CANCEL);
  EXPECT_EQ(last_asked().header().id, asked.header().id);
  EXPECT_EQ(router_.in_flight(), 0U);
  router_.submit(provider_, answer_to(asked));
  EXPECT_EQ(caller_box_.messages.size(), 0U);
  EXPECT_EQ(router_.counters().late_answers, 1U);
}

TEST_F(RouterAnswers, CancelsForMainWithoutAnAnswer) {
  const PendingId id = router_.request(request(0), sink_, 1);
  router_.cancel(id);
  router_.cancel(id);
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 1U);
  EXPECT_TRUE(sink_.replies.empty());
  EXPECT_EQ(router_.in_flight(), 0U);
}

TEST_F(RouterAnswers, CancelsForAChannelByItsOwnId) {
  router_.submit(caller_, request(7));
  Message cancel(RIPPLE_CANCEL);
  cancel.header().id = 8;
  router_.submit(caller_, cancel.share());
  router_.submit(stranger_, cancel.share());
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 0U);
  cancel.header().id = 7;
  router_.submit(stranger_, cancel.share());
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 0U);
  router_.submit(caller_, std::move(cancel));
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 1U);
  EXPECT_TRUE(caller_box_.answers(7).empty());
}

TEST_F(RouterAnswers, AddressesAnExtensionThatTheManifestLists) {
  Access access;
  access.uses_extns = {provider_};
  router_.attach(stranger_, stranger_box_, access);
  router_.set_provider(kContract, kNoExtn);
  Message addressed = request(7);
  addressed.header().target = provider_;
  router_.submit(stranger_, std::move(addressed));
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
}

TEST_F(RouterAnswers, RefusesAnAddressThatFulfillsAnotherContractOrIsNotThere) {
  Message to_stranger = request(7);
  to_stranger.header().target = stranger_;
  router_.submit(caller_, std::move(to_stranger));
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kNotAvailable);
  for (const ExtnIndex nobody : {names_.intern("ripple:extn:device:absent"), ExtnIndex{999}}) {
    Message message = request(8 + nobody);
    message.header().target = nobody;
    router_.submit(caller_, std::move(message));
    EXPECT_EQ(code_of(only_answer(8 + nobody)), ErrorCode::kNotAvailable);
  }
}

TEST_F(RouterAnswers, DropsWhatAnUnattachedChannelSends) {
  router_.submit(names_.intern("ripple:extn:device:absent"), request(7));
  router_.submit(ExtnIndex{999}, request(7));
  router_.submit(kMain, request(7));
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(RouterAnswers, CountsAMessageOfAKindThatChannelsDoNotSend) {
  router_.submit(caller_, Message(RIPPLE_CONTEXT));
  Message unknown(RIPPLE_CONTEXT);
  unknown.header().kind = 77;
  router_.submit(caller_, std::move(unknown));
  EXPECT_EQ(router_.counters().refused, 2U);
}

TEST_F(RouterAnswers, AnswersEverythingWhenAllFails) {
  router_.submit(caller_, request(7));
  router_.request(request(0), sink_, 1);
  router_.fail_all({ErrorCode::kCancelled, "the platform stops", {}});
  EXPECT_EQ(code_of(only_answer(7)), ErrorCode::kCancelled);
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(code_of(sink_.replies[0].second), ErrorCode::kCancelled);
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 2U);
}

class RouterLimitsTest : public RouterFixture {
 protected:
  RouterLimitsTest() : RouterFixture({.requests_in_flight = 5, .requests_per_channel = 3}) {
    Access fulfills;
    fulfills.fulfills.set(index_of(kOther));
    router_.attach(other_, other_box_, fulfills);
    router_.set_provider(kOther, other_);
  }
  static Message other_request() {
    Message message = request(0);
    message.header().contract = index_of(kOther);
    message.header().method = 0;
    return message;
  }
  static constexpr RippleContract kOther = RippleContract::kSettings;
  ExtnIndex other_ = names_.intern("ripple:extn:device:other");
  RecordingMailbox other_box_;
};

TEST_F(RouterLimitsTest, RefusesMoreThanAChannelMayOweAtOnce) {
  for (std::uint64_t id = 1; id <= 4; ++id) router_.submit(caller_, request(id));
  EXPECT_EQ(code_of(only_answer(4)), ErrorCode::kOverloaded);
  EXPECT_NE(only_answer(4).payload().find("requests_per_channel"), std::string_view::npos);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 3U);
  // Others are not affected, and an answer makes room.
  EXPECT_NE(router_.request(other_request(), sink_, 1), 0U);
  router_.submit(provider_, answer_to(last_asked()));
  router_.submit(caller_, request(5));
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 4U);
}

TEST_F(RouterLimitsTest, RefusesMoreThanThePlatformHoldsInFlight) {
  for (std::uint64_t id = 1; id <= 3; ++id) router_.submit(caller_, request(id));
  for (int i = 0; i < 2; ++i) EXPECT_NE(router_.request(other_request(), sink_, 1), 0U);
  EXPECT_EQ(router_.request(other_request(), sink_, 2), 0U);
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(code_of(sink_.replies[0].second), ErrorCode::kOverloaded);
  EXPECT_NE(sink_.replies[0].second.payload().find("requests_in_flight"), std::string_view::npos);
}

TEST_F(RouterLimitsTest, CountsWhatWasCancelledAndExpiredNoLonger) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3; ++i) EXPECT_NE(router_.request(request(0), sink_, 1), 0U);
    timer_.advance(11 * kSecond);
  }
  for (int i = 0; i < 10; ++i) {
    const PendingId id = router_.request(request(0), sink_, 1);
    EXPECT_NE(id, 0U);
    router_.cancel(id);
  }
  EXPECT_EQ(router_.in_flight(), 0U);
}

}  // namespace
}  // namespace ripple::iec
