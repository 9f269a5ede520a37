// The rows C.1 to C.6 of the async SDK's acceptance table, as far as channels, tasks and time go.
// Row C.5, the writers, is in writer_test.cpp, and C.7 in event_loop_test.cpp.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"

namespace ripple {
namespace {

using std::chrono::seconds;
using testing::DeterministicLoop;

Task<int> number(int value) { co_return value; }
Task<Result<int>> receive(Receiver<int> from) { co_return co_await from.receive(); }
Task<std::vector<std::string>> read_all(Receiver<int> from) {
  std::vector<std::string> items;
  auto stream = from.stream();
  while (auto item = co_await stream.next()) {
    items.push_back(*item ? std::to_string(**item) : item->error().message);
  }
  co_return items;
}

TEST(OakC1Executor, GivesTheResultOfATaskThatResolvesAtOnce) {
  DeterministicLoop loop;
  auto result = loop.spawn(number(42));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(result), 42);
}

TEST(OakC1Executor, ReadsWhatIsThereWithoutWaiting) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  ASSERT_TRUE(sender.try_send(1));
  auto result = loop.spawn(receive(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(result), 1);
}

TEST(OakC1Executor, ReadsSequentiallyAndInParallelWhatComesLater) {
  DeterministicLoop loop;
  auto [send_a, a] = make_channel<int>(1, "a");
  auto [send_b, b] = make_channel<int>(1, "b");
  const auto add = [](Receiver<int> one, Receiver<int> two) -> Task<int> {
    const auto [left, right] = co_await when_all(one.receive(), two.receive());
    const auto next_left = co_await one.receive();
    const auto next_right = co_await two.receive();
    co_return *left + *right + *next_left + *next_right;
  };
  auto sum = loop.spawn(add(a, b));
  const LoopHold hold(loop.door());
  for (int i = 0; i < 2; ++i) {
    loop.run_until_idle();
    ASSERT_TRUE(send_b.try_send(10));
    loop.run_until_idle();
    ASSERT_TRUE(send_a.try_send(1));
  }
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(sum), 22);
}

TEST(OakC1Executor, PassesAnErrorOnAtOnceAndAfterAWait) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  ASSERT_TRUE(sender.fail({ErrorCode::kNotPermitted, "no", {}}));
  auto at_once = loop.spawn(receive(receiver));
  auto later = loop.spawn(receive(receiver));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  EXPECT_EQ(loop.result(at_once).error().code, ErrorCode::kNotPermitted);
  EXPECT_FALSE(later.is_over());
  ASSERT_TRUE(sender.fail({ErrorCode::kInvalidParams, "no", {}}));
  loop.run_until_idle();
  EXPECT_EQ(loop.result(later).error().code, ErrorCode::kInvalidParams);
}

TEST(OakC1Executor, EndsEveryWaitWhenItIsTerminated) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto result = loop.spawn(receive(receiver));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  loop.stop();
  EXPECT_EQ(loop.result(result).error().code, ErrorCode::kCancelled);
  EXPECT_TRUE(loop.is_done());
}

TEST(OakC2Cancel, DropsAReadThatWasNeverAwaited) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto drop = [](Receiver<int> from) -> Task<int> {
    { const auto dropped = from.receive(); }
    co_return 1;
  };
  auto result = loop.spawn(drop(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(result), 1);
}

TEST(OakC2Cancel, UnregistersTheReadThatLostARace) {
  DeterministicLoop loop;
  auto [send_a, a] = make_channel<int>(1, "a");
  auto [send_b, b] = make_channel<int>(1, "b");
  const auto race = [](Receiver<int> one, Receiver<int> two) -> Task<std::size_t> {
    const auto first = co_await when_any(one.receive(), two.receive());
    co_return first.index();
  };
  auto index = loop.spawn(race(a, b));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 2u);
  ASSERT_TRUE(send_b.try_send(1));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(index), 1u);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(OakC3Scale, CompletesAThousandParallelReadsHalfOfThemAtATime) {
  DeterministicLoop loop;
  std::vector<Sender<int>> senders;
  std::vector<JoinHandle<Result<int>>> reads;
  for (int i = 0; i < 1000; ++i) {
    auto [sender, receiver] = make_channel<int>(1, "one of a thousand");
    senders.push_back(std::move(sender));
    reads.push_back(loop.spawn(receive(std::move(receiver))));
  }
  const LoopHold hold(loop.door());
  for (std::size_t half = 0; half < 2; ++half) {
    loop.run_until_idle();
    for (std::size_t i = half; i < 1000; i += 2) {
      ASSERT_TRUE(senders[i].try_send(static_cast<int>(i)));
    }
  }
  loop.run_until_idle();
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_EQ(*loop.result(reads[i]), static_cast<int>(i));
}

TEST(OakC3Scale, SurvivesAHundredWakeUpsForNothing) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto result = loop.spawn(receive(receiver));
  const LoopHold hold(loop.door());
  for (int i = 0; i < 100; ++i) {
    loop.wake();
    loop.run_until_idle();
  }
  EXPECT_FALSE(result.is_over());
  ASSERT_TRUE(sender.try_send(5));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(result), 5);
}

TEST(OakC4Stream, GivesEveryItemAndEndsWhenTheChannelIsOrphaned) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(10, "numbers");
  std::vector<std::string> expected;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(sender.try_send(i));
    expected.push_back(std::to_string(i));
  }
  { const Sender<int> last = std::move(sender); }
  auto items = loop.spawn(read_all(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(items), expected);
}

TEST(OakC4Stream, IsEmptyWhenTheChannelIsClosedFromTheBeginning) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  { const Sender<int> last = std::move(sender); }
  auto items = loop.spawn(read_all(receiver));
  loop.run_until_idle();
  EXPECT_TRUE(loop.result(items)->empty());
}

TEST(OakC4Stream, GivesOtherErrorsAsItems) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(3, "numbers");
  ASSERT_TRUE(sender.try_send(1));
  ASSERT_TRUE(sender.fail({ErrorCode::kNotPermitted, "a locked door", {}}));
  ASSERT_TRUE(sender.try_send(2));
  { const Sender<int> last = std::move(sender); }
  auto items = loop.spawn(read_all(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(items), (std::vector<std::string>{"1", "a locked door", "2"}));
}

TEST(OakC6Spawn, FinishesATaskWhoseHandleWasDropped) {
  DeterministicLoop loop;
  bool finished = false;
  const auto work = [](bool* flag) -> Task<void> {
    co_await sleep_for(seconds(1));
    *flag = true;
  };
  { const auto dropped = loop.spawn(work(&finished)); }
  loop.advance(seconds(1));
  EXPECT_TRUE(finished);
}

TEST(OakC6Timeout, WinsAndLosesRaces) {
  DeterministicLoop loop;
  const auto race = [](int work, int limit) -> Task<bool> {
    const Result<bool> done = co_await with_timeout(sleep_for(seconds(work)), seconds(limit));
    co_return done.has_value();
  };
  auto in_time = loop.spawn(race(1, 2));
  auto too_late = loop.spawn(race(2, 1));
  loop.advance(seconds(2));
  EXPECT_TRUE(*loop.result(in_time));
  EXPECT_FALSE(*loop.result(too_late));
}

TEST(OakC6Deadlock, IsReportedWithTheNamesOfTheWaits) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "never fed");
  loop.spawn(receive(receiver), "reader");
  loop.run_until_idle();
  ASSERT_EQ(loop.stalls().size(), 1u);
  EXPECT_NE(loop.stalls()[0].find("the task \"reader\" waits for an item of the channel "
                                  "\"never fed\""),
            std::string::npos);
}

}  // namespace
}  // namespace ripple
