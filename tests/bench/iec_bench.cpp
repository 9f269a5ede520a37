// What a request from Main to a channel and back costs, without the gateway: the router, the C
// interface and the SDK's coroutines. "hop" is one request and its answer.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <ripple/contracts/chat.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/sdk.hpp>
#include <string>

#include "routed_channels.hpp"

namespace ripple {
namespace {

using contracts::Chat;
using contracts::DeviceInfo;

Task<void> watch(Chat::Watch& call) {
  const std::int64_t count = std::stoll(call.params.room);
  Chat::ChatMessage message;
  message.name = "bench";
  message.text = "hello";
  bool goes_on = true;
  for (std::int64_t i = 0; i < count && goes_on; ++i) {
    goes_on = static_cast<bool>(co_await call.writer.send(message));
  }
}

template <typename Contract, typename Visitor>
Entry provider(bool is_inline, Visitor visitor) {
  auto made = entry("ripple:channel:device:bench").template provides<Contract>();
  const auto main_task = [visitor](Node node) { return serve<Contract>(node, visitor); };
  return is_inline ? made.inline_channel(main_task) : made.channel(main_task);
}

constexpr auto kAnswer = overloaded{
    [](DeviceInfo::Make& call) { call.reply("Acme"); },
    [](auto& call) { call.reply_unsupported(); },
};

void hop(benchmark::State& state, bool is_inline) {
  const Entry entry = provider<DeviceInfo>(is_inline, kAnswer);
  RoutedChannels channels;
  channels.add(entry, RippleContract::kDeviceInfo);
  const auto depth = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    const std::uint64_t wanted = channels.answers() + depth;
    for (std::uint64_t i = 0; i < depth; ++i) {
      channels.ask(RippleContract::kDeviceInfo, DeviceInfo::make::kMethod, "{}");
    }
    channels.run_until(wanted);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void stream(benchmark::State& state, bool is_inline) {
  const Entry entry =
      provider<Chat>(is_inline, overloaded{[](Chat::Watch& call) { return watch(call); },
                                           [](auto& call) { call.reply_unsupported(); }});
  RoutedChannels channels;
  channels.add(entry, RippleContract::kChat);
  const std::string params = R"({"room":")" + std::to_string(state.range(0)) + "\"}";
  for (auto _ : state) {
    const std::uint64_t wanted = channels.answers() + 1;
    channels.ask(RippleContract::kChat, Chat::watch::kMethod, params, RIPPLE_FLAG_MORE);
    channels.run_until(wanted);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(hop, inline, true)->Arg(1);
BENCHMARK_CAPTURE(hop, threaded, false)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK_CAPTURE(stream, inline, true)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stream, threaded, false)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace ripple

BENCHMARK_MAIN();
