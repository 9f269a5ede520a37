// Row A.13 with a channel that is written with the SDK and built as Main builds it.
#include <stdexcept>

#include "main/iec/channel_host.hpp"
#include "pipeline_fixture.hpp"
#include "ripple/contracts/device_session.hpp"
#include "ripple/sdk.hpp"

namespace ripple::services {
namespace {

using contracts::DeviceSession;

struct QuietLog final : iec::ExtnLog {
  bool enabled(std::int32_t) const override { return false; }
  void write(std::string_view, std::int32_t, std::string_view) override {}
};

/// An inline channel as the router's mailbox.
class InlineChannel final : public iec::Mailbox {
 public:
  InlineChannel(const ripple_entry& entry, const ripple_host* host) {
    const ripple_build_arguments arguments{sizeof arguments, host, entry.id, {"{}", 2}, 100};
    ripple_failure failure{sizeof failure, {}};
    EXPECT_EQ(entry.builder->build(entry.builder, &arguments, &channel_, &failure), RIPPLE_OK)
        << failure.text;
  }
  ~InlineChannel() override { channel_->destroy(channel_); }
  void start() {
    ripple_failure failure{sizeof failure, {}};
    EXPECT_EQ(channel_->start(channel_, &failure), RIPPLE_OK) << failure.text;
  }
  void stop() { channel_->stop(channel_); }
  std::int32_t deliver(Message message) override {
    const ripple_message raw = message.give();
    return channel_->deliver(channel_, &raw);
  }

 private:
  ripple_channel* channel_ = nullptr;
};

class OakRowA13 : public PipelineFixture {};

TEST_F(OakRowA13, AHandlerThatThrowsGivesAnErrorAndTheChannelAnswersOn) {
  int asked = 0;
  const Entry entry = ripple::entry("ripple:channel:distributor:thrower")
                          .provides<DeviceSession>()
                          .inline_channel([&asked](Node node) {
                            return serve<DeviceSession>(
                                node, overloaded{[&asked](DeviceSession::Device& call) {
                                                   if (++asked == 1)
                                                     throw std::runtime_error("no token here");
                                                   call.reply("token");
                                                 },
                                                 [](auto& call) { call.reply_unsupported(); }});
                          });
  boost::asio::io_context io;
  iec::Inbox inbox(io, router_, 100);
  iec::MainLoop loop(io);
  QuietLog log;
  const iec::ExtnIndex index = names_.intern("ripple:channel:distributor:thrower");
  iec::ChannelHost host(index, names_, inbox, loop, log);
  const ripple_entry* const raw = entry;
  InlineChannel channel(*raw, host.abi());
  iec::Access access;
  access.fulfills.set(iec::index_of(RippleContract::kDeviceSession));
  router_.attach(index, channel, access);
  router_.set_provider(RippleContract::kDeviceSession, index);
  channel.start();
  permit("refui", {"token:device"});
  io.poll();

  const auto thrown = ask("authentication.device");
  io.poll();
  EXPECT_EQ(thrown->answers, 1);
  EXPECT_EQ(thrown->code, ErrorCode::kCustom);
  EXPECT_EQ(thrown->payload, R"({"message":"no token here"})");
  const auto next = ask("authentication.device");
  io.poll();
  EXPECT_EQ(next->payload, "\"token\"");
  EXPECT_EQ(router_.in_flight(), 0U);

  channel.stop();
  io.poll();
}

}  // namespace
}  // namespace ripple::services
