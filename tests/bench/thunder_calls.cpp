// What the Thunder library costs. Prints one line of JSON.
//
//   ripple-bench-thunder [--calls N] [--rounds N]
//       Calls and events per second against the emulator on a thread of its own, beside a bare
//       client on Boost.Beast that does the same in turns; and memory for each subscription.
//   ripple-bench-thunder --direct PORT [--method METHOD] [--seconds S]
//       How long one call at a time takes to a server on the loopback address.

#include <getopt.h>
#include <json/value.h>
#include <json/writer.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "bare_thunder_client.hpp"
#include "emulator/emulator.hpp"
#include "emulator/message_parser.hpp"
#include "latency_histogram.hpp"
#include "ripple/thunder/device.hpp"

namespace {

using namespace ripple::thunder;  // NOLINT
namespace bench = ripple::bench;
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

  void emit(const std::string& event, int count) {
    asio::post(loop_, [this, event, count] {
      for (int i = 0; i < count; ++i) emulator_.device().emit("Bench", event, Json::Value(i));
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

double cpu_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

// How fast `count` things went, and what each cost this thread.
struct Sample {
  double per_second = 0;
  double cpu_us = 0;
};

Sample measure(int count, const std::function<void()>& work) {
  const Clock::time_point start = Clock::now();
  const double cpu = cpu_seconds();
  work();
  return {count / seconds_since(start), (cpu_seconds() - cpu) / count * 1e6};
}

Json::Value medians(std::vector<Sample> samples) {
  const auto median = [&samples](double Sample::*member) {
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(
        samples.begin(), middle, samples.end(),
        [member](const Sample& left, const Sample& right) { return left.*member < right.*member; });
    return (*middle).*member;
  };
  Json::Value result;
  result["per_second"] = median(&Sample::per_second);
  result["cpu_us"] = median(&Sample::cpu_us);
  return result;
}

[[noreturn]] void give_up(const std::string& reason) {
  std::cerr << "ripple-bench-thunder: " << reason << '\n';
  std::exit(1);
}

Json::Value one() {
  Json::Value params;
  params["n"] = 1;
  return params;
}

Task call_repeatedly(ThunderPool& pool, int& left, int& running) {
  ++running;
  const Json::Value params = one();
  while (left-- > 0) {
    const Result<Json::Value> reply = co_await pool.call("Bench.1.echo", params, 10s);
    if (!reply) give_up(reply.error().message);
  }
  --running;
}

void run_until(asio::io_context& loop, const std::function<bool()>& done) {
  loop.restart();
  while (!done()) loop.run_one();
}

void call(asio::io_context& loop, ThunderPool& pool, int depth, int calls) {
  int left = calls;
  int running = 0;
  for (int i = 0; i < depth; ++i) {
    asio::co_spawn(loop, call_repeatedly(pool, left, running), asio::detached);
  }
  run_until(loop, [&] { return left <= 0 && running == 0; });
}

void wait_registered(asio::io_context& loop, const Subscription& subscription) {
  bool done = false;
  const auto wait = [](const Subscription& waited, bool& flag) -> Task {
    const Result<void> registered = co_await waited.registered(30s);
    if (!registered) give_up(registered.error().message);
    flag = true;
  };
  asio::co_spawn(loop, wait(subscription, done), asio::detached);
  run_until(loop, [&done] { return done; });
}

Sample hear(asio::io_context& loop, ThunderDevice& device, Server& server, std::size_t handlers,
            int events) {
  std::size_t heard = 0;
  std::vector<Subscription> subscriptions;
  for (std::size_t i = 0; i < handlers; ++i) {
    subscriptions.push_back(
        device.subscribe("Bench", "onTick", [&heard](const Json::Value&) { ++heard; }));
  }
  wait_registered(loop, subscriptions.back());
  return measure(events, [&] {
    server.emit("onTick", events);
    run_until(loop, [&] { return heard == handlers * static_cast<std::size_t>(events); });
  });
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

// Library and bare client in turns, so that noise of the machine meets both.
Json::Value compare_calls(asio::io_context& loop, ThunderPool& pool, bench::BareThunderClient& bare,
                          int depth, int calls, int rounds) {
  std::vector<Sample> of_library;
  std::vector<Sample> of_bare;
  for (int round = 0; round < rounds; ++round) {
    of_bare.push_back(
        measure(calls, [&] { bare.call("Bench.1.echo", R"({"n":1})", depth, calls); }));
    of_library.push_back(measure(calls, [&] { call(loop, pool, depth, calls); }));
  }
  Json::Value result;
  result["bare"] = medians(std::move(of_bare));
  result["library"] = medians(std::move(of_library));
  return result;
}

Json::Value compare_events(asio::io_context& loop, ThunderDevice& device,
                           bench::BareThunderClient& bare, Server& server, int events, int rounds) {
  constexpr std::array<std::size_t, 3> kHandlers = {1, 10, 100};
  std::vector<Sample> of_bare;
  std::array<std::vector<Sample>, kHandlers.size()> of_library;
  bare.subscribe("Bench", "onTock");
  for (int round = 0; round < rounds; ++round) {
    of_bare.push_back(measure(events, [&] {
      server.emit("onTock", events);
      bare.hear(events);
    }));
    for (std::size_t i = 0; i < kHandlers.size(); ++i) {
      of_library[i].push_back(hear(loop, device, server, kHandlers[i], events));
    }
  }
  Json::Value result;
  result["bare"] = medians(std::move(of_bare));
  for (std::size_t i = 0; i < kHandlers.size(); ++i) {
    result["library"][std::to_string(kHandlers[i])] = medians(std::move(of_library[i]));
  }
  return result;
}

Json::Value compare(int calls, int rounds) {
  Server server;
  asio::io_context loop(1);
  const auto work = asio::make_work_guard(loop);
  DeviceConfig config;
  config.client.endpoint.port = server.port();
  ThunderDevice device(loop, config);
  run_until(loop, [&] { return device.is_connected() && device.pool().events().is_connected(); });
  bench::BareThunderClient bare(loop, server.port(), config.call_links);
  Json::Value result;
  for (const int depth : {1, 64}) {
    result["calls"][std::to_string(depth)] =
        compare_calls(loop, device.pool(), bare, depth, calls, rounds);
  }
  result["events"] = compare_events(loop, device, bare, server, calls, rounds);
  result["bytes_per_subscription"] = Json::UInt64(bytes_per_subscription(loop, device, false));
  result["bytes_per_further_handler"] = Json::UInt64(bytes_per_subscription(loop, device, true));
  return result;
}

Task call_for(ThunderDevice& device, std::string method, double seconds,
              bench::LatencyHistogram& latencies, bool& done) {
  const Json::Value params = one();
  const Clock::time_point start = Clock::now();
  while (seconds_since(start) < seconds) {
    const Clock::time_point sent = Clock::now();
    const Result<Json::Value> reply = co_await device.call(method, params, 10s);
    if (!reply) give_up(reply.error().message);
    latencies.record(static_cast<std::uint64_t>((Clock::now() - sent) / 1ns));
  }
  done = true;
}

Json::Value call_directly(std::uint16_t port, const std::string& method, double seconds) {
  constexpr double kWarmupSeconds = 0.2;
  asio::io_context loop(1);
  const auto work = asio::make_work_guard(loop);
  DeviceConfig config;
  config.client.endpoint.port = port;
  ThunderDevice device(loop, config);
  run_until(loop, [&] { return device.is_connected(); });
  bench::LatencyHistogram latencies;
  for (const double length : {kWarmupSeconds, seconds}) {
    latencies = {};
    bool done = false;
    asio::co_spawn(loop, call_for(device, method, length, latencies, done), asio::detached);
    run_until(loop, [&done] { return done; });
  }
  Json::Value result;
  result["requests"] = Json::UInt64(latencies.count());
  result["mean_us"] = latencies.mean_us();
  result["p50_us"] = latencies.quantile_us(0.5);
  result["p99_us"] = latencies.quantile_us(0.99);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::array<option, 6> kOptions = {{{"calls", 1, nullptr, 'c'},
                                               {"rounds", 1, nullptr, 'r'},
                                               {"direct", 1, nullptr, 'd'},
                                               {"method", 1, nullptr, 'm'},
                                               {"seconds", 1, nullptr, 's'},
                                               {nullptr, 0, nullptr, 0}}};
  int calls = 20'000;
  int rounds = 5;
  int port = 0;
  std::string method = "Bench.1.echo";
  double seconds = 1.0;
  for (int found; (found = getopt_long(argc, argv, "", kOptions.data(), nullptr)) != -1;) {
    switch (found) {
      case 'c':
        calls = std::atoi(optarg);
        break;
      case 'r':
        rounds = std::atoi(optarg);
        break;
      case 'd':
        port = std::atoi(optarg);
        break;
      case 'm':
        method = optarg;
        break;
      case 's':
        seconds = std::atof(optarg);
        break;
      default:
        return 64;
    }
  }
  const Json::Value result = port > 0
                                 ? call_directly(static_cast<std::uint16_t>(port), method, seconds)
                                 : compare(calls, rounds);
  Json::StreamWriterBuilder one_line;
  one_line["indentation"] = "";
  std::cout << Json::writeString(one_line, result) << std::endl;
  return 0;
}
