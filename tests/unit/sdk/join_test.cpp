#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "ripple/channel.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "ripple/timeout.hpp"

namespace ripple {
namespace {

using testing::DeterministicLoop;

Task<int> number(int value) { co_return value; }
Task<int> late_number(int value) {
  co_await sleep_for(std::chrono::seconds(1));
  co_return value;
}
Task<void> failing() {
  co_await sleep_for(std::chrono::seconds(1));
  throw std::runtime_error("out of paper");
}
Task<Result<int>> refused() { co_return Error{ErrorCode::kNotPermitted, "no", {}}; }

TEST(JoinHandle, GivesWhatTheTaskGave) {
  DeterministicLoop loop;
  auto handle = loop.spawn(late_number(7));
  const auto join = [](JoinHandle<int>* task) -> Task<Result<int>> { co_return co_await *task; };
  auto joined = loop.spawn(join(&handle));
  loop.advance(std::chrono::seconds(1));
  EXPECT_EQ(*loop.result(joined), 7);
}

TEST(JoinHandle, GivesTheResultOfATaskThatHasEndedBefore) {
  DeterministicLoop loop;
  auto handle = loop.spawn(number(7));
  loop.run_until_idle();
  EXPECT_TRUE(handle.is_over());
  EXPECT_EQ(*loop.result(handle), 7);
  EXPECT_EQ(loop.result(handle).error().code, ErrorCode::kFailedPrecondition);
}

TEST(JoinHandle, GivesAResultAsItIs) {
  DeterministicLoop loop;
  auto handle = loop.spawn(refused());
  loop.run_until_idle();
  const Result<int> result = loop.result(handle);
  EXPECT_EQ(result.error().code, ErrorCode::kNotPermitted);
}

TEST(JoinHandle, ThrowsAtTheJoinWhatTheTaskThrew) {
  DeterministicLoop loop;
  auto handle = loop.spawn(failing(), "printer");
  std::string caught;
  const auto join = [](JoinHandle<void>* task, std::string* text) -> Task<void> {
    try {
      static_cast<void>(co_await *task);
    } catch (const std::runtime_error& error) {
      *text = error.what();
    }
  };
  loop.spawn(join(&handle, &caught));
  loop.advance(std::chrono::seconds(1));
  EXPECT_EQ(caught, "out of paper");
  handle = JoinHandle<void>();
  EXPECT_TRUE(loop.failures().empty());
}

TEST(JoinHandle, LogsWhatTheTaskThrewWhenNobodyCanJoinAnyMore) {
  DeterministicLoop loop;
  {
    const auto handle = loop.spawn(failing(), "printer");
    loop.advance(std::chrono::seconds(1));
    EXPECT_TRUE(loop.failures().empty());
  }
  ASSERT_EQ(loop.failures().size(), 1u);
  EXPECT_EQ(loop.failures().front(), "printer: out of paper");
}

TEST(JoinHandle, LetsTheTaskRunOnWhenItIsDropped) {
  DeterministicLoop loop;
  bool done = false;
  const auto work = [](bool* flag) -> Task<void> {
    co_await sleep_for(std::chrono::seconds(1));
    *flag = true;
  };
  loop.spawn(work(&done));
  loop.advance(std::chrono::seconds(1));
  EXPECT_TRUE(done);
}

TEST(JoinHandle, DestroysATaskWhereItWaitsWhenItIsCancelled) {
  DeterministicLoop loop;
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = token;
  const auto hold = [](std::shared_ptr<int> held) -> Task<void> {
    co_await sleep_for(std::chrono::hours(1));
    *held = 2;
  };
  auto victim = loop.spawn(hold(std::move(token)));
  const auto cancel = [](JoinHandle<void>* handle, const std::weak_ptr<int>* held) -> Task<bool> {
    handle->cancel();
    co_return held->expired();
  };
  loop.run_until_idle();
  EXPECT_FALSE(watch.expired());
  auto is_gone = loop.spawn(cancel(&victim, &watch));
  loop.run_until_idle();
  EXPECT_TRUE(*loop.result(is_gone));
  EXPECT_EQ(loop.waits(), 0u);
  EXPECT_EQ(loop.result(victim).error().code, ErrorCode::kCancelled);
}

TEST(JoinHandle, WakesWhoeverJoinsATaskThatIsCancelled) {
  DeterministicLoop loop;
  auto victim = loop.spawn(late_number(1));
  const auto join = [](JoinHandle<int>* task) -> Task<Result<int>> { co_return co_await *task; };
  auto joined = loop.spawn(join(&victim));
  loop.run_until_idle();
  victim.cancel();
  loop.run_until_idle();
  EXPECT_EQ(loop.result(joined).error().code, ErrorCode::kCancelled);
}

TEST(JoinHandle, CancelsATaskThatHasNotBegun) {
  DeterministicLoop loop;
  bool began = false;
  const auto begin = [](bool* flag) -> Task<void> {
    *flag = true;
    co_return;
  };
  JoinHandle<void> victim;
  const auto spawn_and_cancel = [&]() -> Task<void> {
    victim = loop.spawn(begin(&began));
    victim.cancel();
    co_return;
  };
  loop.spawn(spawn_and_cancel());
  loop.run_until_idle();
  EXPECT_FALSE(began);
  EXPECT_TRUE(victim.is_over());
}

TEST(JoinHandle, CancelsATaskFromWithinItselfAtItsNextSuspension) {
  DeterministicLoop loop;
  std::string trace;
  JoinHandle<void> self;
  const auto suicidal = [&]() -> Task<void> {
    self.cancel();
    trace += "runs on;";
    co_await sleep_for(std::chrono::seconds(1));
    trace += "never";
  };
  self = loop.spawn(suicidal());
  loop.advance(std::chrono::seconds(2));
  EXPECT_EQ(trace, "runs on;");
  EXPECT_EQ(loop.result(self).error().code, ErrorCode::kCancelled);
}

TEST(JoinHandle, GivesTheResultOfATaskThatCancelsItselfAndEndsBeforeItWaits) {
  DeterministicLoop loop;
  JoinHandle<int> self;
  const auto hasty = [&]() -> Task<int> {
    self.cancel();
    co_return 3;
  };
  self = loop.spawn(hasty());
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(self), 3);
}

TEST(JoinHandle, LetsGoOfATasksArgumentsWhenItEnds) {
  DeterministicLoop loop;
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = token;
  const auto hold = [](std::shared_ptr<int> held) -> Task<int> { co_return *held; };
  auto handle = loop.spawn(hold(std::move(token)));
  loop.run_until_idle();
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(*loop.result(handle), 1);
}

TEST(JoinHandle, IsCancelledByTheStopOfTheLoop) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto wait = [](Receiver<int> from) -> Task<int> {
    static_cast<void>(co_await from.receive());
    static_cast<void>(co_await from.receive());
    co_return 1;
  };
  auto worker = loop.spawn(wait(receiver));
  const auto join = [](JoinHandle<int>* task) -> Task<Result<int>> { co_return co_await *task; };
  auto joined = loop.spawn(join(&worker));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  ASSERT_TRUE(sender.try_send(1));
  loop.run_until_idle();
  loop.stop();
  EXPECT_EQ(loop.result(joined).error().code, ErrorCode::kCancelled);
}

TEST(JoinHandle, MayOutliveItsLoop) {
  JoinHandle<void> failed;
  JoinHandle<int> waiting;
  {
    DeterministicLoop loop;
    failed = loop.spawn(failing());
    waiting = loop.spawn(late_number(1));
    loop.advance(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(failed.is_over());
  waiting.cancel();
}

TEST(JoinHandle, IsWhatSpawnOfANodeGives) {
  testing::Host host;
  int sum = 0;
  ASSERT_TRUE(
      host.load(entry("ripple:channel:device:acme").channel([&sum](Node node) -> Task<void> {
        auto one = node.spawn(late_number(1), "one");
        auto two = node.spawn(late_number(2), "two");
        const auto first = co_await one;
        const auto second = co_await two;
        sum = *first + *second;
      })));
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(sum, 3);
}

TEST(JoinHandle, LogsTheNameOfATaskOfANodeThatThrewUnjoined) {
  testing::Host host;
  ASSERT_TRUE(host.load(entry("ripple:channel:device:acme").channel([](Node node) -> Task<void> {
    auto handle = node.spawn(failing(), "printer");
    co_await node.sleep_for(std::chrono::seconds(2));
  })));
  host.advance(std::chrono::seconds(1));
  EXPECT_FALSE(host.has_logged("printer"));
  host.advance(std::chrono::seconds(2));
  EXPECT_TRUE(host.has_logged("the task \"printer\" threw: out of paper"));
}

}  // namespace
}  // namespace ripple
