// A channel whose tasks wait for each other is reported instead of hanging for ever.

#include "ripple/stall.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::DeterministicLoop;
using testing::Host;

constexpr const char* kId = "ripple:channel:device:acme";

Task<ErrorCode> receive(Receiver<int> receiver) {
  const auto item = co_await receiver.receive();
  co_return item ? ErrorCode::kCustom : item.error().code;
}
Task<void> keep(Sender<int> sender, Receiver<int> other) {
  const auto item = co_await other.receive();
  if (item) static_cast<void>(sender.try_send(*item));
}

TEST(Stall, IsReportedOnceWithTheNamesOfTheTasksAndOfTheirWaits) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).channel([](Node node) -> Task<void> {
    auto [to_cook, orders] = make_channel<int>(1, "orders");
    auto [to_waiter, meals] = make_channel<int>(1, "meals");
    node.spawn(keep(std::move(to_cook), std::move(meals)), "waiter");
    auto cook = node.spawn(keep(std::move(to_waiter), std::move(orders)), "cook");
    const auto done = co_await cook;
    static_cast<void>(done);
  })));
  const auto& statuses = host.statuses();
  ASSERT_EQ(statuses.size(), 2u);
  EXPECT_EQ(statuses[1].code, RIPPLE_STATUS_ERROR);
  for (const char* part : {"the task \"waiter\" waits for an item of the channel \"meals\"",
                           "the task \"cook\" waits for an item of the channel \"orders\"",
                           "the main task waits for the end of the task \"cook\""}) {
    EXPECT_NE(statuses[1].message.find(part), std::string::npos) << statuses[1].message;
    EXPECT_TRUE(host.has_logged(part));
  }
}

TEST(Stall, EndsTheWaitsAsCancelled) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto waiting = loop.spawn(receive(receiver));
  loop.run_until_idle();
  ASSERT_EQ(loop.stalls().size(), 1u);
  EXPECT_EQ(*loop.result(waiting), ErrorCode::kCancelled);
}

TEST(Stall, OfATaskThatWaitsOnRegardlessIsReportedOnceAndLeft) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  int rounds = 0;
  const auto stubborn = [](Receiver<int> from, int* count) -> Task<void> {
    bool got = false;
    while (!got) {
      const auto item = co_await from.receive();
      got = item.has_value();
      ++*count;
    }
  };
  loop.spawn(stubborn(receiver, &rounds));
  loop.run_until_idle();
  EXPECT_EQ(loop.stalls().size(), 1u);
  EXPECT_LT(rounds, 100);
  EXPECT_EQ(loop.waits(), 1u);
}

TEST(Stall, IsReportedAgainWhenThereWasLifeInBetween) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto twice = [](Receiver<int> from) -> Task<void> {
    auto item = co_await from.receive();
    co_await sleep_for(std::chrono::seconds(1));
    item = co_await from.receive();
  };
  loop.spawn(twice(receiver));
  loop.advance(std::chrono::seconds(1));
  EXPECT_EQ(loop.stalls().size(), 2u);
}

TEST(Stall, IsNotWhatATimerWillEnd) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto wait = [](Receiver<int> from) -> Task<Result<int>> {
    co_return co_await with_timeout(from.receive(), std::chrono::seconds(1));
  };
  auto result = loop.spawn(wait(receiver));
  loop.advance(std::chrono::seconds(1));
  EXPECT_TRUE(loop.stalls().empty());
  EXPECT_EQ(loop.result(result).error().code, ErrorCode::kDeadlineExceeded);
}

TEST(Stall, IsNotWhatARequestMayStillEnd) {
  Host host;
  int got = 0;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([&got](Node node) -> Task<void> {
    auto [sender, receiver] = make_channel<int>(1, "numbers");
    const auto read = [](Receiver<int> from, int* into) -> Task<void> {
      const auto item = co_await from.receive();
      if (item) *into = *item;
    };
    node.spawn(read(std::move(receiver), &got), "reader");
    const auto answer = [to = &sender](auto& call) {
      static_cast<void>(to->try_send(5));
      call.reply_raw("\"x\"");
    };
    co_await serve<DeviceInfo>(node, answer);
  })));
  EXPECT_FALSE(host.has_status(RIPPLE_STATUS_ERROR));
  EXPECT_TRUE(host.call(DeviceInfo::make{}));
  EXPECT_EQ(got, 5);
}

TEST(Stall, IsNotWhatARemoteSenderMayStillEnd) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  std::optional<RemoteSender<int>> remote;
  const auto begin = [](Sender<int> from, std::optional<RemoteSender<int>>* into) -> Task<void> {
    into->emplace(from.remote());
    co_return;
  };
  loop.spawn(begin(std::move(sender), &remote));
  loop.run_until_idle();
  auto waiting = loop.spawn(receive(receiver));
  loop.run_until_idle();
  EXPECT_TRUE(loop.stalls().empty());
  std::thread([last = std::move(*remote)] { EXPECT_TRUE(last.try_send(1)); }).join();
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(waiting), ErrorCode::kCustom);
}

TEST(Stall, IsFoundWhenTheLastWhoHeldTheLoopLetsGo) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto waiting = loop.spawn(receive(receiver));
  {
    const LoopHold hold(loop.door());
    loop.run_until_idle();
    EXPECT_TRUE(loop.stalls().empty());
  }
  loop.run_until_idle();
  EXPECT_EQ(loop.stalls().size(), 1u);
}

TEST(Stall, IsNotWhatAThreadThatHoldsTheNodeMayStillEnd) {
  Host host;
  std::optional<LoopHold> hold;
  ASSERT_TRUE(host.load(entry(kId).channel([&hold](Node node) -> Task<void> {
    hold.emplace(node.hold());
    auto [sender, receiver] = make_channel<int>(1, "numbers");
    const auto item = co_await receiver.receive();
    static_cast<void>(item);
  })));
  EXPECT_FALSE(host.has_status(RIPPLE_STATUS_ERROR));
  hold.reset();
  host.run_until_idle();
  EXPECT_TRUE(host.has_status(RIPPLE_STATUS_ERROR));
}

TEST(Stall, IsNotAssumedWhileATaskWaitsForSomethingUnknown) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const auto elsewhere = []() -> Task<void> { co_await std::suspend_always(); };
  loop.spawn(elsewhere());
  loop.spawn(receive(receiver));
  loop.run_until_idle();
  EXPECT_TRUE(loop.stalls().empty());
}

TEST(Stall, OfAThreadedChannelIsReported) {
  RawHost host;
  const Entry made = entry(kId).channel([](Node) -> Task<void> {
    auto [sender, receiver] = make_channel<int>(1, "numbers");
    const auto item = co_await receiver.receive();
    static_cast<void>(item);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  const auto status = host.await_status(RIPPLE_STATUS_ERROR);
  ASSERT_TRUE(status);
  EXPECT_NE(status->payload().find("numbers"), std::string_view::npos);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(Stall, IsNotReportedForAChannelThatUsesAsio) {
  RawHost host;
  std::atomic<int> got = 0;
  const Entry made = entry(kId).channel([&got](const Node& node) {
    return [](Node own, std::atomic<int>* into) -> Task<void> {
      auto [sender, receiver] = make_channel<int>(1, "numbers");
      boost::asio::steady_timer timer(*own.io_context(), std::chrono::milliseconds(1));
      timer.async_wait(
          [&to = sender](const boost::system::error_code&) { static_cast<void>(to.try_send(3)); });
      const auto item = co_await receiver.receive();
      if (item) *into = *item;
      own.report_interrupted("done");
    }(node, &got);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_EQ(got, 3);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

}  // namespace
}  // namespace ripple
