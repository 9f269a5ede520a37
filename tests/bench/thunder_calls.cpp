// What the Thunder library costs: calls and events per second against the emulator on a thread of
// its own, and memory for each subscription. Prints one line of JSON.
//
//   ripple-bench-thunder [calls]

#include <malloc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "emulator/emulator.hpp"
#include "emulator/message_parser.hpp"
#include "ripple/thunder/device.hpp"

namespace {

using namespace ripple::thunder;       // NOLINT
using namespace std::chrono_literals;  // NOLINT
namespace asio = boost::asio;
using Task = asio::awaitable<void>;
using Clock = std::chrono::steady_clock;

constexpr const char* kProfile =
    R"({"plugins":{"Bench":{"methods":{"echo":{"result":"${params}"}}}}})";

// The emulated server in a thread.
class Server {
 public:
  Server()
      : emulator_(loop_,
                  {.profile = emulator::profile_from(*emulator::parse_json(kProfile), "").profile}),
        port_(emulator_.listen().port),
        thread_([this] { loop_.run(); }) {}
  ~Server() {
    loop_.stop();
    thread_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }

  void emit(int count) {
    asio::post(loop_, [this, count] {
      for (int i = 0; i < count; ++i) {
        emulator_.device().emit("Bench", "onTick", Json::Value(i));
      }
    });
  }

 private:
  asio::io_context loop_{1};
  emulator::Emulator emulator_;
  std::uint16_t port_;
  std::thread thread_;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Task call_repeatedly(ThunderPool& pool, int& left, int& running) {
  ++running;
  Json::Value params;
  params["n"] = 1;
  while (left-- > 0) {
    const Result<Json::Value> reply = co_await pool.call("Bench.1.echo", params, 10s);
    if (!reply) {
      std::cerr << reply.error().message << '\n';
      std::exit(1);
    }
  }
  --running;
}

void run_until(asio::io_context& loop, const std::function<bool()>& done) {
  loop.restart();
  while (!done()) loop.run_one();
}

double calls_per_second(asio::io_context& loop, ThunderPool& pool, int depth, int calls) {
  int left = calls;
  int running = 0;
  const Clock::time_point start = Clock::now();
  for (int i = 0; i < depth; ++i) {
    asio::co_spawn(loop, call_repeatedly(pool, left, running), asio::detached);
  }
  run_until(loop, [&] { return left <= 0 && running == 0; });
  return calls / seconds_since(start);
}

void wait_registered(asio::io_context& loop, const Subscription& subscription) {
  bool done = false;
  const auto wait = [](const Subscription& waited, bool& flag) -> Task {
    const Result<void> registered = co_await waited.registered(30s);
    if (!registered) {
      std::cerr << registered.error().message << '\n';
      std::exit(1);
    }
    flag = true;
  };
  asio::co_spawn(loop, wait(subscription, done), asio::detached);
  run_until(loop, [&done] { return done; });
}

double events_per_second(asio::io_context& loop, ThunderDevice& device, Server& server,
                         std::size_t handlers, int events) {
  std::size_t heard = 0;
  std::vector<Subscription> subscriptions;
  for (std::size_t i = 0; i < handlers; ++i) {
    subscriptions.push_back(
        device.subscribe("Bench", "onTick", [&heard](const Json::Value&) { ++heard; }));
  }
  wait_registered(loop, subscriptions.back());
  const Clock::time_point start = Clock::now();
  server.emit(events);
  run_until(loop, [&] { return heard == handlers * static_cast<std::size_t>(events); });
  return events / seconds_since(start);
}

std::size_t bytes_per_subscription(asio::io_context& loop, ThunderDevice& device,
                                   bool of_one_event) {
  constexpr int kCount = 1'000;
  // What was subscribed before is gone when only Controller's statechange is left.
  run_until(loop, [&device] {
    return device.subscriptions().confirmed() == 1 && device.pool().events().pending_calls() == 0;
  });
  std::vector<Subscription> subscriptions;
  subscriptions.reserve(kCount);
  const std::size_t before = mallinfo2().uordblks;
  for (int i = 0; i < kCount; ++i) {
    const std::string event = of_one_event ? "onOne" : "on" + std::to_string(i);
    subscriptions.push_back(device.subscribe("Bench", event, [](const Json::Value&) {}));
  }
  for (const Subscription& subscription : subscriptions) wait_registered(loop, subscription);
  return (mallinfo2().uordblks - before) / kCount;
}

}  // namespace

int main(int argc, char** argv) {
  const int calls = argc > 1 ? std::atoi(argv[1]) : 20'000;
  Server server;
  asio::io_context loop(1);
  const auto work = asio::make_work_guard(loop);
  DeviceConfig config;
  config.client.endpoint.port = server.port();
  ThunderDevice device(loop, config);
  run_until(loop, [&] { return device.is_connected() && device.pool().events().is_connected(); });

  std::cout << "{\"calls_per_second\":{";
  for (const int depth : {1, 64}) {
    std::cout << (depth == 1 ? "" : ",") << '"' << depth
              << "\":" << static_cast<long>(calls_per_second(loop, device.pool(), depth, calls));
  }
  std::cout << "},\"events_per_second\":{";
  for (const std::size_t handlers : {1U, 10U, 100U}) {
    std::cout << (handlers == 1 ? "" : ",") << '"' << handlers << "\":"
              << static_cast<long>(events_per_second(loop, device, server, handlers, calls));
  }
  std::cout << "},\"bytes_per_subscription\":" << bytes_per_subscription(loop, device, false)
            << ",\"bytes_per_further_handler\":" << bytes_per_subscription(loop, device, true)
            << "}" << std::endl;
  return 0;
}
