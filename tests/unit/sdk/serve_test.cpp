#include "ripple/serve.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::Host;

Entry acme() {
  return entry("ripple:channel:device:acme").provides<DeviceInfo>().channel([](Node node) {
    return serve<DeviceInfo>(
        node, overloaded{
                  [](DeviceInfo::Make& c) { c.reply("Acme"); },
                  [](DeviceInfo::Model&) { throw std::runtime_error("the model plate is gone"); },
                  [node](DeviceInfo::Name& c) -> Task<void> {
                    co_await node.sleep_for(std::chrono::seconds(1));
                    c.reply("slow");
                  },
                  [node](DeviceInfo::Sku&) -> Task<void> {
                    co_await node.sleep_for(std::chrono::seconds(1));
                    throw std::runtime_error("late trouble");
                  },
                  [](auto& c) { c.reply_unsupported(); },
              });
  });
}

TEST(Serve, TurnsAnExceptionIntoAnErrorForTheCallerAndGoesOn) {
  Host host;
  ASSERT_TRUE(host.load(acme()));
  const auto answer = host.start_call(DeviceInfo::model{});
  EXPECT_EQ(answer.result().error().code, ErrorCode::kCustom);
  EXPECT_EQ(answer.result().error().message, "the model plate is gone");
  EXPECT_EQ(answer.count(), 1);
  EXPECT_EQ(*host.call(DeviceInfo::make{}), "Acme");
  EXPECT_FALSE(host.has_status(RIPPLE_STATUS_ERROR));
}

TEST(Serve, LetsASlowHandlerHoldUpNobody) {
  Host host;
  ASSERT_TRUE(host.load(acme()));
  const auto slow = host.start_call(DeviceInfo::name{});
  const auto failing = host.start_call(DeviceInfo::sku{});
  EXPECT_EQ(*host.call(DeviceInfo::make{}), "Acme");
  EXPECT_FALSE(slow.has_come());
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(*slow.result(), "slow");
  EXPECT_EQ(failing.result().error().code, ErrorCode::kCustom);
  EXPECT_EQ(failing.result().error().message, "late trouble");
}

TEST(Serve, AnswersItsSlowHandlersWhenItIsStopped) {
  Host host;
  ASSERT_TRUE(host.load(acme()));
  const auto slow = host.start_call(DeviceInfo::name{});
  host.stop();
  EXPECT_EQ(*slow.result(), "slow");
  EXPECT_EQ(slow.count(), 1);
}

TEST(Serve, MayBeAwaitedWithHandlersThatHaveAName) {
  Host host;
  const auto name = std::make_shared<std::string>(100, 'n');
  const auto run = [](Node node, std::shared_ptr<std::string> held) -> Task<void> {
    auto handlers = overloaded{
        [held](DeviceInfo::Name& c) { c.reply(*held); },
        [node](auto& c) { c.reply_unsupported(); },
    };
    co_await serve<DeviceInfo>(node, std::move(handlers));
  };
  ASSERT_TRUE(host.load(
      entry("ripple:channel:device:acme").provides<DeviceInfo>().channel([&](const Node& node) {
        return run(node, name);
      })));
  EXPECT_EQ(*host.call(DeviceInfo::name{}), *name);
  host.stop();
  EXPECT_EQ(name.use_count(), 1);
}

}  // namespace
}  // namespace ripple
