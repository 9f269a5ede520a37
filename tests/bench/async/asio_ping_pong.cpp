// Bare Asio's ping-pong: what the SDK's are compared with.
#include "asio_ping_pong.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <thread>

#include "asio_run.hpp"
#include "measure.hpp"

namespace ripple {
namespace {

asio::awaitable<void> asio_ping(std::shared_ptr<AsioChannel> to,
                                std::shared_ptr<AsioChannel> from) {
  for (int i = 0; i < kRounds; ++i) {
    co_await to->async_send(boost::system::error_code(), i, asio::use_awaitable);
    co_await from->async_receive(asio::use_awaitable);
  }
}
asio::awaitable<void> asio_pong(std::shared_ptr<AsioChannel> from,
                                std::shared_ptr<AsioChannel> to) {
  for (int i = 0; i < kRounds; ++i) {
    const int item = co_await from->async_receive(asio::use_awaitable);
    co_await to->async_send(boost::system::error_code(), item, asio::use_awaitable);
  }
}
}  // namespace

void ping_pong_inline_asio(benchmark::State& state) {
  AsioRun run;
  Measure measure(state);
  for (auto _ : state) {
    auto to_pong = std::make_shared<AsioChannel>(run.io(), 1);
    auto to_ping = std::make_shared<AsioChannel>(run.io(), 1);
    run.spawn(asio_pong(to_pong, to_ping));
    run.run(asio_ping(to_pong, to_ping));
  }
  measure.items(kRounds);
}

namespace {

using AsioRemoteChannel =
    asio::experimental::concurrent_channel<void(boost::system::error_code, int)>;

asio::awaitable<void> asio_ping_remote(AsioRemoteChannel* to, AsioRemoteChannel* from) {
  for (int i = 0; i < kRounds; ++i) {
    if (!to->try_send(boost::system::error_code(), i)) co_return;
    co_await from->async_receive(asio::use_awaitable);
  }
}

asio::awaitable<void> asio_ping_remote_with_limit(AsioRemoteChannel* to, AsioRemoteChannel* from) {
  using asio::experimental::awaitable_operators::operator||;
  asio::steady_timer limit(co_await asio::this_coro::executor);
  for (int i = 0; i < kRounds; ++i) {
    if (!to->try_send(boost::system::error_code(), i)) co_return;
    limit.expires_after(std::chrono::hours(1));
    co_await (from->async_receive(asio::use_awaitable) || limit.async_wait(asio::use_awaitable));
  }
}

/// An io_context that runs on a thread of its own.
class AsioThread {
 public:
  AsioThread(const AsioThread&) = delete;
  AsioThread& operator=(const AsioThread&) = delete;
  AsioThread() = default;
  ~AsioThread() { stop(); }

  asio::io_context& io() { return io_; }

  /// Before what its coroutines use is destroyed.
  void stop() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::thread thread_{[this] { io_.run(); }};
};

/// Pong, and what stands between ping and pong.
asio::awaitable<void> pass_on(AsioRemoteChannel* from, AsioRemoteChannel* to) {
  for (;;) {
    const int item = co_await from->async_receive(asio::use_awaitable);
    if (!to->try_send(boost::system::error_code(), item)) co_return;
  }
}

using AsioPing = asio::awaitable<void>(AsioRemoteChannel*, AsioRemoteChannel*);
void play_between_threads(benchmark::State& state, AsioPing* play) {
  AsioRun ping;
  AsioThread pong;
  AsioRemoteChannel to_ping(ping.io(), 1);
  AsioRemoteChannel to_pong(pong.io(), 1);
  asio::co_spawn(pong.io(), pass_on(&to_pong, &to_ping), asio::detached);
  Measure measure(state);
  for (auto _ : state) ping.run(play(&to_pong, &to_ping));
  measure.items(kRounds);
  pong.stop();
}

}  // namespace

void ping_pong_threads_asio(benchmark::State& state) {
  play_between_threads(state, asio_ping_remote);
}
void ping_pong_limit_asio(benchmark::State& state) {
  play_between_threads(state, asio_ping_remote_with_limit);
}

void ping_pong_routed_asio(benchmark::State& state) {
  AsioRun ping;
  AsioThread router;
  AsioThread pong;
  AsioRemoteChannel to_ping(ping.io(), 1);
  AsioRemoteChannel to_router(router.io(), 1);
  AsioRemoteChannel back_to_router(router.io(), 1);
  AsioRemoteChannel to_pong(pong.io(), 1);
  asio::co_spawn(router.io(), pass_on(&to_router, &to_pong), asio::detached);
  asio::co_spawn(pong.io(), pass_on(&to_pong, &back_to_router), asio::detached);
  asio::co_spawn(router.io(), pass_on(&back_to_router, &to_ping), asio::detached);
  Measure measure(state);
  for (auto _ : state) ping.run(asio_ping_remote(&to_router, &to_ping));
  measure.items(kRounds);
  pong.stop();
  router.stop();
}

}  // namespace ripple
