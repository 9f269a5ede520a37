#include "main/iec/channel_host.hpp"

#include "router_fixture.hpp"

namespace ripple::iec {
namespace {

TEST(ExtnTable, KeepsMainAtIndexZero) {
  ExtnTable names;
  EXPECT_EQ(names.find("ripple:main:internal:main"), kMain);
  EXPECT_EQ(names.name(kMain), "ripple:main:internal:main");
  EXPECT_EQ(names.size(), 1U);
}

TEST(ExtnTable, GivesEachIdOneIndexAndKeepsItsName) {
  ExtnTable names;
  const ExtnIndex first = names.intern("ripple:extn:device:a0");
  const std::string_view name = names.name(first);
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "ripple:extn:device:a" + std::to_string(i);
    EXPECT_EQ(names.intern(id), first + static_cast<ExtnIndex>(i));
  }
  EXPECT_EQ(name.data(), names.name(first).data());
  EXPECT_EQ(name, "ripple:extn:device:a0");
  EXPECT_EQ(names.find("ripple:extn:device:a999"), first + 999);
}

TEST(ExtnTable, SaysWhatItDoesNotKnow) {
  const ExtnTable names;
  EXPECT_EQ(names.find("ripple:extn:device:absent"), kNoExtn);
  EXPECT_EQ(names.name(1), "");
  EXPECT_EQ(names.name(kNoExtn), "");
}

struct RecordingLog final : ExtnLog {
  bool enabled(std::int32_t level) const override { return level >= RIPPLE_LOG_INFO; }
  void write(std::string_view extn_id, std::int32_t, std::string_view text) override {
    lines.push_back(std::string(extn_id) + ": " + std::string(text));
  }
  std::vector<std::string> lines;
};

ripple_string text(std::string_view view) { return {view.data(), view.size()}; }

class ChannelHostTest : public RouterFixture {
 protected:
  boost::asio::io_context io_;
  Inbox inbox_{io_, router_, 10};
  MainLoop loop_{io_};
  RecordingLog log_;
  ChannelHost host_{caller_, names_, inbox_, loop_, log_};
  const ripple_host* abi_ = host_.abi();
};

TEST_F(ChannelHostTest, SaysItsVersion) {
  EXPECT_EQ(abi_->struct_size, sizeof(ripple_host));
  EXPECT_EQ(abi_->abi_major, static_cast<std::uint32_t>(RIPPLE_ABI_MAJOR));
  EXPECT_EQ(abi_->abi_minor, static_cast<std::uint32_t>(RIPPLE_ABI_MINOR));
}

TEST_F(ChannelHostTest, SendsInTheNameOfItsChannel) {
  Message message = request(7);
  message.header().origin = provider_;
  const ripple_message raw = message.give();
  EXPECT_EQ(abi_->send(abi_, &raw), RIPPLE_OK);
  ASSERT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  EXPECT_EQ(last_asked().header().origin, caller_);
}

TEST_F(ChannelHostTest, FindsNamesAndIndices) {
  const std::uint32_t contract = abi_->contract_index(abi_, text("device_info"));
  EXPECT_EQ(contract, index_of(RippleContract::kDeviceInfo));
  EXPECT_EQ(abi_->contract_index(abi_, text("device:info")), contract);
  EXPECT_EQ(abi_->contract_index(abi_, text("devise_info")), RIPPLE_NO_INDEX);
  EXPECT_EQ(abi_->method_index(abi_, contract, text("device.make")),
            method_of(RippleContract::kDeviceInfo, "device.make"));
  EXPECT_EQ(abi_->method_index(abi_, contract, text("device.mak")), RIPPLE_NO_INDEX);
  EXPECT_EQ(abi_->method_index(abi_, RIPPLE_NO_INDEX, text("device.make")), RIPPLE_NO_INDEX);
  EXPECT_EQ(abi_->extn_index(abi_, text("ripple:channel:device:provider")), provider_);
  EXPECT_EQ(abi_->extn_index(abi_, text("")), RIPPLE_NO_INDEX);
  const ripple_string name = abi_->extn_name(abi_, caller_);
  EXPECT_EQ(std::string_view(name.data, name.size), "ripple:channel:distributor:caller");
  EXPECT_EQ(abi_->extn_name(abi_, 4711).size, 0U);
}

TEST_F(ChannelHostTest, LogsUnderTheNameOfItsChannel) {
  EXPECT_EQ(abi_->log_enabled(abi_, RIPPLE_LOG_DEBUG), 0);
  EXPECT_EQ(abi_->log_enabled(abi_, RIPPLE_LOG_ERROR), 1);
  abi_->log(abi_, RIPPLE_LOG_ERROR, text("lamp broken"));
  EXPECT_EQ(log_.lines, std::vector<std::string>{"ripple:channel:distributor:caller: lamp broken"});
}

TEST_F(ChannelHostTest, OffersMainsLoopAndNothingElse) {
  EXPECT_EQ(abi_->ability(abi_, text("ripple.host.loop/2")), nullptr);
  const auto* loop =
      static_cast<const ripple_host_loop*>(abi_->ability(abi_, text(RIPPLE_HOST_LOOP)));
  ASSERT_NE(loop, nullptr);
  int runs = 0;
  const auto count = [](void* argument) { ++*static_cast<int*>(argument); };
  loop->post(abi_, count, &runs);
  loop->set_timer(abi_, abi_->now(abi_), count, &runs);
  const std::uint64_t cancelled =
      loop->set_timer(abi_, abi_->now(abi_) + 3600 * kSecond, count, &runs);
  loop->cancel_timer(abi_, cancelled);
  io_.run();
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace ripple::iec
