// Channels with a thread of their own.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;

constexpr const char* kId = "ripple:channel:device:acme";

Entry acme() {
  return entry(kId).provides<DeviceInfo>().channel([](Node node) {
    return serve<DeviceInfo>(node, overloaded{
                                       [](DeviceInfo::Make& c) { c.reply("Acme"); },
                                       [](auto& c) { c.reply_unsupported(); },
                                   });
  });
}

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

TEST(ThreadedChannel, ServesOnItsOwnThreadUntilItIsStopped) {
  RawHost host;
  const Entry made = acme();
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_READY));
  for (std::uint64_t id = 1; id <= 200; ++id) {
    ASSERT_EQ(channel.request(id, "device_info", "device.make"), RIPPLE_OK);
    const auto answer = host.await_answer(id);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->payload(), "\"Acme\"");
  }
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  EXPECT_EQ(channel.request(999, "device_info", "device.make"), RIPPLE_CLOSED);
}

TEST(ThreadedChannel, AnswersEveryRequestOfABurstThatItTook) {
  RawHost host;
  const Entry made = acme();
  RawChannel channel(host, made, 1000);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  std::vector<std::uint64_t> taken;
  for (std::uint64_t id = 1; id <= 5000; ++id) {
    const std::int32_t result = channel.request(id, "device_info", "device.make");
    if (result == RIPPLE_OK)
      taken.push_back(id);
    else
      EXPECT_EQ(result, RIPPLE_FULL);
  }
  for (const std::uint64_t id : taken) EXPECT_TRUE(host.await_answer(id));
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(ThreadedChannel, IsFullWhenItsThreadIsBusyAndRefusesNothingElse) {
  RawHost host;
  Gate gate;
  Gate busy;
  const Entry made = entry(kId).provides<DeviceInfo>().channel([&](Node node) {
    return serve<DeviceInfo>(node, [&](auto& c) {
      busy.open();
      gate.pass();
      c.reply_raw("1");
    });
  });
  RawChannel channel(host, made, 2);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_EQ(channel.request(1, "device_info", "device.make"), RIPPLE_OK);
  busy.pass();
  EXPECT_EQ(channel.request(2, "device_info", "device.make"), RIPPLE_OK);
  EXPECT_EQ(channel.request(3, "device_info", "device.make"), RIPPLE_OK);
  EXPECT_EQ(channel.request(4, "device_info", "device.make"), RIPPLE_FULL);
  Message cancel(RIPPLE_CANCEL);
  cancel.header().id = 3;
  EXPECT_EQ(channel.deliver(std::move(cancel)), RIPPLE_OK);
  gate.open();
  EXPECT_TRUE(host.await_answer(1));
  EXPECT_TRUE(host.await_answer(2));
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(ThreadedChannel, ReportsWhatItsTaskThrew) {
  RawHost host;
  const Entry made = entry(kId).channel([](const Node&) -> Task<void> {
    throw std::runtime_error("no licence");
    co_return;
  });
  RawChannel channel(host, made);
  EXPECT_EQ(channel.start(), RIPPLE_OK);
  const auto status = host.await_status(RIPPLE_STATUS_ERROR);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->payload(), R"({"message":"no licence"})");
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(ThreadedChannel, SleepsAndMissesDeadlinesInRealTime) {
  RawHost host;
  std::atomic<bool> slept = false;
  std::atomic<bool> too_late = false;
  const Entry made = entry(kId).uses<DeviceInfo>().channel([&](const Node& node) {
    return [](Node own, std::atomic<bool>* rest, std::atomic<bool>* late) -> Task<void> {
      *rest = co_await own.sleep_for(std::chrono::microseconds(100));
      const auto name =
          co_await own.call(DeviceInfo::name{}, {.timeout = std::chrono::milliseconds(1)});
      *late = !name && name.error().code == ErrorCode::kDeadlineExceeded;
      own.report_interrupted("done");
    }(node, &slept, &too_late);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_TRUE(slept);
  EXPECT_TRUE(too_late);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(ThreadedChannel, EndsASleepOfHoursWhenItIsStopped) {
  RawHost host;
  std::atomic<bool> slept = true;
  const Entry made = entry(kId).channel([&slept](const Node& node) {
    return [](Node own, std::atomic<bool>* rest) -> Task<void> {
      *rest = co_await own.sleep_for(std::chrono::hours(100));
    }(node, &slept);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_READY));
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  EXPECT_FALSE(slept);
}

TEST(ThreadedChannel, AnswersWhatItHoldsBeforeItReportsStopped) {
  RawHost host;
  const Entry made = entry(kId).provides<DeviceInfo>().channel([](Node node) -> Task<void> {
    auto calls = node.invocations<DeviceInfo>();
    auto first = co_await calls.next();
    co_await node.sleep_for(std::chrono::hours(1));
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  for (std::uint64_t id = 1; id <= 3; ++id) channel.request(id, "device_info", "device.make");
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  for (std::uint64_t id = 1; id <= 3; ++id) {
    const auto answer = host.await_answer(id);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header().code, static_cast<std::int32_t>(ErrorCode::kCancelled));
  }
}

TEST(ThreadedChannel, TakesPostsFromManyThreadsWhileItIsStopped) {
  RawHost host;
  std::optional<Node> kept;
  const Entry made = entry(kId).channel([&kept](const Node& node) {
    kept.emplace(node);
    return [](Node own) -> Task<void> { co_await own.sleep_for(std::chrono::hours(1)); }(node);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_READY));
  std::atomic<int> taken = 0;
  int ran = 0;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) taken += kept->post([&ran] { ++ran; }) ? 1 : 0;
    });
  }
  channel.stop();
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  channel.destroy();
  EXPECT_EQ(ran, taken.load());
  kept.reset();
}

TEST(ThreadedChannel, MayBeDestroyedWithoutEverBeingStarted) {
  RawHost host;
  const Entry made = acme();
  { const RawChannel channel(host, made); }
  SUCCEED();
}

TEST(ThreadedChannel, AnswersAnInvocationThatAnotherThreadDrops) {
  RawHost host;
  const Entry made = entry(kId).provides<DeviceInfo>().channel([](Node node) {
    return serve<DeviceInfo>(
        node, overloaded{
                  [](DeviceInfo::Make& c) { std::thread([dropped = std::move(c)] {}).detach(); },
                  [](auto& c) { c.reply_unsupported(); },
              });
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  for (std::uint64_t id = 1; id <= 20; ++id) {
    ASSERT_EQ(channel.request(id, "device_info", "device.make"), RIPPLE_OK);
    const auto answer = host.await_answer(id);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind(), RIPPLE_ERROR);
  }
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(ThreadedChannel, GivesAsioItsThread) {
  RawHost host;
  std::atomic<bool> same = false;
  const Entry made = entry(kId).channel([&same](const Node& node) {
    return [](Node own, std::atomic<bool>* is_same) -> Task<void> {
      const std::thread::id here = std::this_thread::get_id();
      boost::asio::post(*own.io_context(), [own, is_same, here] {
        *is_same = std::this_thread::get_id() == here;
        own.report_interrupted("done");
      });
      co_await own.sleep_for(std::chrono::hours(1));
    }(node, &same);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_TRUE(same);
  channel.stop();
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

}  // namespace
}  // namespace ripple
