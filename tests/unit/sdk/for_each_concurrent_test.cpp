#include "ripple/for_each_concurrent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "ripple/channel.hpp"
#include "ripple/testing/deterministic_loop.hpp"
#include "ripple/timeout.hpp"

namespace ripple {
namespace {

using std::chrono::seconds;
using testing::DeterministicLoop;

struct Load {
  int running = 0;
  int most = 0;
  int done = 0;
};

Task<void> work(Load* load, int duration) {
  load->most = std::max(load->most, ++load->running);
  co_await sleep_for(seconds(duration));
  --load->running;
  ++load->done;
}

Receiver<int> numbers(int count, int value) {
  auto [sender, receiver] = make_channel<int>(1000, "numbers");
  for (int i = 0; i < count; ++i) EXPECT_TRUE(sender.try_send(value));
  return receiver;
}

TEST(ForEachConcurrent, HandlesAsManyAtATimeAsItMay) {
  DeterministicLoop loop;
  Load load;
  auto all = loop.spawn(for_each_concurrent(4, numbers(20, 1).stream(),
                                            [&load](Result<int> n) { return work(&load, *n); }));
  loop.advance(seconds(4));
  EXPECT_FALSE(all.is_over());
  loop.advance(seconds(1));
  EXPECT_TRUE(all.is_over());
  EXPECT_EQ(load.most, 4);
  EXPECT_EQ(load.done, 20);
}

TEST(ForEachConcurrent, DoesNotHoldUpTheNextItemBehindASlowOne) {
  DeterministicLoop loop;
  Load load;
  auto [sender, receiver] = make_channel<int>(10, "numbers");
  for (const int duration : {100, 1, 1, 1}) ASSERT_TRUE(sender.try_send(duration));
  loop.spawn(for_each_concurrent(2, receiver.stream(),
                                 [&load](Result<int> n) { return work(&load, *n); }));
  loop.advance(seconds(3));
  EXPECT_EQ(load.done, 3);
}

TEST(ForEachConcurrent, EndsAtOnceForAnEmptyStream) {
  DeterministicLoop loop;
  Load load;
  auto all = loop.spawn(for_each_concurrent(4, numbers(0, 1).stream(),
                                            [&load](Result<int> n) { return work(&load, *n); }));
  loop.run_until_idle();
  EXPECT_TRUE(all.is_over());
}

TEST(ForEachConcurrent, CancelsTheOthersAndRethrowsWhileItWaitsForTheNextItem) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(10, "numbers");
  ASSERT_TRUE(sender.try_send(0));
  ASSERT_TRUE(sender.try_send(1));
  const auto handle = [](Result<int> n) -> Task<void> {
    if (*n == 0) co_await sleep_for(seconds(100));
    co_await sleep_for(seconds(1));
    throw std::runtime_error("no");
  };
  auto all = loop.spawn(for_each_concurrent(9, receiver.stream(), handle));
  loop.advance(seconds(1));
  ASSERT_TRUE(all.is_over());
  EXPECT_THROW(static_cast<void>(loop.result(all)), std::runtime_error);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(ForEachConcurrent, RethrowsWhatAHandlerThrowsBeforeItWaits) {
  DeterministicLoop loop;
  int calls = 0;
  const auto handle = [&calls](Result<int>) -> Task<void> {
    ++calls;
    throw std::runtime_error("no");
    co_return;
  };
  auto all = loop.spawn(for_each_concurrent(9, numbers(5, 1).stream(), handle));
  loop.run_until_idle();
  EXPECT_THROW(static_cast<void>(loop.result(all)), std::runtime_error);
  EXPECT_EQ(calls, 1);
}

TEST(ForEachConcurrent, RethrowsWhatTheHandlerThrowsInsteadOfGivingATask) {
  DeterministicLoop loop;
  const auto handle = [](const Result<int>&) -> Task<void> { throw std::runtime_error("no"); };
  auto all = loop.spawn(for_each_concurrent(9, numbers(5, 1).stream(), handle));
  loop.run_until_idle();
  EXPECT_THROW(static_cast<void>(loop.result(all)), std::runtime_error);
}

TEST(ForEachConcurrent, NeedsNoStackForHandlersThatEndAtOnce) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(100'000, "numbers");
  for (int i = 0; i < 100'000; ++i) ASSERT_TRUE(sender.try_send(1));
  { const Sender<int> last = std::move(sender); }
  int sum = 0;
  const auto handle = [&sum](Result<int> n) -> Task<void> {
    sum += *n;
    co_return;
  };
  loop.spawn(for_each_concurrent(3, receiver.stream(), handle));
  loop.run_until_idle();
  EXPECT_EQ(sum, 100'000);
}

TEST(ForEachConcurrent, LetsGoOfAnItemAsSoonAsItIsHandled) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<std::shared_ptr<int>>(4, "tokens");
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = token;
  ASSERT_TRUE(sender.try_send(std::move(token)));
  const auto handle = [](Result<std::shared_ptr<int>> one) -> Task<void> {
    co_await sleep_for(seconds(**one));
  };
  loop.spawn(for_each_concurrent(2, receiver.stream(), handle));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  EXPECT_FALSE(watch.expired());
  loop.advance(seconds(1));
  EXPECT_TRUE(watch.expired());
}

TEST(ForEachConcurrent, BorrowsAStreamThatIsKept) {
  DeterministicLoop loop;
  Load load;
  auto stream = numbers(3, 1).stream();
  loop.spawn(for_each_concurrent(3, stream, [&load](Result<int> n) { return work(&load, *n); }));
  loop.advance(seconds(1));
  EXPECT_EQ(load.done, 3);
}

TEST(ForEachConcurrent, IsDestroyedWithItsHandlersWhenItsTaskIsCancelled) {
  DeterministicLoop loop;
  Load load;
  auto victim = loop.spawn(for_each_concurrent(4, numbers(20, 1).stream(),
                                               [&load](Result<int> n) { return work(&load, *n); }));
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 4u);
  victim.cancel();
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 0u);
}

}  // namespace
}  // namespace ripple
