// The pitfalls of the design that the async SDK follows, one test each.

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/contracts/chat.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using contracts::Chat;
using small::DeviceInfo;
using std::chrono::seconds;
using testing::DeterministicLoop;
using testing::Host;

Task<Result<int>> receive(Receiver<int> from) { co_return co_await from.receive(); }

TEST(OakPitfall, AReadReturnedUnresolvedFromTheRootLeavesNothingRegistered) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto give_back = [](Receiver<int> from) -> Task<Task<Result<int>>> {
    co_return receive(std::move(from));
  };
  auto root = loop.spawn(give_back(receiver));
  loop.run_until_idle();
  EXPECT_TRUE(loop.is_done());
  EXPECT_EQ(loop.waits(), 0u);
  EXPECT_TRUE(loop.stalls().empty());
}

TEST(OakPitfall, ARootThatWaitsForSomethingLocalIsNotParkedForEver) {
  Host host;
  bool ended = false;
  ASSERT_TRUE(host.load(entry("ripple:channel:device:acme").channel([&](Node) -> Task<void> {
    auto [sender, receiver] = make_channel<int>(1, "oneshot");
    const auto item = co_await receiver.receive();
    ended = !item;
  })));
  EXPECT_TRUE(ended);
  EXPECT_TRUE(host.has_status(RIPPLE_STATUS_ERROR));
}

TEST(OakPitfall, ADestructorThatEntersTheLoopAgainDuringAWakeUpDoesNoHarm) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  struct SendsOnDestruction {
    explicit SendsOnDestruction(Sender<int> its) : to(std::move(its)) {}
    SendsOnDestruction(SendsOnDestruction&&) = default;
    ~SendsOnDestruction() { static_cast<void>(to.try_send(9)); }
    Sender<int> to;
  };
  const auto hold = [](Sender<int> to) -> Task<void> {
    const SendsOnDestruction guard(std::move(to));
    co_await sleep_for(seconds(100));
  };
  auto victim = loop.spawn(hold(sender));
  auto reader = loop.spawn(receive(receiver));
  loop.run_until_idle();
  const auto cancel = [](JoinHandle<void>* handle) -> Task<void> {
    handle->cancel();
    co_return;
  };
  loop.spawn(cancel(&victim));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(reader), 9);
}

TEST(OakPitfall, AWakeUpVisitsOneWaiterHoweverManyWait) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  int woken = 0;
  const auto wait = [](Receiver<int> from, int* count) -> Task<void> {
    const auto item = co_await from.receive();
    if (item) ++*count;
  };
  std::vector<JoinHandle<void>> waiting;
  for (int i = 0; i < 10'000; ++i) waiting.push_back(loop.spawn(wait(receiver, &woken)));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  for (std::size_t i = 0; i < 100; ++i) {
    ASSERT_TRUE(sender.try_send(1));
    loop.run_until_idle();
    EXPECT_EQ(woken, static_cast<int>(i) + 1);
    EXPECT_TRUE(waiting[i].is_over());
    EXPECT_FALSE(waiting[i + 1].is_over());
  }
}

TEST(OakPitfall, ReadersOfOneChannelAreServedFairly) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  std::vector<int> counts(4);
  const auto read = [](Receiver<int> from, int* count) -> Task<void> {
    auto stream = from.stream();
    while (auto item = co_await stream.next()) {
      ++*count;
      co_await sleep_for(seconds(1));
    }
  };
  for (int& count : counts) loop.spawn(read(receiver, &count));
  const auto feed = [](Sender<int> to) -> Task<void> {
    for (int i = 0; i < 400; ++i) static_cast<void>(co_await to.send(i));
  };
  loop.spawn(feed(std::move(sender)));
  loop.advance(seconds(200));
  for (const int count : counts) EXPECT_EQ(count, 100);
}

TEST(OakPitfall, ASlowInvocationDoesNotHoldUpTheNext) {
  Host host;
  ASSERT_TRUE(
      host.load(entry("ripple:channel:device:acme")
                    .provides<DeviceInfo>()
                    .channel([](Node node) -> Task<void> {
                      const auto handle = [node](DeviceInfo::Invocation call) -> Task<void> {
                        if (std::holds_alternative<DeviceInfo::Make>(call)) {
                          co_await node.sleep_for(std::chrono::hours(1));
                        }
                        std::visit([](auto& one) { one.reply_raw("\"x\""); }, call);
                      };
                      co_await for_each_concurrent(2, node.invocations<DeviceInfo>(), handle);
                    })));
  const auto slow = host.start_call(DeviceInfo::make{});
  EXPECT_TRUE(host.call(DeviceInfo::model{}));
  EXPECT_FALSE(slow.has_come());
  host.advance(std::chrono::hours(1));
  EXPECT_TRUE(slow.has_come());
}

TEST(OakPitfall, ATimeoutIsNoPollButATimerThatTheLoopSleepsFor) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto wait = [](Receiver<int> from) -> Task<Result<int>> {
    co_return co_await with_timeout(from.receive(), std::chrono::hours(10));
  };
  auto result = loop.spawn(wait(receiver));
  loop.advance(std::chrono::hours(10));
  EXPECT_EQ(loop.result(result).error().code, ErrorCode::kDeadlineExceeded);
}

TEST(OakPitfall, AReadTakesTheItemItselfAndNoCopyOfIt) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<std::string>(1, "lines");
  const auto place_of_next = [](Receiver<std::string> from) -> Task<const void*> {
    const auto line = co_await from.receive();
    co_return line->data();
  };
  auto waited_for = loop.spawn(place_of_next(receiver));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  std::string first(1000, 'x');
  const void* const first_place = first.data();
  ASSERT_TRUE(sender.try_send(std::move(first)));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(waited_for), first_place);

  std::string second(1000, 'y');
  const void* const second_place = second.data();
  ASSERT_TRUE(sender.try_send(std::move(second)));
  auto there_at_once = loop.spawn(place_of_next(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(there_at_once), second_place);
}

TEST(OakPitfall, TheVariantOfAContractHasTheStreamsThatItsHandlersUse) {
  static_assert(std::is_same_v<decltype(Chat::Watch::writer), MultiWriter<Chat::ChatMessage>>);
  static_assert(std::is_same_v<decltype(Chat::Dictate::items), ItemStream<std::string>>);
  static_assert(std::is_same_v<decltype(Chat::Talk::writer), MultiWriter<Chat::ChatMessage>>);
  static_assert(std::is_same_v<decltype(Chat::Talk::items), ItemStream<std::string>>);
}

TEST(OakPitfall, AHandlerThatBlocksItsLoopIsNamed) {
  DeterministicLoop loop;
  loop.set_busy_limit(1'000'000);
  const auto block = [](DeterministicLoop* its) -> Task<void> {
    its->pass_time(seconds(1));
    co_return;
  };
  loop.spawn(block(&loop), "blocker");
  loop.run_until_idle();
  EXPECT_EQ(loop.busy(), std::vector<std::string>{"blocker"});
}

}  // namespace
}  // namespace ripple
