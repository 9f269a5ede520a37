// A closed-loop load generator for JSON-RPC over WebSocket: one thread, one epoll.
//
//   ripple-bench-load --port 3474 --path '/?appId=refui' --connections 10 --depth 10 --seconds 3
//       --template '{"jsonrpc":"2.0","id":%ID%,"method":"device.name","params":{}}'
#include <getopt.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "load_connection.hpp"

namespace {

using namespace ripple::bench;

struct Options {
  std::uint16_t port = 0;
  std::string path = "/";
  std::uint64_t connections = 1;
  std::uint64_t depth = 1;
  double seconds = 1.0;
  double warmup = 0.3;
  std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
  std::string request = R"({"jsonrpc":"2.0","id":%ID%,"method":"device.name","params":{}})";
  bool json = false;
  bool hold = false;
};

constexpr const char* kUsage =
    "usage: ripple-bench-load --port PORT [--path PATH] [--connections N] [--depth N]\n"
    "                         [--seconds S] [--count N] [--warmup S] [--template JSON]\n"
    "                         [--json] [--hold]\n"
    "Keeps DEPTH requests in flight on each of N connections until S seconds or N requests have\n"
    "passed. \"%ID%\" in the template becomes the id. --hold only connects, prints \"holding\" "
    "and\n"
    "waits for the end of its input.\n";

[[noreturn]] void exit_with_usage(int code) {
  std::fputs(kUsage, code == 0 ? stdout : stderr);
  std::exit(code);
}

Options parse_options(int argc, char** argv) {
  constexpr std::array<option, 12> kOptions = {{{"port", 1, nullptr, 'p'},
                                                {"path", 1, nullptr, 'u'},
                                                {"connections", 1, nullptr, 'c'},
                                                {"depth", 1, nullptr, 'd'},
                                                {"seconds", 1, nullptr, 's'},
                                                {"count", 1, nullptr, 'n'},
                                                {"warmup", 1, nullptr, 'w'},
                                                {"template", 1, nullptr, 't'},
                                                {"json", 0, nullptr, 'j'},
                                                {"hold", 0, nullptr, 'o'},
                                                {"help", 0, nullptr, 'h'},
                                                {nullptr, 0, nullptr, 0}}};
  Options options;
  for (int found; (found = getopt_long(argc, argv, "", kOptions.data(), nullptr)) != -1;) {
    switch (found) {
      case 'p':
        options.port = static_cast<std::uint16_t>(std::stoul(optarg));
        break;
      case 'u':
        options.path = optarg;
        break;
      case 'c':
        options.connections = std::stoull(optarg);
        break;
      case 'd':
        options.depth = std::stoull(optarg);
        break;
      case 's':
        options.seconds = std::stod(optarg);
        break;
      case 'n':
        options.count = std::stoull(optarg);
        break;
      case 'w':
        options.warmup = std::stod(optarg);
        break;
      case 't':
        options.request = optarg;
        break;
      case 'j':
        options.json = true;
        break;
      case 'o':
        options.hold = true;
        break;
      case 'h':
        exit_with_usage(0);
      default:
        exit_with_usage(64);
    }
  }
  if (options.port == 0 || options.connections == 0 || options.depth == 0) exit_with_usage(64);
  return options;
}

/// The connections of a run and the epoll that they share.
class LoadRun {
 public:
  explicit LoadRun(const Options& options)
      : request_(options.request), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    connections_.reserve(options.connections);
    for (std::uint64_t i = 0; i < options.connections; ++i) {
      connections_.emplace_back(options.port, options.path, options.depth);
      epoll_event interest{};
      interest.events = EPOLLIN | EPOLLOUT | EPOLLET;
      interest.data.u64 = i;
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back().descriptor(), &interest);
    }
  }
  ~LoadRun() { ::close(epoll_); }
  LoadRun(const LoadRun&) = delete;
  LoadRun& operator=(const LoadRun&) = delete;

  void start() {
    for (LoadConnection& connection : connections_) connection.start(request_);
  }

  /// Until `end` (monotonic) or `count` answers, whatever comes first.
  void run(std::uint64_t end, std::uint64_t count, Tally& tally) {
    std::array<epoll_event, 512> events;
    while (tally.latencies.count() < count) {
      const std::uint64_t now = monotonic_nanoseconds();
      if (now >= end) return;
      const int wait_ms = static_cast<int>((end - now) / 1'000'000 + 1);
      const int ready =
          ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
      for (int i = 0; i < ready; ++i) handle(events[static_cast<std::size_t>(i)], tally);
    }
  }

 private:
  void handle(const epoll_event& event, Tally& tally) {
    LoadConnection& connection = connections_[event.data.u64];
    if ((event.events & EPOLLIN) != 0 && !connection.on_readable(request_, tally)) {
      throw std::runtime_error("the server ended a connection after " +
                               std::to_string(tally.latencies.count()) + " answers");
    }
    if ((event.events & EPOLLOUT) != 0) connection.flush();
  }

  RequestTemplate request_;
  std::vector<LoadConnection> connections_;
  int epoll_;
};

void print(const Options& options, const Tally& tally, double seconds) {
  const LatencyHistogram& latencies = tally.latencies;
  const double rate = static_cast<double>(latencies.count()) / seconds;
  const char* const format =
      options.json
          ? "{\"connections\":%llu,\"depth\":%llu,\"seconds\":%.3f,\"requests\":%llu,"
            "\"requests_per_second\":%.0f,\"mean_us\":%.2f,\"p50_us\":%.2f,\"p99_us\":%.2f,"
            "\"p999_us\":%.2f,\"max_us\":%.2f,\"errors\":%llu,\"unexpected\":%llu}\n"
          : "%llu connections of depth %llu, %.2f s, %llu requests: %.0f requests/s; "
            "mean %.1f us, p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f; %llu errors, "
            "%llu unexpected\n";
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(format, number(options.connections), number(options.depth), seconds,
              number(latencies.count()), rate, latencies.mean_us(), latencies.quantile_us(0.5),
              latencies.quantile_us(0.99), latencies.quantile_us(0.999), latencies.max_us(),
              number(tally.errors), number(tally.unexpected));
  if (tally.errors > 0) std::fprintf(stderr, "first error: %s\n", tally.first_error.c_str());
}

void allow_many_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const Options& options) {
  allow_many_descriptors();
  LoadRun load(options);
  if (options.hold) {
    std::cout << "holding" << std::endl;
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());
    return EXIT_SUCCESS;
  }
  load.start();
  const auto nanoseconds = [](double seconds) { return static_cast<std::uint64_t>(seconds * 1e9); };
  Tally warmup;
  load.run(monotonic_nanoseconds() + nanoseconds(options.warmup), options.count, warmup);
  Tally tally;
  const std::uint64_t begin = monotonic_nanoseconds();
  load.run(begin + nanoseconds(options.seconds), options.count, tally);
  print(options, tally, static_cast<double>(monotonic_nanoseconds() - begin) / 1e9);
  return tally.latencies.count() > 0 && tally.unexpected == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(parse_options(argc, argv));
  } catch (const std::exception& error) {
    std::cerr << "ripple-bench-load: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
