// The Thunder library under load while the emulator makes faults at random: every call is answered
// exactly once, and neither memory nor descriptors grow. Ends with 1 and the reason otherwise.
//
//   ripple-thunder-soak [seconds] [seed]

#include <malloc.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
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

constexpr int kCallers = 32;
// What allocators and caches may keep; a leak of a call or a link each second is well above.
constexpr std::size_t kGrowthAllowed = 256 << 10;

constexpr const char* kProfile = R"({"plugins": {
  "Steady": {"methods": {"echo": {"result": "${params}"}}},
  "Fragile": {"state": "Deactivated", "activation_ms": 2, "unload_ms": 2,
              "methods": {"echo": {"result": "${params}"},
                          "slow": {"delay_ms": 5, "result": "${params}"}}}
}})";

struct Footprint {
  std::size_t bytes = 0;
  std::size_t descriptors = 0;
};

class Soak {
 public:
  explicit Soak(std::uint32_t seed)
      : random_(seed),
        server_(loop_,
                {.profile = emulator::profile_from(*emulator::parse_json(kProfile), "").profile}) {
    DeviceConfig config;
    config.client.endpoint.port = server_.listen().port;
    config.client.reconnect = {5ms, 50ms};
    config.client.keepalive = 50ms;
    config.subscriptions.register_timeout = 500ms;
    config.subscriptions.retry = {5ms, 50ms};
    config.state.retry = {5ms, 50ms};
    config.state.mandatory = {"Fragile"};
    device_ = std::make_unique<ThunderDevice>(loop_, config);
    for (const char* callsign : {"Steady", "Fragile"}) {
      subscriptions_.push_back(
          device_->subscribe(callsign, "onTick", [this](const Json::Value&) { ++events_; }));
    }
  }

  void run(std::chrono::milliseconds duration) {
    bool done = false;
    asio::co_spawn(loop_, soak(duration), [&](const std::exception_ptr& failure) {
      done = true;
      loop_.stop();
      if (failure) std::rethrow_exception(failure);
    });
    loop_.run();
    if (!done) throw std::runtime_error("the loop ended before the soak");
  }

 private:
  Task pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(loop_, time);
    co_await timer.async_wait(asio::use_awaitable);
  }

  Task until(std::function<bool()> condition, const char* what) {
    const auto deadline = Clock::now() + 60s;
    while (!condition()) {
      if (Clock::now() > deadline) throw std::runtime_error(std::string("waited in vain: ") + what);
      co_await pause(1ms);
    }
  }

  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

  Task caller() {
    constexpr std::array<const char*, 3> kMethods = {"Steady.1.echo", "Fragile.1.echo",
                                                     "Fragile.1.slow"};
    while (is_loaded_) {
      ++asked_;
      Json::Value params;
      params["n"] = static_cast<Json::UInt64>(asked_);
      // Some replies take many frames.
      if (below(50) == 0) params["padding"] = std::string(20'000, 'x');
      const std::uint64_t number = asked_;
      const char* method = kMethods[below(kMethods.size())];
      const Result<Json::Value> reply = co_await device_->call(method, params, 200ms);
      ++answered_;
      if (reply && (*reply)["n"].asUInt64() != number)
        throw std::runtime_error("an answer to another call");
      ++outcomes_[reply ? "ok" : std::string(name_of(reply.error().code))];
      // A call that fails at once must not keep the loop from anything else.
      if (!reply) co_await pause(1ms);
    }
    --callers_;
  }

  void later(std::size_t milliseconds, std::function<void()> action) {
    asio::co_spawn(
        loop_,
        [](Soak& soak, std::size_t time, std::function<void()> act) -> Task {
          co_await soak.pause(std::chrono::milliseconds(time));
          act();
        }(*this, milliseconds, std::move(action)),
        asio::detached);
  }

  void make_fault() {
    emulator::Faults& faults = server_.faults();
    switch (below(15)) {
      case 0:
        server_.cut_links();
        break;
      case 1:
        server_.restart(std::chrono::milliseconds(below(20)));
        break;
      case 2:
        server_.restart_plugin("Fragile", std::chrono::milliseconds(below(5)));
        break;
      case 3:
        server_.send_garbage();
        break;
      case 4:
        faults.drop_replies = below(20);
        break;
      case 5:
        faults.reverse_replies = 1 + below(8);
        break;
      case 6:
        faults.refuse_handshakes = below(4);
        break;
      case 7:
        faults.cut_handshakes = below(4);
        break;
      case 8:
        faults.reply_delay = std::chrono::milliseconds(below(10));
        break;
      case 9:
        faults.cut_on_method = "Steady.1.echo";
        break;
      case 10:
        // The next long reply ends in the middle of its frames.
        faults.cut_after_frames = 1 + below(3);
        break;
      case 11:
        faults.is_silent = true;
        later(below(300), [this] { server_.faults().is_silent = false; });
        break;
      case 12:
        faults.hold_replies_to = below(2) == 0 ? "Controller.1.activate" : "Fragile.register";
        later(below(50), [this] { server_.release_held_replies(); });
        break;
      case 13:
        server_.restart_plugin("Steady", std::chrono::milliseconds(below(50)));
        break;
      default:
        if (const auto links = server_.links(); !links.empty()) {
          server_.cut_link(links[below(links.size())]);
        }
        break;
    }
  }

  Task load(std::chrono::milliseconds duration) {
    is_loaded_ = true;
    callers_ = kCallers;
    for (int i = 0; i < kCallers; ++i) {
      asio::co_spawn(loop_, caller(), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
      });
    }
    const Clock::time_point end = Clock::now() + duration;
    while (Clock::now() < end) {
      co_await pause(std::chrono::milliseconds(1 + below(200)));
      make_fault();
      ++faults_;
      server_.device().emit("Steady", "onTick", Json::Value());
    }
    is_loaded_ = false;
    co_await until([this] { return callers_ == 0; }, "every call to be answered");
  }

  // Back to how it was: links, one registration each, one event each, nothing pending.
  Task settle() {
    server_.faults() = emulator::Faults{};
    co_await pause(400ms);
    server_.release_held_replies();
    server_.faults() = emulator::Faults{};
    server_.cut_links();
    // Controller's statechange, and two of onTick.
    co_await until(
        [this] {
          return server_.links().size() == 3 && server_.device().registrations() == 3 &&
                 device_->subscriptions().confirmed() == 3 && device_->pool().pending_calls() == 0;
        },
        "links and registrations");
    const std::uint64_t before = events_;
    for (const char* callsign : {"Steady", "Fragile"}) {
      server_.device().emit(callsign, "onTick", Json::Value());
    }
    const Result<Json::Value> reply = co_await device_->call("Steady.1.echo", {}, 10s);
    if (!reply) throw std::runtime_error(reply.error().message);
    co_await until([&] { return events_ - before >= 2; }, "two events");
    if (events_ - before != 2) throw std::runtime_error("an event was heard twice");
    if (asked_ != answered_) throw std::runtime_error("a call was not answered exactly once");
    if (device_->state().parked_calls() != 0) throw std::runtime_error("a call is still parked");
  }

  static Footprint footprint() {
    const auto descriptors = std::filesystem::directory_iterator("/proc/self/fd");
    return {mallinfo2().uordblks, static_cast<std::size_t>(std::distance(
                                      begin(descriptors), std::filesystem::directory_iterator()))};
  }

  Task soak(std::chrono::milliseconds duration) {
    co_await load(duration / 6);
    co_await settle();
    const Footprint early = footprint();
    co_await load(duration - duration / 6);
    co_await settle();
    const Footprint late = footprint();
    std::cout << "{\"calls\":" << asked_ << ",\"faults\":" << faults_ << ",\"outcomes\":{";
    const char* comma = "";
    for (const auto& [outcome, count] : outcomes_) {
      std::cout << comma << '"' << outcome << "\":" << count;
      comma = ",";
    }
    std::cout << "},\"bytes\":[" << early.bytes << ',' << late.bytes << "],\"descriptors\":["
              << early.descriptors << ',' << late.descriptors << "]}" << std::endl;
    if (late.descriptors > early.descriptors) throw std::runtime_error("descriptors grew");
    if (late.bytes > early.bytes + kGrowthAllowed) throw std::runtime_error("memory grew");
  }

  asio::io_context loop_{1};
  std::mt19937 random_;
  emulator::Emulator server_;
  std::unique_ptr<ThunderDevice> device_;
  std::vector<Subscription> subscriptions_;
  std::map<std::string, std::uint64_t> outcomes_;
  std::uint64_t asked_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t faults_ = 0;
  int callers_ = 0;
  bool is_loaded_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
  const std::uint32_t seed = argc > 2
                                 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10))
                                 : std::random_device{}();
  std::cout << "seed " << seed << std::endl;
  try {
    Soak(seed).run(std::chrono::seconds(seconds));
  } catch (const std::exception& failure) {
    std::cerr << "seed " << seed << ": " << failure.what() << '\n';
    return 1;
  }
  return 0;
}
