// A number goes to and fro; an item is one there and back.
//
// "inline": two coroutines on one loop, with a channel for each direction. "threads": one loop on
// each of two threads, and senders for other threads. "threads, limit": the same, and each wait for
// an answer has a limit of an hour, so that a loop goes to sleep with a timer that is then
// cancelled.
#include <chrono>
#include <optional>
#include <utility>

#include "asio_ping_pong.hpp"
#include "loop_thread.hpp"
#include "measure.hpp"
#include "pair.hpp"
#include "ripple/channel.hpp"
#include "ripple/timeout.hpp"

namespace ripple {
namespace {

Task<void> ping(Sender<int> to, Receiver<int> from) {
  for (int i = 0; i < kRounds; ++i) {
    const auto sent = co_await to.send(i);
    if (!sent) co_return;
    const auto answer = co_await from.receive();
    if (!answer) co_return;
  }
}
Task<void> pong(Receiver<int> from, Sender<int> to) {
  auto items = from.stream();
  while (auto item = co_await items.next()) {
    const auto sent = co_await to.send(**item);
    if (!sent) co_return;
  }
}
void inline_ripple(benchmark::State& state) {
  LoopThread thread;
  Measure measure(state);
  for (auto _ : state) {
    thread.run([&] {
      auto [to_pong, from_ping] = make_channel<int>(1, "ping");
      auto [to_ping, from_pong] = make_channel<int>(1, "pong");
      thread.spawn(pong(std::move(from_ping), std::move(to_ping)), "pong");
      return ping(std::move(to_pong), std::move(from_pong));
    });
  }
  measure.items(kRounds);
}

/// A loop with a thread, and the channel by which others reach it.
struct Side {
  Side() {
    thread.run([this]() -> Task<void> {
      auto [to, from] = make_channel<int>(1, "bench");
      inbox.emplace(std::move(from));
      door.emplace(to.remote());
      co_return;
    });
  }
  std::optional<Receiver<int>> inbox;
  std::optional<RemoteSender<int>> door;
  LoopThread thread;
};

Task<void> ping_remote(RemoteSender<int> to, Receiver<int> from) {
  for (int i = 0; i < kRounds; ++i) {
    const auto sent = to.try_send(i);
    if (!sent) co_return;
    const auto answer = co_await from.receive();
    if (!answer) co_return;
  }
}
Task<void> ping_remote_with_limit(RemoteSender<int> to, Receiver<int> from) {
  for (int i = 0; i < kRounds; ++i) {
    const auto sent = to.try_send(i);
    if (!sent) co_return;
    const Result<int> answer = co_await with_timeout(from.receive(), std::chrono::hours(1));
    if (!answer) co_return;
  }
}
Task<void> pong_remote(Receiver<int> from, RemoteSender<int> to) {
  auto items = from.stream();
  while (auto item = co_await items.next()) {
    const auto sent = to.try_send(**item);
    if (!sent) co_return;
  }
}
using PingRemote = Task<void>(RemoteSender<int>, Receiver<int>);
void play_between_threads(benchmark::State& state, PingRemote* play) {
  Side one;
  Side other;
  other.thread.run([&]() -> Task<void> {
    other.thread.spawn(pong_remote(*std::exchange(other.inbox, {}), *one.door), "pong");
    co_return;
  });
  Measure measure(state);
  for (auto _ : state) one.thread.run([&] { return play(*other.door, *one.inbox); });
  measure.items(kRounds);
  one.thread.run([&]() -> Task<void> {
    one.inbox.reset();
    co_return;
  });
}

void threads_ripple(benchmark::State& state) { play_between_threads(state, ping_remote); }
void limit_ripple(benchmark::State& state) { play_between_threads(state, ping_remote_with_limit); }

RIPPLE_BENCH_PAIR("ping-pong, inline", inline_ripple, ping_pong_inline_asio);
RIPPLE_BENCH_PAIR("ping-pong, threads", threads_ripple, ping_pong_threads_asio);
RIPPLE_BENCH_PAIR("ping-pong, threads, limit", limit_ripple, ping_pong_limit_asio);

}  // namespace
}  // namespace ripple
