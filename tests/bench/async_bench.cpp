// The SDK's coroutines beside Boost.Asio's awaitables doing the same, in one run.
//
//     ripple-bench-async
//
// Each pair is measured by Google Benchmark; afterwards a table gives the ratios (below 1: the SDK
// is faster) and the heap allocations per item.

#include <benchmark/benchmark.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "ripple/channel.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/task_set.hpp"
#include "ripple/timeout.hpp"

namespace {
std::atomic<std::uint64_t> allocations = 0;
}

// GCC takes the pair for a mistake once it sees through one of them.
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace ripple {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using AsioChannel = asio::experimental::channel<void(boost::system::error_code, int)>;

// A loop as a channel with a thread of its own has it, on an io_context that the bench runs.
class AsioLoop final : public Loop, private Loop::Source, private TaskSet::Observer {
 public:
  AsioLoop() : alarm_(io_), tasks_(*this, *this) { set_source(this); }
  ~AsioLoop() override {
    tasks_.destroy_all();
    set_source(nullptr);
    close_door();
  }

  template <typename T>
  JoinHandle<T> spawn(Task<T> task, std::string name) {
    return tasks_.spawn(std::move(task), std::move(name));
  }

  void run_until_idle() {
    io_.run();
    io_.restart();
  }

  std::int64_t now() const override {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
  }
  bool is_current() const override { return true; }
  void start(Loop::Source&) override {}
  void finish(std::function<void()> last) override { last(); }
  void join() override {}

 protected:
  void request_wake() override {
    asio::post(io_, [this] { run(); });
  }
  void request_alarm(std::int64_t at) override {
    alarm_.expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at)));
    alarm_.async_wait([this](const boost::system::error_code& error) {
      if (!error) run_timers();
    });
  }

 private:
  bool run_one() override { return tasks_.reap(); }
  void on_task_end(const std::string&, std::exception_ptr) override {}
  void on_unjoined_exception(const std::string&, std::exception_ptr) override {}

  asio::io_context io_{1};
  asio::steady_timer alarm_;
  TaskSet tasks_;
};

// Counts what the measured part of a benchmark allocates.
class Allocations {
 public:
  explicit Allocations(benchmark::State& state) : state_(state), before_(allocations) {}
  Allocations(const Allocations&) = delete;
  Allocations& operator=(const Allocations&) = delete;
  void per(std::int64_t items) {
    state_.SetItemsProcessed(items);
    state_.counters["allocs"] = static_cast<double>(allocations - before_) /
                                static_cast<double>(std::max<std::int64_t>(items, 1));
  }

 private:
  benchmark::State& state_;
  std::uint64_t before_;
};

constexpr int kSpawns = 1000;
constexpr int kStream = 1'000'000;
constexpr int kTimers = 1000;

Task<int> one() { co_return 1; }
asio::awaitable<int> asio_one() { co_return 1; }

Task<void> spawn_and_join(AsioLoop* loop, int* sum) {
  for (int i = 0; i < kSpawns; ++i) {
    auto handle = loop->spawn(one(), "one");
    const auto result = co_await handle;
    *sum += *result;
  }
}
void spawn_ripple(benchmark::State& state) {
  AsioLoop loop;
  int sum = 0;
  Allocations count(state);
  for (auto _ : state) {
    loop.spawn(spawn_and_join(&loop, &sum), "main");
    loop.run_until_idle();
  }
  count.per(state.iterations() * kSpawns);
  if (sum != state.iterations() * kSpawns) state.SkipWithError("lost a task");
}

asio::awaitable<void> asio_spawn_and_join(int* sum) {
  const auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < kSpawns; ++i) {
    *sum += co_await asio::co_spawn(executor, asio_one(), use_awaitable);
  }
}
void spawn_asio(benchmark::State& state) {
  asio::io_context io(1);
  int sum = 0;
  Allocations count(state);
  for (auto _ : state) {
    asio::co_spawn(io, asio_spawn_and_join(&sum), asio::detached);
    io.run();
    io.restart();
  }
  count.per(state.iterations() * kSpawns);
}

Task<void> produce(Sender<int> to) {
  for (int i = 0; i < kStream; ++i) {
    const auto sent = co_await to.send(i);
    if (!sent) co_return;
  }
}
Task<void> consume(Receiver<int> from, std::int64_t* sum) {
  auto stream = from.stream();
  while (auto item = co_await stream.next()) *sum += **item;
}
void stream_ripple(benchmark::State& state) {
  AsioLoop loop;
  std::int64_t sum = 0;
  Allocations count(state);
  for (auto _ : state) {
    auto [sender, receiver] = make_channel<int>(static_cast<std::size_t>(state.range(0)), "bench");
    loop.spawn(produce(std::move(sender)), "produce");
    loop.spawn(consume(std::move(receiver), &sum), "consume");
    loop.run_until_idle();
  }
  benchmark::DoNotOptimize(sum);
  count.per(state.iterations() * kStream);
}

asio::awaitable<void> asio_produce(std::shared_ptr<AsioChannel> channel) {
  for (int i = 0; i < kStream; ++i) {
    co_await channel->async_send(boost::system::error_code(), i, use_awaitable);
  }
  channel->close();
}
asio::awaitable<void> asio_consume(std::shared_ptr<AsioChannel> channel, std::int64_t* sum) {
  for (int i = 0; i < kStream; ++i) *sum += co_await channel->async_receive(use_awaitable);
}
void stream_asio(benchmark::State& state) {
  asio::io_context io(1);
  std::int64_t sum = 0;
  Allocations count(state);
  for (auto _ : state) {
    auto channel = std::make_shared<AsioChannel>(io, static_cast<std::size_t>(state.range(0)));
    asio::co_spawn(io, asio_produce(channel), asio::detached);
    asio::co_spawn(io, asio_consume(channel, &sum), asio::detached);
    io.run();
    io.restart();
  }
  benchmark::DoNotOptimize(sum);
  count.per(state.iterations() * kStream);
}

// `range` coroutines wait on one channel; each item wakes one, which waits again.
constexpr int kWakes = 10'000;

Task<void> wait_again(Receiver<int> from, std::int64_t* sum) {
  auto stream = from.stream();
  while (auto item = co_await stream.next()) *sum += **item;
}
Task<void> wake(Sender<int> to) {
  for (int i = 0; i < kWakes; ++i) {
    const auto sent = co_await to.send(1);
    if (!sent) co_return;
  }
}
void waiters_ripple(benchmark::State& state) {
  std::int64_t sum = 0;
  std::uint64_t counted = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto loop = std::make_unique<AsioLoop>();
    auto [sender, receiver] = make_channel<int>(16, "bench");
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      loop->spawn(wait_again(receiver, &sum), "waiter");
    }
    LoopHold hold(loop->door());
    loop->run_until_idle();
    const std::uint64_t before = allocations;
    state.ResumeTiming();
    loop->spawn(wake(sender), "waker");
    loop->run_until_idle();
    state.PauseTiming();
    counted += allocations - before;
    loop.reset();
    hold = LoopHold();
    state.ResumeTiming();
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations() * kWakes);
  state.counters["allocs"] =
      static_cast<double>(counted) / static_cast<double>(state.iterations() * kWakes);
}

asio::awaitable<void> asio_wait_again(std::shared_ptr<AsioChannel> channel, std::int64_t* sum) {
  for (;;) *sum += co_await channel->async_receive(use_awaitable);
}
asio::awaitable<void> asio_wake(std::shared_ptr<AsioChannel> channel) {
  for (int i = 0; i < kWakes; ++i) {
    co_await channel->async_send(boost::system::error_code(), 1, use_awaitable);
  }
}
void waiters_asio(benchmark::State& state) {
  std::int64_t sum = 0;
  std::uint64_t counted = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto io = std::make_unique<asio::io_context>(1);
    auto channel = std::make_shared<AsioChannel>(*io, 16);
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      asio::co_spawn(*io, asio_wait_again(channel, &sum), asio::detached);
    }
    io->poll();
    const std::uint64_t before = allocations;
    state.ResumeTiming();
    asio::co_spawn(*io, asio_wake(channel), asio::detached);
    io->poll();
    state.PauseTiming();
    counted += allocations - before;
    channel->close();
    channel.reset();
    io.reset();
    state.ResumeTiming();
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations() * kWakes);
  state.counters["allocs"] =
      static_cast<double>(counted) / static_cast<double>(state.iterations() * kWakes);
}

// What is awaited is not there at once, so that the timer is really set.
Task<int> yielding() {
  co_await sleep_for(std::chrono::nanoseconds(0));
  co_return 1;
}
Task<void> limit_yielding() {
  for (int i = 0; i < kTimers; ++i) {
    const Result<int> item = co_await with_timeout(yielding(), std::chrono::hours(1));
    if (!item) co_return;
  }
}
void timeout_ripple(benchmark::State& state) {
  AsioLoop loop;
  Allocations count(state);
  for (auto _ : state) {
    loop.spawn(limit_yielding(), "limit");
    loop.run_until_idle();
  }
  count.per(state.iterations() * kTimers);
}

asio::awaitable<void> asio_limit() {
  asio::steady_timer limit(co_await asio::this_coro::executor);
  asio::steady_timer work(co_await asio::this_coro::executor);
  for (int i = 0; i < kTimers; ++i) {
    limit.expires_after(std::chrono::hours(1));
    limit.async_wait([](const boost::system::error_code&) {});
    work.expires_after(std::chrono::nanoseconds(0));
    co_await work.async_wait(use_awaitable);
    limit.cancel();
  }
}
void timeout_asio(benchmark::State& state) {
  asio::io_context io(1);
  Allocations count(state);
  for (auto _ : state) {
    asio::co_spawn(io, asio_limit(), asio::detached);
    io.run();
    io.restart();
  }
  count.per(state.iterations() * kTimers);
}

Task<void> sleep_often() {
  for (int i = 0; i < kTimers; ++i) co_await sleep_for(std::chrono::nanoseconds(0));
}
void sleep_ripple(benchmark::State& state) {
  AsioLoop loop;
  Allocations count(state);
  for (auto _ : state) {
    loop.spawn(sleep_often(), "sleep");
    loop.run_until_idle();
  }
  count.per(state.iterations() * kTimers);
}
asio::awaitable<void> asio_sleep_often() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < kTimers; ++i) {
    timer.expires_after(std::chrono::nanoseconds(0));
    co_await timer.async_wait(use_awaitable);
  }
}
void sleep_asio(benchmark::State& state) {
  asio::io_context io(1);
  Allocations count(state);
  for (auto _ : state) {
    asio::co_spawn(io, asio_sleep_often(), asio::detached);
    io.run();
    io.restart();
  }
  count.per(state.iterations() * kTimers);
}

BENCHMARK(spawn_ripple);
BENCHMARK(spawn_asio);
BENCHMARK(stream_ripple)->Arg(1)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK(stream_asio)->Arg(1)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK(waiters_ripple)->Arg(1)->Arg(100)->Arg(1000)->Arg(10'000);
BENCHMARK(waiters_asio)->Arg(1)->Arg(100)->Arg(1000)->Arg(10'000);
BENCHMARK(timeout_ripple);
BENCHMARK(timeout_asio);
BENCHMARK(sleep_ripple);
BENCHMARK(sleep_asio);

// Keeps the cost and the allocations per item of each benchmark for the table.
class TableReporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.error_occurred) continue;
      costs_[run.benchmark_name()] = {1e9 / run.counters.at("items_per_second").value,
                                      run.counters.at("allocs").value};
    }
  }

  void print_table() const {
    std::printf("\n%-16s %12s %12s %7s %14s %14s\n", "per item", "ripple ns", "asio ns", "ratio",
                "ripple allocs", "asio allocs");
    for (const auto& [name, ripple_cost] : costs_) {
      const std::size_t place = name.find("_ripple");
      if (place == std::string::npos) continue;
      std::string other = name;
      other.replace(place, 7, "_asio");
      const auto asio_cost = costs_.find(other);
      if (asio_cost == costs_.end()) continue;
      std::string title = name;
      title.erase(place, 7);
      std::printf("%-16s %12.1f %12.1f %7.2f %14.4f %14.4f\n", title.c_str(), ripple_cost.first,
                  asio_cost->second.first, ripple_cost.first / asio_cost->second.first,
                  ripple_cost.second, asio_cost->second.second);
    }
  }

 private:
  std::map<std::string, std::pair<double, double>> costs_;
};

}  // namespace
}  // namespace ripple

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  ripple::TableReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print_table();
}
