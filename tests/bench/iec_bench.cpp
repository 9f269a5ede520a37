// What a request from Main to a channel and back costs, without the gateway: the router, the C
// interface and the SDK's coroutines. "hop" is one request and its answer.
#include <benchmark/benchmark.h>

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <ripple/contracts/chat.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/sdk.hpp>
#include <string>

#include "main/iec/channel_host.hpp"
#include "main/iec/router.hpp"
#include "main/iec/wake_timer.hpp"

namespace ripple {
namespace {

using contracts::Chat;
using contracts::DeviceInfo;

class Silence final : public iec::ExtnLog {
 public:
  bool enabled(std::int32_t) const override { return false; }
  void write(std::string_view, std::int32_t, std::string_view) override {}
};

class ChannelMailbox final : public iec::Mailbox {
 public:
  explicit ChannelMailbox(ripple_channel* channel) : channel_(channel) {}
  std::int32_t deliver(Message message) override {
    const ripple_message raw = message.give();
    return channel_->deliver(channel_, &raw);
  }

 private:
  ripple_channel* channel_;
};

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

/// A router and one channel that answers, on this thread or on one of its own.
class Bench final : public iec::ReplySink {
 public:
  Bench(const Entry& entry, RippleContract contract) {
    const ripple_entry& raw = *entry.to_abi();
    const iec::ExtnIndex index = names_.intern("ripple:channel:device:bench");
    host_ = std::make_unique<iec::ChannelHost>(index, names_, inbox_, loop_, silence_);
    static constexpr std::string_view kConfig = "{}";
    const ripple_build_arguments arguments{
        sizeof arguments, host_->abi(), raw.id, {kConfig.data(), kConfig.size()}, 4096};
    ripple_failure failure{sizeof failure, {}};
    if (raw.builder->build(raw.builder, &arguments, &channel_, &failure) != RIPPLE_OK) std::abort();
    mailbox_ = std::make_unique<ChannelMailbox>(channel_);
    iec::Access access;
    access.fulfills.set(static_cast<std::size_t>(contract));
    router_.attach(index, *mailbox_, access);
    router_.set_provider(contract, index);
    inbox_.adopt_this_thread();
    if (channel_->start(channel_, &failure) != RIPPLE_OK) std::abort();
  }
  ~Bench() override {
    channel_->stop(channel_);
    channel_->destroy(channel_);
  }

  void ask(RippleContract contract, std::uint32_t method, std::string_view params,
           std::uint16_t flags = 0) {
    Message message(RIPPLE_REQUEST);
    message.header().contract = static_cast<std::uint32_t>(contract);
    message.header().method = method;
    message.header().flags = flags;
    message.set_texts(params);
    last_ = 0;
    last_ = router_.request(std::move(message), *this, 0);
    acknowledge();
  }
  void on_reply(std::uint64_t, Message reply) override {
    if ((reply.header().flags & RIPPLE_FLAG_MORE) == 0) {
      ++answers;
      return;
    }
    ++unread_;
    acknowledge();
  }
  void run_until(std::uint64_t count) {
    while (answers < count) io_.run_one();
  }

  std::uint64_t answers = 0;

 private:
  void acknowledge() {
    if (last_ == 0 || unread_ < RIPPLE_STREAM_WINDOW / 2) return;
    router_.give_credit(last_, std::exchange(unread_, 0));
  }

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  iec::ExtnTable names_;
  iec::AsioWakeTimer wake_{io_};
  iec::Router router_{names_, wake_, {}};
  iec::Inbox inbox_{io_, router_, 100'000};
  iec::MainLoop loop_{io_};
  Silence silence_;
  std::unique_ptr<iec::ChannelHost> host_;
  ripple_channel* channel_ = nullptr;
  std::unique_ptr<ChannelMailbox> mailbox_;
  iec::PendingId last_ = 0;
  std::size_t unread_ = 0;
};

constexpr auto kAnswer = overloaded{
    [](DeviceInfo::Make& call) { call.reply("Acme"); },
    [](auto& call) { call.reply_unsupported(); },
};

void hop(benchmark::State& state, bool is_inline) {
  const Entry entry = provider<DeviceInfo>(is_inline, kAnswer);
  Bench bench(entry, RippleContract::kDeviceInfo);
  const auto depth = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    const std::uint64_t wanted = bench.answers + depth;
    for (std::uint64_t i = 0; i < depth; ++i) {
      bench.ask(RippleContract::kDeviceInfo, DeviceInfo::make::kMethod, "{}");
    }
    bench.run_until(wanted);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void stream(benchmark::State& state, bool is_inline) {
  const Entry entry =
      provider<Chat>(is_inline, overloaded{[](Chat::Watch& call) { return watch(call); },
                                           [](auto& call) { call.reply_unsupported(); }});
  Bench bench(entry, RippleContract::kChat);
  const std::string params = R"({"room":")" + std::to_string(state.range(0)) + "\"}";
  for (auto _ : state) {
    const std::uint64_t wanted = bench.answers + 1;
    bench.ask(RippleContract::kChat, Chat::watch::kMethod, params, RIPPLE_FLAG_MORE);
    bench.run_until(wanted);
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
