// Limits that are set and cancelled, and sleeps that really pass.
//
// "timeout": what is awaited comes in the next turn of the same loop, long before its limit of an
// hour. Asio does it twice: by its operator ||, as one writes it, and with a timer by hand, as one
// writes it when every nanosecond counts.
//
// "sleep": so many coroutines sleep for a microsecond, again and again. Its time is what the
// processor did, and what passed for the whole of it.
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "asio_run.hpp"
#include "loop_thread.hpp"
#include "measure.hpp"
#include "pair.hpp"
#include "ripple/timeout.hpp"
#include "ripple/waiter.hpp"

namespace ripple {
namespace {

constexpr int kLimits = 10'000;
constexpr int kSleeps = 2'000;
constexpr std::chrono::microseconds kSleep(1);

/// Goes on when everything that is ready now has run.
class Turn final : public Waiter {
 public:
  Turn() : Waiter("its turn") {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    Loop& loop = *Loop::current();
    loop.wait(*this, coroutine);
    loop.make_ready(*this);
  }
  void await_resume() const {}
};

Task<void> limit_turns() {
  for (int i = 0; i < kLimits; ++i) {
    const auto in_time = co_await with_timeout(Turn(), std::chrono::hours(1));
    if (!in_time) co_return;
  }
}
void timeout_ripple(benchmark::State& state) {
  LoopThread thread;
  Measure measure(state);
  for (auto _ : state) thread.run(limit_turns);
  measure.items(kLimits);
}

asio::awaitable<void> asio_limit_turns() {
  using asio::experimental::awaitable_operators::operator||;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor);
  for (int i = 0; i < kLimits; ++i) {
    limit.expires_after(std::chrono::hours(1));
    co_await (asio::post(executor, asio::use_awaitable) || limit.async_wait(asio::use_awaitable));
  }
}
void timeout_asio(benchmark::State& state) {
  AsioRun run;
  Measure measure(state);
  for (auto _ : state) run.run(asio_limit_turns());
  measure.items(kLimits);
}

asio::awaitable<void> asio_limit_turns_by_hand() {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor);
  for (int i = 0; i < kLimits; ++i) {
    limit.expires_after(std::chrono::hours(1));
    limit.async_wait([](const boost::system::error_code&) {});
    co_await asio::post(executor, asio::use_awaitable);
    limit.cancel();
  }
}
void timeout_by_hand_asio(benchmark::State& state) {
  AsioRun run;
  Measure measure(state);
  for (auto _ : state) run.run(asio_limit_turns_by_hand());
  measure.items(kLimits);
}

Task<void> sleep_often(std::int64_t times) {
  for (std::int64_t i = 0; i < times; ++i) co_await sleep_for(kSleep);
}
Task<void> sleep_all(LoopThread* thread, std::int64_t sleepers) {
  std::vector<JoinHandle<void>> handles;
  for (std::int64_t i = 0; i < sleepers; ++i) {
    handles.push_back(thread->spawn(sleep_often(kSleeps / sleepers), "sleeper"));
  }
  for (auto& handle : handles) static_cast<void>(co_await handle);
}
void sleep_ripple(benchmark::State& state) {
  LoopThread thread;
  Measure measure(state);
  for (auto _ : state) thread.run([&] { return sleep_all(&thread, state.range(0)); });
  measure.items(kSleeps);
}

asio::awaitable<void> asio_sleep_often(std::int64_t times) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (std::int64_t i = 0; i < times; ++i) {
    timer.expires_after(kSleep);
    co_await timer.async_wait(asio::use_awaitable);
  }
}
asio::awaitable<void> asio_sleep_all(std::int64_t sleepers) {
  const auto executor = co_await asio::this_coro::executor;
  std::int64_t left = sleepers;
  asio::steady_timer all(executor, std::chrono::steady_clock::time_point::max());
  for (std::int64_t i = 0; i < sleepers; ++i) {
    asio::co_spawn(executor, asio_sleep_often(kSleeps / sleepers), [&](const std::exception_ptr&) {
      if (--left == 0) all.cancel();
    });
  }
  boost::system::error_code cancelled;
  co_await all.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}
void sleep_asio(benchmark::State& state) {
  AsioRun run;
  Measure measure(state);
  for (auto _ : state) run.run(asio_sleep_all(state.range(0)));
  measure.items(kSleeps);
}

RIPPLE_BENCH_PAIR("timeout, ||", timeout_ripple, timeout_asio);
RIPPLE_BENCH_PAIR("timeout, by hand", timeout_ripple, timeout_by_hand_asio);
RIPPLE_BENCH_PAIR("sleep, sleepers", sleep_ripple, sleep_asio, ->Arg(1)->Arg(100));

}  // namespace
}  // namespace ripple
