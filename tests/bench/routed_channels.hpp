// RoutedChannels: extension channels joined by Main's router, without the rest of Main.
//
//     RoutedChannels channels;
//     channels.add(entry, RippleContract::kDeviceInfo);
//     channels.ask(RippleContract::kDeviceInfo, DeviceInfo::make::kMethod, "{}");
//     channels.run_until(1);
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <ripple/sdk.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "main/iec/channel_host.hpp"
#include "main/iec/router.hpp"
#include "main/iec/wake_timer.hpp"

namespace ripple {

/// Everything on the thread that makes it, except what channels with threads of their own do.
class RoutedChannels final : private iec::ReplySink {
 public:
  RoutedChannels() { inbox_.adopt_this_thread(); }
  RoutedChannels(const RoutedChannels&) = delete;
  RoutedChannels& operator=(const RoutedChannels&) = delete;
  ~RoutedChannels() override {
    for (const auto& routed : channels_) routed->channel->stop(routed->channel);
    for (const auto& routed : channels_) routed->channel->destroy(routed->channel);
  }

  /// Starts the entry's channel as the provider of `provides`.
  void add(const Entry& entry, RippleContract provides,
           std::optional<RippleContract> uses = std::nullopt) {
    const ripple_entry& raw = *entry.to_abi();
    const iec::ExtnIndex index = names_.intern(from_abi(raw.id));
    Routed& routed = *channels_.emplace_back(std::make_unique<Routed>());
    routed.host = std::make_unique<iec::ChannelHost>(index, names_, inbox_, loop_, silence_);
    static constexpr std::string_view kConfig = "{}";
    const ripple_build_arguments arguments{
        sizeof arguments, routed.host->abi(), raw.id, {kConfig.data(), kConfig.size()}, 4096};
    ripple_failure failure{sizeof failure, {}};
    if (raw.builder->build(raw.builder, &arguments, &routed.channel, &failure) != RIPPLE_OK) {
      std::abort();
    }
    iec::Access access;
    access.fulfills.set(static_cast<std::size_t>(provides));
    if (uses) access.uses.set(static_cast<std::size_t>(*uses));
    router_.attach(index, routed, access);
    router_.set_provider(provides, index);
    if (routed.channel->start(routed.channel, &failure) != RIPPLE_OK) std::abort();
  }

  /// Main asks. With RIPPLE_FLAG_MORE in `flags` it reads the stream of results as fast as they
  /// come.
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

  std::uint64_t answers() const { return answers_; }
  void run_until(std::uint64_t answers) {
    while (answers_ < answers) io_.run_one();
  }

 private:
  class Silence final : public iec::ExtnLog {
   public:
    bool enabled(std::int32_t) const override { return false; }
    void write(std::string_view, std::int32_t, std::string_view) override {}
  };

  struct Routed final : iec::Mailbox {
    std::int32_t deliver(Message message) override {
      const ripple_message raw = message.give();
      return channel->deliver(channel, &raw);
    }
    std::unique_ptr<iec::ChannelHost> host;
    ripple_channel* channel = nullptr;
  };

  void on_reply(std::uint64_t, Message reply) override {
    if ((reply.header().flags & RIPPLE_FLAG_MORE) == 0) {
      ++answers_;
      return;
    }
    ++unread_;
    acknowledge();
  }

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
  std::vector<std::unique_ptr<Routed>> channels_;
  iec::PendingId last_ = 0;
  std::size_t unread_ = 0;
  std::uint64_t answers_ = 0;
};

}  // namespace ripple
