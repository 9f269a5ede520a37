// A million items through a channel with room for so many.
#include <cstdint>
#include <memory>

#include "asio_run.hpp"
#include "loop_thread.hpp"
#include "measure.hpp"
#include "pair.hpp"
#include "ripple/channel.hpp"

namespace ripple {
namespace {

constexpr int kItems = 1'000'000;

Task<void> produce(Sender<int> to) {
  for (int i = 0; i < kItems; ++i) {
    const auto sent = co_await to.send(i);
    if (!sent) co_return;
  }
}
Task<void> consume(Receiver<int> from, std::int64_t* sum) {
  auto items = from.stream();
  while (auto item = co_await items.next()) *sum += **item;
}
void stream_ripple(benchmark::State& state) {
  LoopThread thread;
  std::int64_t sum = 0;
  Measure measure(state);
  for (auto _ : state) {
    thread.run([&] {
      auto [to, from] = make_channel<int>(static_cast<std::size_t>(state.range(0)), "bench");
      thread.spawn(produce(std::move(to)), "produce");
      return consume(std::move(from), &sum);
    });
  }
  benchmark::DoNotOptimize(sum);
  measure.items(kItems);
}

asio::awaitable<void> asio_produce(std::shared_ptr<AsioChannel> channel) {
  for (int i = 0; i < kItems; ++i) {
    co_await channel->async_send(boost::system::error_code(), i, asio::use_awaitable);
  }
}
asio::awaitable<void> asio_consume(std::shared_ptr<AsioChannel> channel, std::int64_t* sum) {
  for (int i = 0; i < kItems; ++i) *sum += co_await channel->async_receive(asio::use_awaitable);
}
void stream_asio(benchmark::State& state) {
  AsioRun run;
  std::int64_t sum = 0;
  Measure measure(state);
  for (auto _ : state) {
    auto channel =
        std::make_shared<AsioChannel>(run.io(), static_cast<std::size_t>(state.range(0)));
    run.spawn(asio_produce(channel));
    run.run(asio_consume(channel, &sum));
  }
  benchmark::DoNotOptimize(sum);
  measure.items(kItems);
}

RIPPLE_BENCH_PAIR("stream, room for", stream_ripple, stream_asio, ->Arg(1)->Arg(1024));

}  // namespace
}  // namespace ripple
