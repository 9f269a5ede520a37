#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple {
namespace {

using small::DeviceInfo;
using testing::Host;

constexpr const char* kId = "ripple:channel:distributor:listener";

Task<void> collect(Node node, std::vector<std::string>* names) {
  auto changes = node.subscribe<DeviceInfo::OnNameChanged>();
  while (auto name = co_await changes.next()) names->push_back(*name);
  names->emplace_back("end");
}

TEST(Events, ReachEveryStreamThatSubscribed) {
  Host host;
  std::vector<std::string> first;
  std::vector<std::string> second;
  ASSERT_TRUE(host.load(entry(kId).uses<DeviceInfo>().channel([&](const Node& node) {
    return [](Node own, auto* one, auto* two) -> Task<void> {
      own.spawn(collect(own, one), "one");
      co_await collect(own, two);
    }(node, &first, &second);
  })));
  host.publish(DeviceInfo::OnNameChanged{"kitchen"});
  host.publish(DeviceInfo::OnDeviceNameChanged{"other event"});
  host.publish(DeviceInfo::OnNameChanged{"hall"});
  host.stop();
  EXPECT_EQ(first, (std::vector<std::string>{"kitchen", "hall", "end"}));
  EXPECT_EQ(second, first);
}

TEST(Events, EndAtOnceWithAnErrorWhenTheContractIsNotUsed) {
  Host host;
  std::optional<Error> error;
  ASSERT_TRUE(host.load(entry(kId).channel([&error](const Node& node) {
    return [](Node own, std::optional<Error>* why) -> Task<void> {
      auto changes = own.subscribe<DeviceInfo::OnNameChanged>();
      EXPECT_FALSE(co_await changes.next());
      *why = changes.error();
    }(node, &error);
  })));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kNotPermitted);
}

TEST(Events, ComeNoMoreAfterTheStreamIsGone) {
  Host host;
  std::vector<std::string> names;
  ASSERT_TRUE(host.load(entry(kId).uses<DeviceInfo>().channel([&names](const Node& node) {
    return [](Node own, std::vector<std::string>* list) -> Task<void> {
      {
        auto changes = own.subscribe<DeviceInfo::OnNameChanged>();
        if (auto name = co_await changes.next()) list->push_back(*name);
      }
      co_await own.sleep_for(std::chrono::seconds(1));
      auto again = own.subscribe<DeviceInfo::OnNameChanged>();
      if (auto name = co_await again.next()) list->push_back(*name);
    }(node, &names);
  })));
  host.publish(DeviceInfo::OnNameChanged{"one"});
  host.publish(DeviceInfo::OnNameChanged{"lost"});
  host.advance(std::chrono::seconds(1));
  host.publish(DeviceInfo::OnNameChanged{"two"});
  EXPECT_EQ(names, (std::vector<std::string>{"one", "two"}));
}

TEST(Events, DropTheOldestAndSayItWhenTheyAreReadTooSlowly) {
  Host host({.mailbox_limit = 2});
  std::vector<std::string> names;
  std::uint64_t dropped = 0;
  ASSERT_TRUE(host.load(entry(kId).uses<DeviceInfo>().channel([&](const Node& node) {
    return [](Node own, std::vector<std::string>* list, std::uint64_t* count) -> Task<void> {
      auto changes = own.subscribe<DeviceInfo::OnNameChanged>();
      co_await own.sleep_for(std::chrono::seconds(1));
      *count = changes.dropped();
      while (auto name = co_await changes.next()) list->push_back(*name);
    }(node, &names, &dropped);
  })));
  for (const char* name : {"1", "2", "3", "4"}) host.publish(DeviceInfo::OnNameChanged{name});
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(names, (std::vector<std::string>{"3", "4"}));
  EXPECT_EQ(dropped, 2U);
  EXPECT_TRUE(host.has_logged("read too slowly"));
}

TEST(Events, AreEmittedWithTheirAudience) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([](Node node) -> Task<void> {
    EXPECT_TRUE(node.emit(DeviceInfo::OnNameChanged{"hall"}));
    EXPECT_TRUE(node.emit(DeviceInfo::OnNameChanged{"attic"}, {.app_id = "refui"}));
    co_return;
  })));
  EXPECT_EQ(host.events<DeviceInfo::OnNameChanged>(), (std::vector<std::string>{"hall", "attic"}));
  EXPECT_EQ(print_json(host.event_records()[0].audience), "{}");
  EXPECT_EQ(print_json(host.event_records()[1].audience), R"({"app_id":"refui"})");
}

TEST(Context, BeginsWithTheLastOneKnownAndSkipsWhatIsOutdated) {
  Host host;
  std::vector<std::string> seen;
  ASSERT_TRUE(host.load(entry(kId).channel([&seen](const Node& node) {
    return [](Node own, std::vector<std::string>* list) -> Task<void> {
      co_await own.sleep_for(std::chrono::seconds(1));
      auto updates = own.context_updates();
      while (auto context = co_await updates.next()) {
        list->push_back(print_json(*context));
        co_await own.sleep_for(std::chrono::seconds(1));
      }
    }(node, &seen);
  })));
  const auto context = [](int number) {
    Json::Value value(Json::objectValue);
    value["n"] = number;
    return value;
  };
  host.publish_context(context(1));
  host.publish_context(context(2));
  host.advance(std::chrono::seconds(1));
  host.publish_context(context(3));
  host.publish_context(context(4));
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(seen, (std::vector<std::string>{R"({"n":2})", R"({"n":4})"}));
}

}  // namespace
}  // namespace ripple
