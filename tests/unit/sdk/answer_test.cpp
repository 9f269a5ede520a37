// What happens to the one answer that a request is owed.

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::Host;

constexpr const char* kId = "ripple:channel:device:acme";

// A provider of device_info that hands each call to `handle`.
template <typename Handle>
Entry provider(Handle handle) {
  return entry(kId).provides<DeviceInfo>().channel([handle](Node node) -> Task<void> {
    return [](Node own, Handle handle_call) -> Task<void> {
      auto calls = own.invocations<DeviceInfo>();
      while (auto call = co_await calls.next()) {
        std::visit([&](auto& one) { handle_call(one); }, *call);
      }
    }(node, handle);
  });
}

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode{} : result.error().code;
}

TEST(Invocation, CarriesTypedParametersThereAndATypedResultBack) {
  Host host;
  std::string name;
  ASSERT_TRUE(host.load(provider(overloaded{
      [](DeviceInfo::Name& c) { c.reply("Lightbar \"3\""); },
      [&name](DeviceInfo::SetName& c) {
        name = c.params.value;
        c.reply(nullptr);
      },
      [](auto& c) { c.reply_unsupported(); },
  })));
  EXPECT_EQ(*host.call(DeviceInfo::name{}), "Lightbar \"3\"");
  EXPECT_TRUE(host.call(DeviceInfo::set_name{"kitchen"}));
  EXPECT_EQ(name, "kitchen");
  EXPECT_EQ(code_of(host.call(DeviceInfo::sku{})), ErrorCode::kNotSupported);
}

TEST(Invocation, KnowsWhoAsks) {
  Host host;
  std::vector<std::string> apps;
  ASSERT_TRUE(host.load(provider([&apps](auto& c) {
    apps.push_back(c.context().app_id() + "/" + c.context().session_id());
    c.reply_unsupported();
  })));
  host.call(DeviceInfo::make{}, {.app_id = "refui", .session_id = "7"});
  host.call(DeviceInfo::make{});
  EXPECT_EQ(apps, (std::vector<std::string>{"refui/7", "/"}));
}

TEST(Invocation, AnswersWithAnErrorWhenItIsDroppedWithoutAReply) {
  Host host;
  ASSERT_TRUE(host.load(provider([](auto&) {})));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_EQ(answer.count(), 1);
  EXPECT_EQ(code_of(answer.result()), ErrorCode::kInternal);
  EXPECT_EQ(answer.result().error().message,
            "ripple:channel:device:acme dropped the request without a reply");
}

TEST(Invocation, AnswersAnUnknownMethodWithMethodNotFound) {
  Host host;
  ASSERT_TRUE(host.load(provider([](auto&) {})));
  const auto answer = host.start_call_json("device_info", "device.fromTheFuture", {});
  EXPECT_EQ(code_of(answer.result()), ErrorCode::kMethodNotFound);
  EXPECT_EQ(answer.count(), 1);
}

TEST(Invocation, NeverReachesTheHandlerWithParametersThatDoNotDecode) {
  Host host;
  int calls = 0;
  ASSERT_TRUE(host.load(provider([&calls](auto& c) {
    ++calls;
    c.reply_unsupported();
  })));
  Json::Value wrong(Json::objectValue);
  wrong["value"] = 3;
  const auto answer = host.start_call_json("device_info", "device.setName", wrong);
  EXPECT_EQ(code_of(answer.result()), ErrorCode::kInvalidParams);
  EXPECT_EQ(answer.result().error().message, "#/value: expected string, found number");
  const auto missing = host.start_call_json("device_info", "device.setName", {});
  EXPECT_EQ(code_of(missing.result()), ErrorCode::kInvalidParams);
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(host.start_call_json("device_info", "device.make", wrong).has_come());
  EXPECT_EQ(calls, 1);
}

TEST(Invocation, MayBeKeptAndAnsweredLater) {
  Host host;
  std::optional<DeviceInfo::Make> kept;
  ASSERT_TRUE(host.load(provider(overloaded{
      [&kept](DeviceInfo::Make& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_FALSE(answer.has_come());
  kept->reply("Acme");
  host.run_until_idle();
  EXPECT_EQ(*answer.result(), "Acme");
  kept.reset();
  host.run_until_idle();
  EXPECT_EQ(answer.count(), 1);
}

TEST(Invocation, LearnsThatItsCallerHasGone) {
  Host host;
  std::optional<DeviceInfo::Make> kept;
  ASSERT_TRUE(host.load(provider(overloaded{
      [&kept](DeviceInfo::Make& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_FALSE(kept->cancelled());
  host.cancel(answer.id());
  EXPECT_TRUE(kept->cancelled());
  kept.reset();
}

TEST(Invocation, IsNotHandedOutWhenItsCallerLeftWhileItWaited) {
  Host host;
  std::vector<std::string> served;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([&served](Node node) {
    return [](Node own, std::vector<std::string>* names) -> Task<void> {
      auto calls = own.invocations<DeviceInfo>();
      co_await own.sleep_for(std::chrono::seconds(1));
      while (auto call = co_await calls.next()) {
        std::visit([&](auto& c) { names->emplace_back(c.name()); }, *call);
      }
    }(node, &served);
  })));
  const auto unwanted = host.start_call(DeviceInfo::make{});
  const auto wanted = host.start_call(DeviceInfo::model{});
  host.cancel(unwanted.id());
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(served, std::vector<std::string>{"device.model"});
}

TEST(Invocation, KeepsItsCallersDeadline) {
  Host host;
  std::int64_t deadline = 0;
  ASSERT_TRUE(host.load(provider([&deadline](auto& c) {
    deadline = c.deadline().nanoseconds();
    c.reply_unsupported();
  })));
  host.start_call(DeviceInfo::make{}, {}, std::chrono::seconds(2));
  EXPECT_EQ(deadline, host.now() + 2'000'000'000);
}

#ifdef NDEBUG
TEST(Invocation, IgnoresAndLogsASecondReply) {
  Host host;
  ASSERT_TRUE(host.load(provider(overloaded{
      [](DeviceInfo::Make& c) {
        c.reply("first");
        c.reply("second");
        c.fail({ErrorCode::kCustom, "third", {}});
      },
      [](auto& c) { c.reply_unsupported(); },
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_EQ(*answer.result(), "first");
  EXPECT_EQ(answer.count(), 1);
  EXPECT_TRUE(host.has_logged("answered twice"));
}

TEST(Invocation, IgnoresAndLogsAReplyFromAForeignThread) {
  Host host;
  ASSERT_TRUE(host.load(provider(overloaded{
      [](DeviceInfo::Make& c) {
        std::thread([invocation = std::move(c)]() mutable { invocation.reply("no"); }).join();
      },
      [](auto& c) { c.reply_unsupported(); },
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_EQ(code_of(answer.result()), ErrorCode::kInternal);
  EXPECT_EQ(answer.count(), 1);
  EXPECT_TRUE(host.has_logged("foreign thread"));
}
#else
TEST(InvocationDeathTest, AssertsOnASecondReply) {
  const auto reply_twice = [] {
    Host host;
    static_cast<void>(host.load(provider(overloaded{
        [](DeviceInfo::Make& c) {
          c.reply("first");
          c.reply("second");
        },
        [](auto& c) { c.reply_unsupported(); },
    })));
    host.start_call(DeviceInfo::make{});
  };
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(reply_twice(), "answered twice");
}

TEST(InvocationDeathTest, AssertsOnAReplyFromAForeignThread) {
  const auto reply_elsewhere = [] {
    Host host;
    static_cast<void>(host.load(provider(overloaded{
        [](DeviceInfo::Make& c) {
          std::thread([invocation = std::move(c)]() mutable { invocation.reply("no"); }).join();
        },
        [](auto& c) { c.reply_unsupported(); },
    })));
    host.start_call(DeviceInfo::make{});
  };
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(reply_elsewhere(), "foreign thread");
}
#endif

TEST(Invocation, AnswersFromTheChannelsThreadWhenItIsDroppedOnAForeignOne) {
  Host host;
  ASSERT_TRUE(host.load(provider(overloaded{
      [](DeviceInfo::Make& c) { std::thread([invocation = std::move(c)] {}).join(); },
      [](auto& c) { c.reply_unsupported(); },
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_EQ(code_of(answer.result()), ErrorCode::kInternal);
  EXPECT_EQ(answer.count(), 1);
}

TEST(Invocation, DoesNothingAfterItsChannelIsGone) {
  std::optional<DeviceInfo::Make> kept;
  {
    Host host;
    ASSERT_TRUE(host.load(provider(overloaded{
        [&kept](DeviceInfo::Make& c) { kept.emplace(std::move(c)); },
        [](auto& c) { c.reply_unsupported(); },
    })));
    const auto answer = host.start_call(DeviceInfo::make{});
    host.stop();
    EXPECT_EQ(code_of(answer.result()), ErrorCode::kCancelled);
    EXPECT_EQ(answer.count(), 1);
  }
  EXPECT_TRUE(kept->is_answered());
  EXPECT_EQ(kept->context().app_id(), "");
}

TEST(Mailbox, RefusesARequestWhenItIsFullAndServesAgainAfterwards) {
  Host host({.mailbox_limit = 2});
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([](Node node) {
    return [](Node own) -> Task<void> {
      auto calls = own.invocations<DeviceInfo>();
      co_await own.sleep_for(std::chrono::seconds(1));
      while (auto call = co_await calls.next()) {
        std::visit([](auto& c) { c.reply_raw("\"late\""); }, *call);
      }
    }(node);
  })));
  std::vector<testing::Answer<std::string>> answers;
  for (int i = 0; i < 4; ++i) answers.push_back(host.start_call(DeviceInfo::make{}));
  EXPECT_EQ(code_of(answers[2].result()), ErrorCode::kOverloaded);
  EXPECT_EQ(code_of(answers[3].result()), ErrorCode::kOverloaded);
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(*answers[0].result(), "late");
  EXPECT_EQ(*answers[1].result(), "late");
  EXPECT_EQ(*host.call(DeviceInfo::make{}), "late");
}

}  // namespace
}  // namespace ripple
