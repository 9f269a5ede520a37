// Main may answer, or deliver the next message, from inside the send of an inline channel.

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "raw_host.hpp"
#include "ripple/sdk.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;

constexpr const char* kId = "ripple:channel:device:acme";

Message answer_to(const Message& request, std::string_view text) {
  Message answer(RIPPLE_RESPONSE);
  answer.header().id = request.header().id;
  answer.set_texts(text);
  return answer;
}

TEST(InlineChannel, NeedsNoStackForCallsThatAreAnsweredFromInsideTheSend) {
  RawHost host;
  int answered = 0;
  const Entry made = entry(kId).uses<DeviceInfo>().inline_channel([&answered](const Node& node) {
    return [](Node own, int* count) -> Task<void> {
      for (int i = 0; i < 200'000; ++i) {
        if (co_await own.call(DeviceInfo::name{})) ++*count;
      }
    }(node, &answered);
  });
  RawChannel channel(host, made);
  host.on_message = [&channel](Message& message) {
    if (message.kind() != RIPPLE_REQUEST) return false;
    EXPECT_EQ(channel.deliver(answer_to(message, "\"x\"")), RIPPLE_OK);
    return true;
  };
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  host.run_posts();
  EXPECT_EQ(answered, 200'000);
  channel.stop();
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
}

TEST(InlineChannel, LetsNoOtherCoroutineRunInsideAReply) {
  RawHost host;
  std::vector<std::string> order;
  const Entry made = entry(kId).provides<DeviceInfo>().inline_channel([&order](Node node) {
    return serve<DeviceInfo>(node, overloaded{
                                       [&order](DeviceInfo::Make& c) {
                                         order.emplace_back("make begins");
                                         c.reply("Acme");
                                         order.emplace_back("make ends");
                                       },
                                       [&order](DeviceInfo::Model& c) {
                                         order.emplace_back("model");
                                         c.reply("Lightbar");
                                       },
                                       [](auto& c) { c.reply_unsupported(); },
                                   });
  });
  RawChannel channel(host, made);
  host.on_message = [&channel](const Message& message) {
    if (message.kind() == RIPPLE_RESPONSE && message.header().id == 1) {
      EXPECT_EQ(channel.request(2, "device_info", "device.model"), RIPPLE_OK);
    }
    return false;
  };
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_EQ(channel.request(1, "device_info", "device.make"), RIPPLE_OK);
  EXPECT_EQ(order, (std::vector<std::string>{"make begins", "make ends", "model"}));
  channel.stop();
}

TEST(InlineChannel, MayBeStoppedFromInsideItsOwnSend) {
  RawHost host;
  const Entry made = entry(kId).provides<DeviceInfo>().inline_channel(
      [](Node node) { return serve<DeviceInfo>(node, [](auto& c) { c.reply_raw("1"); }); });
  RawChannel channel(host, made);
  host.on_message = [&channel](const Message& message) {
    if (message.kind() == RIPPLE_RESPONSE) channel.stop();
    return false;
  };
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  ASSERT_EQ(channel.request(1, "device_info", "device.make"), RIPPLE_OK);
  EXPECT_TRUE(host.await_answer(1));
  EXPECT_TRUE(host.await_status(RIPPLE_STATUS_STOPPED));
  EXPECT_EQ(channel.request(2, "device_info", "device.make"), RIPPLE_CLOSED);
}

TEST(InlineChannel, ReportsStoppedOnlyWhenMainHasRunEverythingItPosted) {
  RawHost host;
  std::vector<std::int32_t> statuses;
  host.on_message = [&statuses](const Message& message) {
    if (message.kind() == RIPPLE_STATUS) statuses.push_back(message.header().code);
    return false;
  };
  const Entry made = entry(kId).inline_channel([](Node node) -> Task<void> {
    node.post([] {});
    co_return;
  });
  RawChannel channel(host, made);
  ASSERT_EQ(channel.start(), RIPPLE_OK);
  channel.stop();
  EXPECT_EQ(statuses, std::vector<std::int32_t>{RIPPLE_STATUS_READY});
  host.run_posts();
  EXPECT_EQ(statuses, (std::vector<std::int32_t>{RIPPLE_STATUS_READY, RIPPLE_STATUS_STOPPED}));
}

TEST(InlineChannel, LeavesNothingBehindThatAPostCouldFindAfterItIsDestroyed) {
  RawHost host;
  const Entry made = entry(kId).inline_channel([](Node node) -> Task<void> {
    node.post([] {});
    throw std::runtime_error("no");
    co_return;
  });
  {
    RawChannel channel(host, made);
    EXPECT_EQ(channel.start(), RIPPLE_FAILED);
  }
  host.run_posts();
}

}  // namespace
}  // namespace ripple
