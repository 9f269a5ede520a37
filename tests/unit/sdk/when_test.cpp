#include "ripple/when.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/channel.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/testing/deterministic_loop.hpp"
#include "ripple/timeout.hpp"

namespace ripple {
namespace {

using std::chrono::seconds;
using testing::DeterministicLoop;

Task<int> number(int value) { co_return value; }
Task<std::string> text_after(seconds delay, std::string text) {
  co_await sleep_for(delay);
  co_return text;
}
Task<int> number_after(seconds delay, int value) {
  co_await sleep_for(delay);
  co_return value;
}
Task<void> nothing_after(seconds delay) { co_await sleep_for(delay); }
Task<int> failing_after(seconds delay) {
  co_await sleep_for(delay);
  throw std::runtime_error("no");
}
Task<void> failing_at_once() {
  throw std::runtime_error("at once");
  co_return;
}

// Runs a task that never needs a loop.
struct Outcome {
  struct promise_type {
    Outcome get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
Outcome run(Task<void> task, bool& done) {
  co_await std::move(task);
  done = true;
}

TEST(WhenAll, GivesEveryResultWhenTheLastHasCome) {
  DeterministicLoop loop;
  const auto both = []() -> Task<std::string> {
    auto [a, b, c] = co_await when_all(text_after(seconds(2), "two"), number_after(seconds(1), 1),
                                       nothing_after(seconds(3)));
    static_assert(std::is_same_v<decltype(c), std::monostate>);
    co_return a + std::to_string(b);
  };
  auto result = loop.spawn(both());
  loop.advance(seconds(2));
  EXPECT_FALSE(result.is_over());
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(result), "two1");
}

TEST(WhenAll, CancelsTheOthersAndRethrowsWhenOneThrows) {
  DeterministicLoop loop;
  const auto both = []() -> Task<void> {
    co_await when_all(failing_after(seconds(1)), number_after(seconds(100), 1));
  };
  auto result = loop.spawn(both());
  loop.advance(seconds(1));
  EXPECT_THROW(static_cast<void>(loop.result(result)), std::runtime_error);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WhenAll, DoesNotBeginTheRestWhenOneThrowsAtOnce) {
  bool began = false;
  const auto begin = [](bool* flag) -> Task<void> {
    *flag = true;
    co_return;
  };
  bool caught = false;
  const auto both = [&]() -> Task<void> {
    try {
      co_await when_all(failing_at_once(), begin(&began));
    } catch (const std::runtime_error&) {
      caught = true;
    }
  };
  bool done = false;
  run(both(), done);
  EXPECT_TRUE(done);
  EXPECT_TRUE(caught);
  EXPECT_FALSE(began);
}

TEST(WhenAll, TakesAVectorOfTasks) {
  DeterministicLoop loop;
  const auto all = []() -> Task<int> {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 100; ++i) tasks.push_back(number_after(seconds(100 - i), i));
    int sum = 0;
    const std::vector<int> numbers = co_await when_all(std::move(tasks));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      EXPECT_EQ(numbers[i], static_cast<int>(i));
      sum += numbers[i];
    }
    co_return sum;
  };
  auto sum = loop.spawn(all());
  loop.advance(seconds(100));
  EXPECT_EQ(*loop.result(sum), 4950);
}

TEST(WhenAll, OfNoTasksIsThereAtOnce) {
  bool empty = false;
  const auto none = [&]() -> Task<void> {
    empty = (co_await when_all(std::vector<Task<int>>())).empty();
  };
  bool done = false;
  run(none(), done);
  EXPECT_TRUE(empty);
}

TEST(WhenAll, LetsGoOfWhatABranchHoldsAsSoonAsItEnds) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto produce = [](Sender<int> to) -> Task<void> {
    for (int i = 0; i < 10; ++i) static_cast<void>(co_await to.send(i));
  };
  const auto consume = [](Receiver<int> from) -> Task<int> {
    int sum = 0;
    auto stream = from.stream();
    while (auto item = co_await stream.next()) sum += **item;
    co_return sum;
  };
  const auto both = [&](Sender<int> to, Receiver<int> from) -> Task<int> {
    const auto results = co_await when_all(produce(std::move(to)), consume(std::move(from)));
    co_return std::get<1>(results);
  };
  auto sum = loop.spawn(both(std::move(sender), std::move(receiver)));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(sum), 45);
  EXPECT_TRUE(loop.stalls().empty());
}

TEST(WhenAll, NeedsNoLoopAndNoStackForWhatEndsAtOnce) {
  int sum = 0;
  const auto counting = [&]() -> Task<void> {
    for (int i = 0; i < 200'000; ++i) {
      const auto [one, two] = co_await when_all(number(1), number(2));
      sum += one + two;
    }
  };
  bool done = false;
  run(counting(), done);
  EXPECT_TRUE(done);
  EXPECT_EQ(sum, 600'000);
}

TEST(WhenAny, GivesTheFirstAndDestroysTheOthersBeforeItGoesOn) {
  DeterministicLoop loop;
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = token;
  const auto holding = [](std::shared_ptr<int> held) -> Task<int> {
    co_await sleep_for(seconds(100));
    co_return *held;
  };
  const auto race = [&](std::shared_ptr<int> held) -> Task<std::size_t> {
    const auto first = co_await when_any(holding(std::move(held)), text_after(seconds(1), "quick"));
    EXPECT_TRUE(watch.expired());
    EXPECT_EQ(std::get<1>(first), "quick");
    co_return first.index();
  };
  auto index = loop.spawn(race(std::move(token)));
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(index), 1u);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WhenAny, TellsTwoOfTheSameTypeApart) {
  DeterministicLoop loop;
  const auto race = []() -> Task<std::size_t> {
    const auto first = co_await when_any(number_after(seconds(2), 1), number_after(seconds(1), 1));
    co_return first.index();
  };
  auto index = loop.spawn(race());
  loop.advance(seconds(2));
  EXPECT_EQ(*loop.result(index), 1u);
}

TEST(WhenAny, DoesNotBeginWhatComesAfterOneThatEndsAtOnce) {
  bool began = false;
  const auto begin = [](bool* flag) -> Task<void> {
    *flag = true;
    co_return;
  };
  std::size_t index = 9;
  const auto race = [&]() -> Task<void> {
    const auto first = co_await when_any(number(1), begin(&began));
    index = first.index();
  };
  bool done = false;
  run(race(), done);
  EXPECT_EQ(index, 0u);
  EXPECT_FALSE(began);
}

TEST(WhenAny, RethrowsWhenTheFirstThrows) {
  DeterministicLoop loop;
  const auto race = []() -> Task<void> {
    co_await when_any(number_after(seconds(9), 1), failing_after(seconds(1)));
  };
  auto result = loop.spawn(race());
  loop.advance(seconds(1));
  EXPECT_THROW(static_cast<void>(loop.result(result)), std::runtime_error);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WhenAny, UnregistersABorrowedWaitThatLost) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  const auto race = [](Receiver<int> from, Sender<int> to) -> Task<int> {
    const auto first = co_await when_any(from.receive(), sleep_for(seconds(1)));
    EXPECT_EQ(first.index(), 1u);
    EXPECT_TRUE(to.try_send(5));
    const auto kept = co_await from.receive();
    co_return *kept;
  };
  auto got = loop.spawn(race(receiver, sender));
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(got), 5);
}

TEST(WhenAny, LosesNoItemWhenTwoChannelsHaveOneAtTheSameMoment) {
  DeterministicLoop loop;
  auto [send_a, receive_a] = make_channel<int>(4, "a");
  auto [send_b, receive_b] = make_channel<int>(4, "b");
  std::vector<int> got;
  const auto merge = [](Receiver<int> a, Receiver<int> b, std::vector<int>* items) -> Task<void> {
    for (int i = 0; i < 4; ++i) {
      auto first = co_await when_any(a.receive(), b.receive());
      items->push_back(first.index() == 0 ? *std::get<0>(first) : *std::get<1>(first));
    }
  };
  const auto feed = [](Sender<int> a, Sender<int> b) -> Task<void> {
    co_await sleep_for(seconds(1));
    EXPECT_TRUE(a.try_send(1));
    EXPECT_TRUE(b.try_send(2));
    co_await sleep_for(seconds(1));
    EXPECT_TRUE(b.try_send(4));
    EXPECT_TRUE(a.try_send(3));
  };
  loop.spawn(merge(receive_a, receive_b, &got));
  loop.spawn(feed(send_a, send_b));
  loop.advance(seconds(3));
  std::sort(got.begin(), got.end());
  EXPECT_EQ(got, (std::vector{1, 2, 3, 4}));
}

TEST(WhenAny, TakesHandlesWithoutUsingThemUp) {
  DeterministicLoop loop;
  const auto race = [&]() -> Task<int> {
    auto slow = loop.spawn(number_after(seconds(2), 2));
    auto quick = loop.spawn(number_after(seconds(1), 1));
    const auto first = co_await when_any(slow, quick);
    EXPECT_EQ(first.index(), 1u);
    const auto rest = co_await slow;
    co_return *std::get<1>(first) * 10 + *rest;
  };
  auto result = loop.spawn(race());
  loop.advance(seconds(2));
  EXPECT_EQ(*loop.result(result), 12);
}

TEST(WhenAny, TakesAVectorOfTasks) {
  DeterministicLoop loop;
  const auto race = []() -> Task<int> {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 100; ++i) tasks.push_back(number_after(seconds(100 - i), i));
    const auto [index, value] = co_await when_any(std::move(tasks));
    EXPECT_EQ(index, 99u);
    co_return value;
  };
  auto value = loop.spawn(race());
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(value), 99);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WhenAny, OfNoTasksIsRefused) {
  EXPECT_THROW(static_cast<void>(when_any(std::vector<Task<int>>())), std::invalid_argument);
}

TEST(WhenAny, IsDestroyedWithItsBranchesWhenItsTaskIsCancelled) {
  DeterministicLoop loop;
  const auto race = []() -> Task<void> {
    co_await when_any(number_after(seconds(9), 1), nothing_after(seconds(8)));
  };
  auto victim = loop.spawn(race());
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 2u);
  victim.cancel();
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 0u);
}

}  // namespace
}  // namespace ripple
