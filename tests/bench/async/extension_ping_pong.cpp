// One extension asks another through Main's router and waits for the answer; an item is one call.
//
// Both run on Main's thread ("inline") or each on one of its own ("threads"), with Main's between
// them. Asio passes a number to and fro between two coroutines on one thread, or on two with a
// third between them: as many hops, but nothing that is checked, named or timed on the way.
#include <cstdint>
#include <memory>
#include <ripple/contracts/chat.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/sdk.hpp>
#include <string>

#include "asio_ping_pong.hpp"
#include "measure.hpp"
#include "pair.hpp"
#include "tests/bench/routed_channels.hpp"

namespace ripple {
namespace {

using contracts::Chat;
using contracts::DeviceInfo;

constexpr const char* kRequest = R"({"room":"bench","name":"bench","text":"go"})";

Task<void> answer(Node node) {
  return serve<DeviceInfo>(node, overloaded{[](DeviceInfo::Make& call) { call.reply("Acme"); },
                                            [](auto& call) { call.reply_unsupported(); }});
}

Task<void> ask(Node node) {
  return serve<Chat>(node, overloaded{[node](Chat::Post& call) -> Task<void> {
                                        std::int64_t answers = 0;
                                        while (answers < kRounds) {
                                          const auto make = co_await node.call(DeviceInfo::make{});
                                          if (!make) co_return call.fail(make.error());
                                          ++answers;
                                        }
                                        call.reply(answers);
                                      },
                                      [](auto& call) { call.reply_unsupported(); }});
}

template <typename MainTask>
Entry build(Entry made, bool is_inline, MainTask main_task) {
  return is_inline ? made.inline_channel(main_task) : made.channel(main_task);
}

void extensions_ripple(benchmark::State& state, bool is_inline) {
  const Entry pong =
      build(entry("ripple:channel:device:pong").provides<DeviceInfo>(), is_inline, answer);
  const Entry ping = build(entry("ripple:channel:device:ping").provides<Chat>().uses<DeviceInfo>(),
                           is_inline, ask);
  RoutedChannels channels;
  channels.add(pong, RippleContract::kDeviceInfo);
  channels.add(ping, RippleContract::kChat, RippleContract::kDeviceInfo);
  Measure measure(state);
  for (auto _ : state) {
    const std::uint64_t wanted = channels.answers() + 1;
    channels.ask(RippleContract::kChat, Chat::post::kMethod, kRequest);
    channels.run_until(wanted);
  }
  measure.items(kRounds);
}
void inline_ripple(benchmark::State& state) { extensions_ripple(state, true); }
void threads_ripple(benchmark::State& state) { extensions_ripple(state, false); }

RIPPLE_BENCH_PAIR("extensions, inline", inline_ripple, ping_pong_inline_asio);
RIPPLE_BENCH_PAIR("extensions, threads", threads_ripple, ping_pong_routed_asio);

}  // namespace
}  // namespace ripple
