// Senders, receivers, time limits and stops race, within a channel and from other threads.
//
// RIPPLE_STRESS_SECONDS says for how long; 2 by default.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"

namespace ripple {
namespace {

using std::chrono::microseconds;

std::chrono::steady_clock::time_point end_of_stress() {
  const char* const text = std::getenv("RIPPLE_STRESS_SECONDS");
  return std::chrono::steady_clock::now() +
         std::chrono::seconds(text == nullptr ? 2 : std::max(1, std::atoi(text)));
}

// What has become of the items of one round.
struct Count {
  std::atomic<long> sent = 0;
  std::atomic<long> received = 0;
  std::atomic<bool> is_refusing = false;
};

Task<void> send_some(Sender<int> to, Count* count) {
  for (int i = 0; i < 200; ++i) {
    const Result<void> done = co_await with_timeout(to.send(i), microseconds(50));
    if (done) ++count->sent;
  }
}

Task<void> receive_all(Receiver<int> from, Count* count) {
  bool goes_on = true;
  while (goes_on) {
    const Result<int> item = co_await with_timeout(from.receive(), microseconds(20));
    if (item) ++count->received;
    goes_on = item || item.error().code == ErrorCode::kDeadlineExceeded;
  }
}

struct Shared {
  Count count;
  std::mutex mutex;
  std::optional<RemoteSender<int>> remote;
};

Task<void> run_round(Node node, Shared* shared) {
  auto [sender, receiver] = make_channel<int>(8, "numbers");
  {
    const std::lock_guard lock(shared->mutex);
    shared->remote.emplace(sender.remote());
  }
  node.report_interrupted("remote");
  std::vector<JoinHandle<void>> tasks;
  for (int i = 0; i < 3; ++i) {
    tasks.push_back(node.spawn(send_some(sender, &shared->count), "sender"));
    tasks.push_back(node.spawn(receive_all(receiver, &shared->count), "receiver"));
  }
  { const Sender<int> last = std::move(sender); }
  { const Receiver<int> last = std::move(receiver); }
  for (JoinHandle<void>& task : tasks) {
    const auto done = co_await task;
    static_cast<void>(done);
  }
  node.report_interrupted("done");
}

// One round: with `stop_early` the channel is stopped while everything is under way.
void race(bool stop_early) {
  constexpr int kThreads = 3;
  constexpr int kEach = 300;
  RawHost host;
  Shared shared;
  const Entry made = entry("ripple:channel:device:acme").channel([&shared](Node node) {
    return run_round(std::move(node), &shared);
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  std::optional<RemoteSender<int>> remote;
  {
    const std::lock_guard lock(shared.mutex);
    remote.swap(shared.remote);
  }
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  std::atomic<long> cancelled = 0;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([own = *remote, &shared, &cancelled] {
      int done = 0;
      while (done < kEach) {
        const auto sent = own.try_send(done);
        if (sent) {
          ++shared.count.sent;
        } else if (sent.error().code == ErrorCode::kCancelled) {
          ++cancelled;
        } else {
          std::this_thread::yield();
          continue;
        }
        ++done;
      }
    });
  }
  remote.reset();
  if (stop_early) channel.stop();
  for (std::thread& thread : threads) thread.join();
  if (!stop_early) {
    ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
    EXPECT_EQ(shared.count.sent, shared.count.received);
    EXPECT_EQ(cancelled, 0);
    channel.stop();
  }
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  channel.destroy();
  EXPECT_LE(shared.count.received, shared.count.sent);
}

TEST(ChannelStress, LosesAndInventsNothingWhileEverythingRaces) {
  const auto end = end_of_stress();
  int rounds = 0;
  while (!HasFailure() && (rounds < 4 || std::chrono::steady_clock::now() < end)) {
    race(rounds++ % 2 == 1);
  }
}

TEST(RemoteSender, IsRefusedAtTheLimitAndAfterTheEnd) {
  RawHost host;
  std::optional<RemoteSender<int>> remote;
  const Entry made =
      entry("ripple:channel:device:acme").channel([&remote](Node node) -> Task<void> {
        auto [sender, receiver] = make_channel<int>(2, "numbers");
        remote.emplace(sender.remote());
        EXPECT_TRUE(sender.try_send(0));
        EXPECT_TRUE(remote->try_send(1));
        const auto refused = remote->try_send(2);
        EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
        EXPECT_NE(refused.error().message.find("numbers"), std::string::npos);
        EXPECT_FALSE(sender.try_send(2));
        auto stream = receiver.stream();
        for (int i = 0; i < 2; ++i) {
          const auto item = co_await stream.next();
          EXPECT_EQ(item->value(), i);
        }
        EXPECT_TRUE(remote->fail({ErrorCode::kServiceFailure, "no", {}}));
        const auto failure = co_await stream.next();
        EXPECT_EQ(failure->error().code, ErrorCode::kServiceFailure);
        node.report_interrupted("done");
      });
  {
    RawChannel channel(host, made);
    ASSERT_EQ(channel.start(), RIPPLE_OK);
    ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
    channel.stop();
    ASSERT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  }
  EXPECT_EQ(remote->try_send(3).error().code, ErrorCode::kCancelled);
}

TEST(RemoteSender, KeepsTheChannelOpenUntilTheLastCopyHasGone) {
  RawHost host;
  std::atomic<int> sum = 0;
  const Entry made = entry("ripple:channel:device:acme").channel([&sum](Node node) -> Task<void> {
    auto [sender, receiver] = make_channel<int>(64, "numbers");
    std::thread thread([own = sender.remote()] {
      for (int i = 1; i <= 10; ++i) EXPECT_TRUE(own.try_send(i));
    });
    { const Sender<int> last = std::move(sender); }
    auto stream = receiver.stream();
    while (auto item = co_await stream.next()) sum += item->value();
    thread.join();
    node.report_interrupted("done");
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_TRUE(host.await_status(RIPPLE_STATUS_INTERRUPTED));
  EXPECT_EQ(sum, 55);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

}  // namespace
}  // namespace ripple
