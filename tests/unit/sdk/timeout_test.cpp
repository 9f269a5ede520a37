#include "ripple/timeout.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "ripple/channel.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::DeterministicLoop;

Task<int> number_after(seconds delay) {
  co_await sleep_for(delay);
  co_return 1;
}
Task<void> failing_after(seconds delay) {
  co_await sleep_for(delay);
  throw std::runtime_error("no");
}
template <typename A>
Task<FlatResult<detail::Awaited<A>>> limit(A awaitable, seconds duration) {
  co_return co_await with_timeout(std::move(awaitable), duration);
}

TEST(SleepFor, LetsHoursOfVirtualTimePass) {
  DeterministicLoop loop;
  const auto sleep = []() -> Task<bool> { co_return co_await sleep_for(std::chrono::hours(5)); };
  auto slept = loop.spawn(sleep());
  loop.advance(std::chrono::hours(5) - seconds(1));
  EXPECT_FALSE(slept.is_over());
  loop.advance(seconds(1));
  EXPECT_TRUE(*loop.result(slept));
}

TEST(SleepFor, EndsEarlyWhenTheLoopIsStopped) {
  DeterministicLoop loop;
  const auto sleep = []() -> Task<bool> { co_return co_await sleep_for(std::chrono::hours(5)); };
  auto slept = loop.spawn(sleep());
  loop.run_until_idle();
  loop.stop();
  EXPECT_FALSE(*loop.result(slept));
}

TEST(WithTimeout, GivesWhatComesInTime) {
  DeterministicLoop loop;
  auto result = loop.spawn(limit(number_after(seconds(1)), seconds(2)));
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(result), 1);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WithTimeout, GivesKDeadlineExceededAndUnregistersTheLoser) {
  DeterministicLoop loop;
  auto result = loop.spawn(limit(number_after(seconds(3)), seconds(2)));
  loop.advance(seconds(2));
  const auto ended = loop.result(result);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_NE(ended.error().message.find("2000 ms"), std::string::npos);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WithTimeout, RethrowsWhatComesInTime) {
  DeterministicLoop loop;
  auto result = loop.spawn(limit(failing_after(seconds(1)), seconds(2)));
  loop.advance(seconds(1));
  EXPECT_THROW(static_cast<void>(loop.result(result)), std::runtime_error);
}

TEST(WithTimeout, LeavesTheItemInTheChannelWhenTheReadWasTooLate) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  const auto read = [](Receiver<int> from, Sender<int> to) -> Task<int> {
    const Result<int> late = co_await with_timeout(from.receive(), seconds(1));
    EXPECT_EQ(late.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_TRUE(to.try_send(8));
    const Result<int> early = co_await with_timeout(from.receive(), seconds(1));
    co_return *early;
  };
  auto got = loop.spawn(read(receiver, sender));
  loop.advance(seconds(1));
  EXPECT_EQ(*loop.result(got), 8);
}

TEST(WithTimeout, GivesUpASendThatFoundNoRoom) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto send = [](Sender<int> to, Receiver<int> from) -> Task<int> {
    static_cast<void>(co_await to.send(1));
    const Result<void> late = co_await with_timeout(to.send(2), seconds(1));
    EXPECT_EQ(late.error().code, ErrorCode::kDeadlineExceeded);
    const auto first = co_await from.receive();
    const auto none = co_await with_timeout(from.receive(), seconds(1));
    EXPECT_FALSE(none);
    co_return *first;
  };
  auto got = loop.spawn(send(sender, receiver));
  loop.advance(seconds(2));
  EXPECT_EQ(*loop.result(got), 1);
}

TEST(WithTimeout, LeavesAJoinedTaskRunning) {
  DeterministicLoop loop;
  const auto join = [&]() -> Task<int> {
    auto worker = loop.spawn(number_after(seconds(3)));
    const auto late = co_await with_timeout(worker, seconds(1));
    EXPECT_FALSE(late);
    const auto done = co_await worker;
    co_return *done;
  };
  auto got = loop.spawn(join());
  loop.advance(seconds(3));
  EXPECT_EQ(*loop.result(got), 1);
}

TEST(WithTimeout, NestsAndTheShorterLimitWins) {
  DeterministicLoop loop;
  const auto nested = []() -> Task<Result<int>> {
    co_return co_await with_timeout(with_timeout(number_after(seconds(9)), seconds(5)), seconds(2));
  };
  auto result = loop.spawn(nested());
  loop.advance(seconds(2));
  EXPECT_EQ(loop.result(result).error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(loop.waits(), 0u);
}

TEST(WithTimeout, IsDestroyedWithItsTimerWhenItsTaskIsCancelled) {
  DeterministicLoop loop;
  auto victim = loop.spawn(limit(number_after(seconds(9)), seconds(5)));
  loop.run_until_idle();
  victim.cancel();
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 0u);
  loop.advance(seconds(10));
  EXPECT_EQ(loop.result(victim).error().code, ErrorCode::kCancelled);
}

TEST(WithTimeout, EndsWithTheStopOfTheLoop) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  const auto read = [](Receiver<int> from) -> Task<Result<int>> {
    co_return co_await with_timeout(from.receive(), seconds(100));
  };
  auto result = loop.spawn(read(receiver));
  loop.run_until_idle();
  loop.stop();
  EXPECT_EQ(loop.result(result).error().code, ErrorCode::kCancelled);
}

TEST(WithTimeout, TellsMainThatTheAnswerToACallIsNotWantedAnyMore) {
  using small::DeviceInfo;
  testing::Host host;
  bool was_cancelled = false;
  ASSERT_TRUE(host.load(entry("ripple:channel:device:slow")
                            .provides<DeviceInfo>()
                            .channel([&](Node node) -> Task<void> {
                              auto calls = node.invocations<DeviceInfo>();
                              auto call = co_await calls.next();
                              co_await node.sleep_for(seconds(2));
                              was_cancelled =
                                  std::visit([](auto& one) { return one.cancelled(); }, *call);
                            })));
  ErrorCode code = ErrorCode::kInternal;
  ASSERT_TRUE(host.load(
      entry("ripple:channel:device:acme").uses<DeviceInfo>().channel([&](Node node) -> Task<void> {
        const Result<std::string> name =
            co_await with_timeout(node.call(DeviceInfo::name{}), seconds(1));
        if (!name) code = name.error().code;
      })));
  host.advance(seconds(3));
  EXPECT_EQ(code, ErrorCode::kDeadlineExceeded);
  EXPECT_TRUE(was_cancelled);
}

}  // namespace
}  // namespace ripple
