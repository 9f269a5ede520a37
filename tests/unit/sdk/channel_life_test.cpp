// From build to destroy, in a host on one thread.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
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

constexpr const char* kId = "ripple:channel:device:acme";

std::vector<ripple_status_code> codes(const Host& host) {
  std::vector<ripple_status_code> result;
  for (const auto& status : host.statuses()) result.push_back(status.code);
  return result;
}

TEST(Channel, FailsToBuildWithWhatTheFunctionThrew) {
  Host host;
  const auto loaded = host.load(entry(kId).channel(
      [](const Node&) -> Task<void> { throw std::runtime_error("no such bus: /dev/acme"); }));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "no such bus: /dev/acme");
}

TEST(Channel, FailsToStartWithWhatItsTaskThrewBeforeItWaited) {
  Host host;
  const auto loaded = host.load(entry(kId).inline_channel([](const Node&) -> Task<void> {
    throw std::runtime_error("no licence");
    co_return;
  }));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "no licence");
  EXPECT_FALSE(host.has_status(RIPPLE_STATUS_ERROR));
}

TEST(Channel, ReportsWhatItsTaskThrewLater) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).channel([](Node node) -> Task<void> {
    co_await node.sleep_for(std::chrono::seconds(1));
    throw std::runtime_error("the bus went away");
  })));
  host.advance(std::chrono::seconds(1));
  ASSERT_EQ(codes(host), (std::vector{RIPPLE_STATUS_READY, RIPPLE_STATUS_ERROR}));
  EXPECT_EQ(host.statuses().back().message, "the bus went away");
}

TEST(Channel, FailsToBuildWhenItsConfigurationIsNotAnObject) {
  Host host;
  const auto loaded = host.load(entry(kId).channel([](const Node&) -> Task<void> { co_return; }),
                                Json::Value("text"));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "config: expected an object, found string");
}

TEST(Channel, ReadsItsConfiguration) {
  Host host;
  std::string path;
  Json::Value config(Json::objectValue);
  config["path"] = "/dev/acme";
  ASSERT_TRUE(host.load(entry(kId).channel([&path](const Node& node) -> Task<void> {
    path = node.config()["path"].asString();
    return [](Node) -> Task<void> { co_return; }(node);
  }),
                        config));
  EXPECT_EQ(path, "/dev/acme");
}

TEST(Channel, IsReadyWhenEveryContractThatItProvidesHasAProcessor) {
  Host host;
  ASSERT_TRUE(host.load(
      entry(kId).provides<DeviceInfo, LocalStorage>().channel([](Node node) -> Task<void> {
        auto device = node.invocations<DeviceInfo>();
        co_await node.sleep_for(std::chrono::seconds(1));
        auto storage = node.invocations<LocalStorage>();
        co_await node.sleep_for(std::chrono::hours(1));
      })));
  EXPECT_EQ(codes(host), std::vector{RIPPLE_STATUS_PROCESSOR});
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(codes(host),
            (std::vector{RIPPLE_STATUS_PROCESSOR, RIPPLE_STATUS_PROCESSOR, RIPPLE_STATUS_READY}));
  EXPECT_EQ(host.statuses()[0].contract, "device_info");
  EXPECT_EQ(host.statuses()[1].contract, "local.storage");
}

TEST(Channel, SendsNothingBeforeItIsStarted) {
  Host host;
  std::optional<ErrorCode> emitted;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([&](const Node& node) {
    const auto sent = node.emit(DeviceInfo::OnNameChanged{"early"});
    emitted = sent ? ErrorCode{} : sent.error().code;
    return [](InvocationStream<DeviceInfo> calls) -> Task<void> {
      while (auto call = co_await calls.next()) continue;
    }(node.invocations<DeviceInfo>());
  })));
  EXPECT_EQ(emitted, ErrorCode::kCancelled);
  EXPECT_EQ(codes(host), (std::vector{RIPPLE_STATUS_PROCESSOR, RIPPLE_STATUS_READY}));
}

TEST(Channel, KeepsRequestsThatComeBeforeTheirProcessor) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([](Node node) -> Task<void> {
    co_await node.sleep_for(std::chrono::seconds(1));
    co_await serve<DeviceInfo>(node, overloaded{
                                         [](DeviceInfo::Make& c) { c.reply("Acme"); },
                                         [](auto& c) { c.reply_unsupported(); },
                                     });
  })));
  const auto answer = host.start_call(DeviceInfo::make{});
  EXPECT_FALSE(answer.has_come());
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(*answer.result(), "Acme");
}

TEST(Channel, RefusesRequestsThatNobodyCanServeAnyMore) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel(
      [](Node node) -> Task<void> { co_await node.sleep_for(std::chrono::seconds(1)); })));
  const auto waiting = host.start_call(DeviceInfo::make{});
  host.advance(std::chrono::seconds(1));
  EXPECT_EQ(waiting.result().error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(host.call(DeviceInfo::make{}).error().code, ErrorCode::kNotAvailable);
  EXPECT_TRUE(host.has_status(RIPPLE_STATUS_ERROR));
}

TEST(Channel, LogsWhatASpawnedTaskThrewAndGoesOn) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([](Node node) -> Task<void> {
    const auto failing = [](Node own) -> Task<void> {
      co_await own.sleep_for(std::chrono::seconds(1));
      throw std::runtime_error("out of paper");
    };
    node.spawn(failing(node), "printer");
    co_await serve<DeviceInfo>(node, [](auto& c) { c.reply_raw("1"); });
  })));
  host.advance(std::chrono::seconds(1));
  EXPECT_TRUE(host.has_logged("the task \"printer\" threw: out of paper"));
  EXPECT_TRUE(host.start_call(DeviceInfo::make{}).has_come());
}

TEST(Channel, AnswersWhatItHoldsWhenItIsStoppedAndThenReportsStopped) {
  Host host;
  ASSERT_TRUE(host.load(entry(kId).provides<DeviceInfo>().channel([](Node node) -> Task<void> {
    auto calls = node.invocations<DeviceInfo>();
    while (auto call = co_await calls.next()) {
      const bool slept = co_await node.sleep_for(std::chrono::hours(1));
      std::visit([&](auto& c) { c.reply_raw(slept ? "\"slept\"" : "\"woken\""); }, *call);
    }
  })));
  const auto in_work = host.start_call(DeviceInfo::make{});
  const auto queued = host.start_call(DeviceInfo::make{});
  host.stop();
  EXPECT_EQ(*in_work.result(), "woken");
  EXPECT_EQ(queued.result().error().code, ErrorCode::kCancelled);
  EXPECT_EQ(in_work.count(), 1);
  EXPECT_EQ(queued.count(), 1);
  EXPECT_EQ(host.statuses().back().code, RIPPLE_STATUS_STOPPED);
}

TEST(Channel, DestroysATaskThatIgnoresTheStopWhereItWaits) {
  Host host;
  auto token = std::make_shared<int>();
  const std::weak_ptr<int> watch = token;
  int rounds = 0;
  ASSERT_TRUE(host.load(entry(kId).channel([&rounds, held = std::move(token)](Node node) mutable {
    return [](Node own, int* count, std::shared_ptr<int>) -> Task<void> {
      for (;;) {
        ++*count;
        co_await own.sleep_for(std::chrono::seconds(1));
      }
    }(node, &rounds, std::exchange(held, nullptr));
  })));
  host.stop();
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(host.statuses().back().code, RIPPLE_STATUS_STOPPED);
  EXPECT_LT(rounds, 10'000);
}

TEST(Channel, DestroysSpawnedTasksBeforeTheMainTaskTheYoungestFirst) {
  Host host;
  std::vector<std::string> order;
  struct Mark {
    std::vector<std::string>* order;
    std::string name;
    ~Mark() { order->push_back(name); }
  };
  const auto body = [](Node own, std::vector<std::string>* list, std::string name) -> Task<void> {
    const Mark mark{list, std::move(name)};
    for (;;) co_await own.sleep_for(std::chrono::hours(1));
  };
  ASSERT_TRUE(host.load(entry(kId).channel([&](const Node& node) {
    return [](Node own, std::vector<std::string>* list, auto run) -> Task<void> {
      own.spawn(run(own, list, "first"));
      own.spawn(run(own, list, "second"));
      co_await run(own, list, "main");
    }(node, &order, body);
  })));
  host.stop();
  EXPECT_EQ(order, (std::vector<std::string>{"second", "first", "main"}));
}

TEST(Channel, LetsANodeOutliveIt) {
  std::optional<Node> kept;
  {
    Host host;
    ASSERT_TRUE(host.load(entry(kId).channel([&kept](const Node& node) {
      kept.emplace(node);
      return [](Node) -> Task<void> { co_return; }(node);
    })));
  }
  kept->log(LogLevel::kInfo, "nobody hears this");
  EXPECT_FALSE(kept->emit(DeviceInfo::OnNameChanged{"x"}));
  EXPECT_FALSE(kept->post([] { FAIL(); }));
  EXPECT_EQ(kept->id(), kId);
}

TEST(Channel, SleepsInVirtualTime) {
  Host host;
  std::vector<std::int64_t> moments;
  ASSERT_TRUE(host.load(entry(kId).channel([&moments](const Node& node) {
    return [](Node own, std::vector<std::int64_t>* list) -> Task<void> {
      while (co_await own.sleep_for(std::chrono::hours(1))) list->push_back(own.now());
    }(node, &moments);
  })));
  const std::int64_t begin = host.now();
  host.advance(std::chrono::hours(1000));
  ASSERT_EQ(moments.size(), 1000U);
  EXPECT_EQ(moments.back(), begin + 1000 * 3'600'000'000'000);
}

TEST(Channel, RunsPostedFunctionsOnItsLoopAndSurvivesTheirExceptions) {
  Host host;
  std::optional<Node> kept;
  ASSERT_TRUE(host.load(entry(kId).channel([&kept](const Node& node) {
    kept.emplace(node);
    return [](Node) -> Task<void> { co_return; }(node);
  })));
  int ran = 0;
  kept->post([] { throw std::runtime_error("posted"); });
  kept->post([&ran] { ++ran; });
  EXPECT_EQ(ran, 0);
  host.run_until_idle();
  EXPECT_EQ(ran, 1);
  EXPECT_TRUE(host.has_logged("a posted function threw: posted"));
}

}  // namespace
}  // namespace ripple
