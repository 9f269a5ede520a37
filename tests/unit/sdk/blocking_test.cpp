#include "ripple/blocking.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::Host;

constexpr const char* kId = "ripple:channel:device:acme";

// A gate that a thread waits at until the test opens it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

TEST(Blocking, RunsOnAnotherThreadAndBringsTheResultBack) {
  RawHost host;
  std::atomic<bool> elsewhere = false;
  std::atomic<bool> back = false;
  const Entry made = entry(kId).channel([&](Node node) -> Task<void> {
    const auto here = std::this_thread::get_id();
    const auto there = co_await node.blocking([] { return std::this_thread::get_id(); });
    elsewhere = there && *there != here;
    back = std::this_thread::get_id() == here;
    node.report_interrupted("done");
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_TRUE(elsewhere);
  EXPECT_TRUE(back);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(Blocking, LetsTheChannelServeOthersMeanwhile) {
  RawHost host;
  Gate gate;
  const Entry made = entry(kId).provides<DeviceInfo>().channel([&](Node node) {
    return serve<DeviceInfo>(node, overloaded{
                                       [&gate, node](DeviceInfo::Make& c) -> Task<void> {
                                         const auto done =
                                             co_await node.blocking([&gate] { gate.pass(); });
                                         c.reply(done ? "slow" : "failed");
                                       },
                                       [](DeviceInfo::Model& c) { c.reply("quick"); },
                                       [](auto& c) { c.reply_unsupported(); },
                                   });
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_EQ(channel.request(1, "device_info", "device.make"), RIPPLE_OK);
  ASSERT_EQ(channel.request(2, "device_info", "device.model"), RIPPLE_OK);
  ASSERT_TRUE(host.await_answer(2));
  gate.open();
  const auto slow = host.await_answer(1);
  ASSERT_TRUE(slow);
  EXPECT_EQ(slow->payload(), "\"slow\"");
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(Blocking, ThrowsWhereItIsAwaitedWhatTheFunctionThrew) {
  RawHost host;
  const Entry made = entry(kId).channel([](Node node) -> Task<void> {
    const auto failing = []() -> int { throw std::runtime_error("disk gone"); };
    const auto done = co_await node.blocking(failing);
    static_cast<void>(done);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  const auto status = host.await_status(RIPPLE_STATUS_ERROR);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->payload(), R"({"message":"disk gone"})");
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(Blocking, IsRefusedWhenTooManyWaitForAThread) {
  RawHost host;
  Gate gate;
  std::atomic<int> refused = 0;
  const Entry made = entry(kId).channel([&](Node node) -> Task<void> {
    const auto block = [](Node own, Gate* closed, std::atomic<int>* count) -> Task<void> {
      const auto done = co_await own.blocking([closed] { closed->pass(); });
      if (!done && done.error().code == ErrorCode::kOverloaded) ++*count;
    };
    for (std::size_t i = 0; i < HelperThreads::kLimit + HelperThreads::kThreads + 10; ++i) {
      node.spawn(block(node, &gate, &refused));
    }
    co_await node.sleep_for(std::chrono::milliseconds(1));
    node.report_interrupted("asked");
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_GE(refused, 10);
  gate.open();
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(Blocking, IsWaitedForByTheChannelsStopButNotByItsCoroutine) {
  RawHost host;
  Gate begun;
  Gate gate;
  std::atomic<bool> cancelled = false;
  std::atomic<bool> ran = false;
  const Entry made = entry(kId).channel([&](Node node) -> Task<void> {
    const auto done = co_await node.blocking([&] {
      begun.open();
      gate.pass();
      ran = true;
    });
    cancelled = !done && done.error().code == ErrorCode::kCancelled;
    gate.open();
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  begun.pass();
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  EXPECT_TRUE(cancelled);
  EXPECT_TRUE(ran);
}

TEST(Blocking, RunsInTheTestsOwnThreadUnderTheTestHost) {
  Host host;
  bool same = false;
  ASSERT_TRUE(host.load(entry(kId).channel([&same](Node node) -> Task<void> {
    const auto here = std::this_thread::get_id();
    const auto there = co_await node.blocking([] { return std::this_thread::get_id(); });
    same = there && *there == here;
  })));
  EXPECT_TRUE(same);
}

Json::Value busy_limit(int milliseconds) {
  Json::Value config(Json::objectValue);
  config["busy_limit_ms"] = Json::Value::UInt(static_cast<unsigned>(milliseconds));
  return config;
}

TEST(BusyLimit, NamesTheMethodWhoseHandlerKeptTheChannelBusyOncePerOccurrence) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([&host](Node node) {
    return serve<DeviceInfo>(node, overloaded{
                                       [&host](DeviceInfo::Make& c) {
                                         host.pass_time(std::chrono::milliseconds(150));
                                         c.reply("Acme");
                                       },
                                       [](auto& c) { c.reply_unsupported(); },
                                   });
  }),
                        busy_limit(100)));
  ASSERT_TRUE(host.call(DeviceInfo::make{}));
  ASSERT_EQ(host.logs().size(), 1u);
  EXPECT_TRUE(host.has_logged("device.make kept the channel busy for 150 ms"));
  static_cast<void>(host.call(DeviceInfo::model{}));
  EXPECT_EQ(host.logs().size(), 1u);
  ASSERT_TRUE(host.call(DeviceInfo::make{}));
  EXPECT_EQ(host.logs().size(), 2u);
}

TEST(BusyLimit, NamesTheTaskOfAHandlerThatWaits) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([&host](Node node) {
    return serve<DeviceInfo>(node, overloaded{
                                       [&host, node](DeviceInfo::Make& c) -> Task<void> {
                                         co_await node.sleep_for(std::chrono::seconds(1));
                                         host.pass_time(std::chrono::milliseconds(150));
                                         c.reply("Acme");
                                       },
                                       [](auto& c) { c.reply_unsupported(); },
                                   });
  }),
                        busy_limit(100)));
  const auto answer = host.start_call(DeviceInfo::make{});
  host.advance(std::chrono::seconds(1));
  EXPECT_TRUE(answer.has_come());
  EXPECT_TRUE(host.has_logged("device.make kept the channel busy"));
}

TEST(BusyLimit, SaysNothingOfATaskThatWaitsForLong) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).channel([](Node node) -> Task<void> {
    co_await node.sleep_for(std::chrono::hours(1));
  }),
                        busy_limit(100)));
  host.advance(std::chrono::hours(1));
  EXPECT_TRUE(host.logs().empty());
}

TEST(BusyLimit, IsOnByDefaultInDebugBuildsOnly) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).channel([&host](Node node) -> Task<void> {
    co_await node.sleep_for(std::chrono::seconds(1));
    host.pass_time(std::chrono::milliseconds(150));
  })));
  host.advance(std::chrono::seconds(1));
#ifdef NDEBUG
  EXPECT_TRUE(host.logs().empty());
#else
  EXPECT_TRUE(host.has_logged("the main task kept the channel busy"));
#endif
}

}  // namespace
}  // namespace ripple
