#include "router_fixture.hpp"

namespace ripple::iec {
namespace {

struct RecordingEvents final : EventSink {
  void on_event(const Message& event) override { values.emplace_back(event.payload()); }
  std::vector<std::string> values;
};

struct RecordingStatuses final : StatusSink {
  void on_status(ExtnIndex from, const Message& status) override {
    statuses.emplace_back(from, status.header().code);
  }
  std::vector<std::pair<ExtnIndex, std::int32_t>> statuses;
};

class RouterEvents : public RouterFixture {
 protected:
  RouterEvents() {
    router_.add_event_sink(events_);
    router_.add_status_sink(statuses_);
  }
  RecordingEvents events_;
  RecordingStatuses statuses_;
};

TEST_F(RouterEvents, GoFromTheProviderToSubscribersAndTheGateway) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  EXPECT_EQ(only_answer(1).payload(), "true");
  router_.submit(provider_, event("\"Kitchen\""));
  ASSERT_EQ(caller_box_.count(RIPPLE_EVENT), 1U);
  EXPECT_EQ(caller_box_.messages.back().payload(), "\"Kitchen\"");
  EXPECT_EQ(caller_box_.messages.back().header().origin, provider_);
  EXPECT_EQ(events_.values, std::vector<std::string>{"\"Kitchen\""});
  EXPECT_EQ(stranger_box_.messages.size(), 0U);
}

TEST_F(RouterEvents, AreTakenOnlyFromWhoFulfillsTheContract) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  router_.submit(stranger_, event("1"));
  router_.submit(caller_, event("2"));
  Message unknown = event("3");
  unknown.header().contract = static_cast<std::uint32_t>(kContractCount);
  router_.submit(provider_, std::move(unknown));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 0U);
  EXPECT_TRUE(events_.values.empty());
  EXPECT_EQ(router_.counters().refused, 3U);
}

TEST_F(RouterEvents, NeedTheContractInUsesToBeSubscribedTo) {
  router_.submit(stranger_, subscription(RIPPLE_SUBSCRIBE, 1));
  const auto answers = stranger_box_.answers(1);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(code_of(*answers[0]), ErrorCode::kNotPermitted);
  router_.submit(provider_, event("1"));
  EXPECT_EQ(stranger_box_.count(RIPPLE_EVENT), 0U);
}

TEST_F(RouterEvents, MustExistToBeSubscribedTo) {
  Message call = subscription(RIPPLE_SUBSCRIBE, 1);
  call.header().method = method_of(kContract, "device.make");
  router_.submit(caller_, std::move(call));
  EXPECT_EQ(code_of(only_answer(1)), ErrorCode::kMethodNotFound);
  Message beyond = subscription(RIPPLE_SUBSCRIBE, 2);
  beyond.header().method = 100'000;
  router_.submit(caller_, std::move(beyond));
  EXPECT_EQ(code_of(only_answer(2)), ErrorCode::kMethodNotFound);
  Message nowhere = subscription(RIPPLE_SUBSCRIBE, 3);
  nowhere.header().contract = RIPPLE_NO_INDEX;
  router_.submit(caller_, std::move(nowhere));
  EXPECT_EQ(code_of(only_answer(3)), ErrorCode::kNotPermitted);
}

TEST_F(RouterEvents, ComeOnceHoweverOftenSubscribedAndNoMoreAfterUnsubscribe) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 2));
  router_.submit(provider_, event("1"));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 1U);
  router_.submit(caller_, subscription(RIPPLE_UNSUBSCRIBE, 3));
  EXPECT_EQ(only_answer(3).payload(), "true");
  router_.submit(provider_, event("2"));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 1U);
  router_.submit(caller_, subscription(RIPPLE_UNSUBSCRIBE, 4));
  EXPECT_EQ(only_answer(4).payload(), "true");
}

TEST_F(RouterEvents, AreDroppedAndCountedWhenAMailboxIsFull) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  caller_box_.result = RIPPLE_FULL;
  router_.submit(provider_, event("1"));
  EXPECT_EQ(router_.counters().events_dropped, 1U);
  EXPECT_EQ(events_.values.size(), 1U);
}

TEST_F(RouterEvents, EndWithTheChannelThatSubscribed) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  router_.detach(caller_, "has stopped");
  router_.submit(provider_, event("1"));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 0U);
  EXPECT_EQ(router_.counters().events_dropped, 0U);
}

TEST_F(RouterEvents, SurviveASubscriberThatLeavesWhileItIsTold) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  caller_box_.on_deliver = [&](const Message& message) {
    if (message.kind() != RIPPLE_EVENT) return;
    router_.submit(caller_, subscription(RIPPLE_UNSUBSCRIBE, 2));
  };
  router_.submit(provider_, event("1"));
  router_.submit(provider_, event("2"));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 1U);
}

TEST_F(RouterEvents, OfMainReachSubscribersToo) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  router_.publish(event("1"));
  EXPECT_EQ(caller_box_.count(RIPPLE_EVENT), 1U);
  EXPECT_EQ(router_.counters().events, 1U);
}

TEST_F(RouterEvents, ContextReachesEveryChannel) {
  stranger_box_.result = RIPPLE_FULL;
  Message context(RIPPLE_CONTEXT);
  context.set_texts(R"({"power":"on"})");
  router_.broadcast(std::move(context));
  EXPECT_EQ(caller_box_.count(RIPPLE_CONTEXT), 1U);
  EXPECT_EQ(provider_box_.count(RIPPLE_CONTEXT), 1U);
  EXPECT_EQ(provider_box_.messages.back().payload(), R"({"power":"on"})");
  EXPECT_EQ(router_.counters().events_dropped, 1U);
}

// Otherwise a platform that stops waits in vain for a channel that has failed and stopped.
TEST_F(RouterEvents, AChannelThatHasFailedStillSaysThatItHasStopped) {
  for (const std::int32_t code : {RIPPLE_STATUS_ERROR, RIPPLE_STATUS_READY, RIPPLE_STATUS_STOPPED}) {
    Message status(RIPPLE_STATUS);
    status.header().code = code;
    router_.submit(provider_, std::move(status));
  }
  ASSERT_EQ(statuses_.statuses.size(), 2U) << "what has failed is not ready again";
  EXPECT_EQ(statuses_.statuses[0].second, RIPPLE_STATUS_ERROR);
  EXPECT_EQ(statuses_.statuses[1].second, RIPPLE_STATUS_STOPPED);
}

TEST_F(RouterEvents, StatusIsReportedWithWhoSaidIt) {
  Message ready(RIPPLE_STATUS);
  ready.header().code = RIPPLE_STATUS_READY;
  ready.header().origin = kMain;
  router_.submit(provider_, std::move(ready));
  ASSERT_EQ(statuses_.statuses.size(), 1U);
  EXPECT_EQ(statuses_.statuses[0], std::pair(provider_, std::int32_t{RIPPLE_STATUS_READY}));
}

}  // namespace
}  // namespace ripple::iec
