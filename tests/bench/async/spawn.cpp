// Spawn a coroutine that ends at once, and join it.
#include "asio_run.hpp"
#include "loop_thread.hpp"
#include "measure.hpp"
#include "pair.hpp"

namespace ripple {
namespace {

constexpr int kSpawns = 10'000;

Task<int> one() { co_return 1; }
Task<void> spawn_and_join(LoopThread* thread, int* sum) {
  for (int i = 0; i < kSpawns; ++i) {
    auto handle = thread->spawn(one(), "one");
    const auto result = co_await handle;
    *sum += *result;
  }
}
void spawn_ripple(benchmark::State& state) {
  LoopThread thread;
  int sum = 0;
  Measure measure(state);
  for (auto _ : state) thread.run([&] { return spawn_and_join(&thread, &sum); });
  measure.items(kSpawns);
}

asio::awaitable<int> asio_one() { co_return 1; }
asio::awaitable<void> asio_spawn_and_join(int* sum) {
  const auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < kSpawns; ++i) {
    *sum += co_await asio::co_spawn(executor, asio_one(), asio::use_awaitable);
  }
}
void spawn_asio(benchmark::State& state) {
  AsioRun run;
  int sum = 0;
  Measure measure(state);
  for (auto _ : state) run.run(asio_spawn_and_join(&sum));
  measure.items(kSpawns);
}

RIPPLE_BENCH_PAIR("spawn and join", spawn_ripple, spawn_asio);

}  // namespace
}  // namespace ripple
