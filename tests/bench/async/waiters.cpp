// So many coroutines wait on one channel; each item wakes one, which waits again.
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "asio_run.hpp"
#include "loop_thread.hpp"
#include "measure.hpp"
#include "pair.hpp"
#include "ripple/channel.hpp"

namespace ripple {
namespace {

constexpr int kWakes = 20'000;

Task<void> wait_again(Receiver<int> from, std::int64_t* sum) {
  auto items = from.stream();
  while (auto item = co_await items.next()) *sum += **item;
}
Task<Sender<int>> begin_waiting(LoopThread* thread, std::int64_t count, std::int64_t* sum) {
  auto [to, from] = make_channel<int>(16, "bench");
  for (std::int64_t i = 0; i < count; ++i) thread->spawn(wait_again(from, sum), "waiter");
  co_return to;
}
Task<void> wake(Sender<int>* to) {
  for (int i = 0; i < kWakes; ++i) {
    const auto sent = co_await to->send(1);
    if (!sent) co_return;
  }
}
void waiters_ripple(benchmark::State& state) {
  LoopThread thread;
  std::int64_t sum = 0;
  std::optional<Sender<int>> sender;
  const auto begin = [&]() -> Task<void> {
    sender.emplace(co_await begin_waiting(&thread, state.range(0), &sum));
  };
  const auto end = [&]() -> Task<void> {
    sender.reset();
    co_return;
  };
  thread.run(begin);
  thread.run([&] { return wake(&*sender); });
  Measure measure(state);
  for (auto _ : state) thread.run([&] { return wake(&*sender); });
  measure.items(kWakes);
  thread.run(end);
  benchmark::DoNotOptimize(sum);
}

asio::awaitable<void> asio_wait_again(std::shared_ptr<AsioChannel> channel, std::int64_t* sum) {
  for (;;) *sum += co_await channel->async_receive(asio::use_awaitable);
}
asio::awaitable<void> asio_wake(std::shared_ptr<AsioChannel> channel) {
  for (int i = 0; i < kWakes; ++i) {
    co_await channel->async_send(boost::system::error_code(), 1, asio::use_awaitable);
  }
}
void waiters_asio(benchmark::State& state) {
  AsioRun run;
  std::int64_t sum = 0;
  auto channel = std::make_shared<AsioChannel>(run.io(), 16);
  for (std::int64_t i = 0; i < state.range(0); ++i) run.spawn(asio_wait_again(channel, &sum));
  run.poll();
  run.run(asio_wake(channel));
  Measure measure(state);
  for (auto _ : state) run.run(asio_wake(channel));
  measure.items(kWakes);
  channel->close();
  run.poll();
  benchmark::DoNotOptimize(sum);
}

RIPPLE_BENCH_PAIR("waiters", waiters_ripple,
                  waiters_asio, ->Arg(1)->Arg(100)->Arg(1000)->Arg(10'000)->Arg(100'000));

}  // namespace
}  // namespace ripple
