#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using small::LocalStorage;
using testing::Host;

// A channel that uses device_info and runs `body` once.
Entry caller(std::function<Task<void>(Node)> body) {
  return entry("ripple:channel:distributor:caller").uses<DeviceInfo>().channel(std::move(body));
}

struct Seen {
  std::optional<Result<std::string>> result;
  ErrorCode code() const { return *result ? ErrorCode{} : result->error().code; }
};

Task<void> ask_name(Node node, Seen& seen, CallOptions options = {}) {
  seen.result = co_await node.call(DeviceInfo::name{}, options);
}

TEST(Call, BringsTheTypedResult) {
  Host host;
  host.provide<DeviceInfo>(overloaded{
      [](DeviceInfo::Name& c) { c.reply("Acme"); },
      [](auto& c) { c.reply_unsupported(); },
  });
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  ASSERT_TRUE(seen.result);
  EXPECT_EQ(**seen.result, "Acme");
}

TEST(Call, CarriesParametersWithStringsThatAllocate) {
  Host host;
  std::vector<std::string> names;
  host.provide<DeviceInfo>(overloaded{
      [&names](DeviceInfo::SetName& c) {
        names.push_back(c.params.value);
        c.reply(nullptr);
      },
      [](auto& c) { c.reply_unsupported(); },
  });
  const std::string base(100, 'n');
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return [](Node own, std::string name) -> Task<void> {
      for (const char* end : {"1", "2"}) {
        const DeviceInfo::set_name request{.value = name + end};
        auto set = co_await own.call(request, {.timeout = std::chrono::seconds(1)});
        EXPECT_TRUE(set);
      }
    }(node, base);
  })));
  EXPECT_EQ(names, (std::vector<std::string>{base + "1", base + "2"}));
}

TEST(Call, BringsTheProvidersErrorWithItsData) {
  Host host;
  host.provide<DeviceInfo>([](auto& c) {
    c.fail({ErrorCode::kNotAvailable, "the bus is down", R"({"bus":2})"});
  });
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  EXPECT_EQ(seen.code(), ErrorCode::kNotAvailable);
  EXPECT_EQ(seen.result->error().message, "the bus is down");
  EXPECT_EQ(seen.result->error().context, R"({"bus":2})");
}

TEST(Call, SaysThatAResultDoesNotFitTheContract) {
  Host host;
  host.provide<DeviceInfo>([](auto& c) { c.reply_raw("3"); });
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  EXPECT_EQ(seen.code(), ErrorCode::kServiceFailure);
  EXPECT_NE(seen.result->error().message.find("#: expected string, found number"),
            std::string::npos);
}

TEST(Call, EndsAtItsDeadlineEvenIfMainStaysSilent) {
  Host host;
  std::optional<DeviceInfo::Name> kept;
  host.provide<DeviceInfo>(overloaded{
      [&kept](DeviceInfo::Name& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  });
  Seen seen;
  ASSERT_TRUE(host.load(caller(
      [&](Node node) { return ask_name(node, seen, {.timeout = std::chrono::seconds(2)}); })));
  host.advance(std::chrono::milliseconds(1999));
  EXPECT_FALSE(seen.result);
  host.advance(std::chrono::milliseconds(1));
  ASSERT_TRUE(seen.result);
  EXPECT_EQ(seen.code(), ErrorCode::kDeadlineExceeded);
  EXPECT_TRUE(kept->cancelled());
  kept->reply("too late");
  host.run_until_idle();
  EXPECT_EQ(host.open_requests(), 0U);
  kept.reset();
}

TEST(Call, WaitsForTheEarlierOfTimeoutAndDeadline) {
  Host host;
  std::optional<DeviceInfo::Name> kept;
  host.provide<DeviceInfo>(overloaded{
      [&kept](DeviceInfo::Name& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  });
  Seen seen;
  const Deadline deadline = Deadline::after(host.now(), std::chrono::seconds(1));
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return ask_name(node, seen, {.timeout = std::chrono::hours(1), .deadline = deadline});
  })));
  EXPECT_EQ(kept->deadline(), deadline);
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(seen.code(), ErrorCode::kDeadlineExceeded);
  kept.reset();
}

TEST(Call, IsNotSentWhenItsDeadlineHasPassed) {
  Host host;
  int served = 0;
  host.provide<DeviceInfo>([&served](auto& c) {
    ++served;
    c.reply_unsupported();
  });
  Seen seen;
  const Deadline past = Deadline::at(host.now() - 1);
  ASSERT_TRUE(
      host.load(caller([&](Node node) { return ask_name(node, seen, {.deadline = past}); })));
  EXPECT_EQ(seen.code(), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(served, 0);
}

TEST(Call, FailsAtOnceWhenMainsQueueIsFull) {
  Host host;
  host.set_full(true);
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  EXPECT_EQ(seen.code(), ErrorCode::kOverloaded);
}

TEST(Call, FailsAtOnceWhenMainDoesNotKnowTheContract) {
  Host host;
  host.forget("device_info");
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  EXPECT_EQ(seen.code(), ErrorCode::kMethodNotFound);
}

TEST(Call, IsRefusedForAContractThatTheEntryDoesNotUse) {
  Host host;
  host.provide<LocalStorage>([](auto& c) { c.reply_unsupported(); });
  std::optional<ErrorCode> code;
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return [](Node own, std::optional<ErrorCode>* seen) -> Task<void> {
      const auto listed = co_await own.call(LocalStorage::list{});
      *seen = listed ? ErrorCode{} : listed.error().code;
    }(node, &code);
  })));
  EXPECT_EQ(code, ErrorCode::kNotPermitted);
}

TEST(Call, AsksTheExtensionThatItIsAddressedTo) {
  Host host;
  const auto named = [](std::string id, std::string name) {
    return entry(std::move(id)).provides<DeviceInfo>().channel([name](Node node) {
      return serve<DeviceInfo>(node, overloaded{
                                         [name](DeviceInfo::Name& c) { c.reply(name); },
                                         [](auto& c) { c.reply_unsupported(); },
                                     });
    });
  };
  ASSERT_TRUE(host.load(named("ripple:channel:device:one", "one")));
  ASSERT_TRUE(host.load(named("ripple:channel:device:two", "two")));
  Seen two;
  Seen nobody;
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return [](Node own, Seen* first, Seen* second) -> Task<void> {
      const ExtnId loaded = *ExtnId::parse("ripple:channel:device:two");
      const ExtnId absent = *ExtnId::parse("ripple:channel:device:three");
      co_await ask_name(own, *first, {.target = &loaded});
      co_await ask_name(own, *second, {.target = &absent});
    }(node, &two, &nobody);
  })));
  EXPECT_EQ(**two.result, "two");
  EXPECT_EQ(nobody.code(), ErrorCode::kNotAvailable);
}

TEST(Call, SpeaksInTheNameOfItsCaller) {
  Host host;
  std::string app;
  host.provide<DeviceInfo>([&app](auto& c) {
    app = c.context().app_id();
    c.reply_unsupported();
  });
  Seen seen;
  ASSERT_TRUE(host.load(caller(
      [&](Node node) { return ask_name(node, seen, {.on_behalf_of = R"({"app_id":"refui"})"}); })));
  EXPECT_EQ(app, "refui");
}

TEST(Call, WorksByNameWithoutTypes) {
  Host host;
  host.provide<DeviceInfo>(overloaded{
      [](DeviceInfo::SetName& c) { c.reply_raw("[\"" + c.params.value + "\"]"); },
      [](auto& c) { c.reply_unsupported(); },
  });
  std::string text;
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return [](Node own, std::string* printed) -> Task<void> {
      Json::Value params(Json::objectValue);
      params["value"] = "x";
      const auto result =
          co_await own.call_json(RippleContract::kDeviceInfo, "device.setName", params);
      *printed = result ? print_json(*result) : result.error().message;
    }(node, &text);
  })));
  EXPECT_EQ(text, R"(["x"])");
}

TEST(Call, TellsMainWhenItIsDestroyedWhileItWaits) {
  Host host;
  std::optional<DeviceInfo::Name> kept;
  host.provide<DeviceInfo>(overloaded{
      [&kept](DeviceInfo::Name& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  });
  Seen seen;
  ASSERT_TRUE(host.load(caller([&](Node node) { return ask_name(node, seen); })));
  EXPECT_EQ(host.open_requests(), 1U);
  kept.reset();
  host.run_until_idle();
  EXPECT_EQ(seen.code(), ErrorCode::kInternal);
}

TEST(Call, EndsWithCancelledWhenTheChannelIsStopped) {
  Host host;
  std::optional<DeviceInfo::Name> kept;
  host.provide<DeviceInfo>(overloaded{
      [&kept](DeviceInfo::Name& c) { kept.emplace(std::move(c)); },
      [](auto& c) { c.reply_unsupported(); },
  });
  Seen seen;
  Seen after;
  ASSERT_TRUE(host.load(caller([&](Node node) {
    return [](Node own, Seen* first, Seen* second) -> Task<void> {
      co_await ask_name(own, *first);
      co_await ask_name(own, *second);
    }(node, &seen, &after);
  })));
  host.stop();
  EXPECT_EQ(seen.code(), ErrorCode::kCancelled);
  EXPECT_EQ(after.code(), ErrorCode::kCancelled);
  EXPECT_TRUE(kept->is_answered());
}

}  // namespace
}  // namespace ripple
