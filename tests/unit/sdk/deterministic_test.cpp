#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::DeterministicLoop;
using testing::Host;
using testing::Seeds;

Task<void> append(char letter, std::string* trace) {
  for (int i = 0; i < 3; ++i) {
    *trace += letter;
    co_await sleep_for(std::chrono::seconds(1));
  }
}

std::string trace_of(std::optional<std::uint64_t> seed) {
  DeterministicLoop loop(seed);
  std::string trace;
  for (const char letter : {'a', 'b', 'c', 'd'}) loop.spawn(append(letter, &trace));
  loop.advance(std::chrono::seconds(3));
  return trace;
}

TEST(DeterministicLoop, RunsInOrderWithoutASeed) { EXPECT_EQ(trace_of({}), "abcdabcdabcd"); }

TEST(DeterministicLoop, RunsTheSameWayForTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) EXPECT_EQ(trace_of(seed), trace_of(seed));
}

TEST(DeterministicLoop, FindsManyInterleavings) {
  std::set<std::string> traces;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) traces.insert(trace_of(seed));
  EXPECT_GT(traces.size(), 50u);
}

// Reads and writes back with a wait in between: the classic lost update.
Task<void> add_one(int* value) {
  const int read = *value;
  co_await sleep_for(std::chrono::nanoseconds(0));
  *value = read + 1;
}

bool loses_no_update(std::uint64_t seed) {
  DeterministicLoop loop(seed);
  int value = 0;
  loop.spawn(add_one(&value));
  loop.spawn(add_one(&value));
  loop.advance(std::chrono::seconds(1));
  return value == 2;
}

TEST(Seeds, FindTheInterleavingThatFailsAndReplayIt) {
  ::unsetenv("RIPPLE_SEED");
  ::testing::internal::CaptureStderr();
  const auto failing = Seeds(1000).first_failing(loses_no_update);
  const std::string printed = ::testing::internal::GetCapturedStderr();
  ASSERT_TRUE(failing);
  EXPECT_NE(printed.find("RIPPLE_SEED=" + std::to_string(*failing)), std::string::npos);
  EXPECT_FALSE(loses_no_update(*failing));
}

TEST(Seeds, RunOnlyTheOneThatTheEnvironmentNames) {
  ::setenv("RIPPLE_SEED", "77", 1);
  std::set<std::uint64_t> seeds;
  const auto failing = Seeds(10).first_failing([&seeds](std::uint64_t seed) {
    seeds.insert(seed);
    return true;
  });
  ::unsetenv("RIPPLE_SEED");
  EXPECT_FALSE(failing);
  EXPECT_EQ(seeds, std::set<std::uint64_t>{77});
}

std::string trace_of_requests(std::uint64_t seed) {
  Host host({.seed = seed});
  std::string trace;
  EXPECT_TRUE(host.load(
      entry("ripple:channel:device:acme").provides<DeviceInfo>().channel([&trace](Node node) {
        return serve<DeviceInfo>(node, [&trace, node](auto& call) -> Task<void> {
          trace += call.name().back();
          co_await node.sleep_for(std::chrono::seconds(1));
          trace += call.name().back();
          call.reply_raw("\"x\"");
        });
      })));
  EXPECT_TRUE(host.load(
      entry("ripple:channel:device:user").uses<DeviceInfo>().channel([](Node node) -> Task<void> {
        co_await when_all(node.call(DeviceInfo::make{}), node.call(DeviceInfo::model{}),
                          node.call(DeviceInfo::name{}), node.call(DeviceInfo::sku{}));
      })));
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(trace.size(), 8u);
  return trace;
}

TEST(Host, InterleavesItsChannelsByTheSeed) {
  std::set<std::string> traces;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string trace = trace_of_requests(seed);
    EXPECT_EQ(trace, trace_of_requests(seed));
    traces.insert(trace);
  }
  EXPECT_GT(traces.size(), 2u);
}

// Senders, receivers, time limits and a cancellation in every order that a seed can choose: each
// item that was sent is received by somebody or still there.
Task<void> produce(Sender<int> to, int* sent) {
  for (int i = 0; i < 5; ++i) {
    const Result<void> done = co_await with_timeout(to.send(i), std::chrono::milliseconds(3));
    if (done) ++*sent;
    co_await sleep_for(std::chrono::milliseconds(1));
  }
}
Task<void> consume(Receiver<int> from, int* received) {
  bool goes_on = true;
  while (goes_on) {
    const Result<int> item = co_await with_timeout(from.receive(), std::chrono::milliseconds(1));
    if (item) ++*received;
    goes_on = item || item.error().code == ErrorCode::kDeadlineExceeded;
    co_await sleep_for(std::chrono::milliseconds(1));
  }
}

TEST(LocalChannel, LosesAndInventsNothingInWhateverOrderThingsRun) {
  const auto failing = Seeds(300).first_failing([](std::uint64_t seed) {
    DeterministicLoop loop(seed);
    auto [sender, receiver] = make_channel<int>(2, "numbers");
    int sent = 0;
    int received = 0;
    for (int i = 0; i < 4; ++i) loop.spawn(produce(sender, &sent));
    auto victim = loop.spawn(consume(receiver, &received));
    for (int i = 0; i < 2; ++i) loop.spawn(consume(receiver, &received));
    { const Sender<int> last = std::move(sender); }
    loop.advance(std::chrono::milliseconds(3));
    victim.cancel();
    loop.advance(std::chrono::seconds(1));
    return loop.is_done() && sent == received;
  });
  EXPECT_EQ(failing, std::nullopt);
}

}  // namespace
}  // namespace ripple
