#include "ripple/contracts/app_events.hpp"
#include "ripple/contracts/extn_status.hpp"
#include "ripple/contracts/ripple_context.hpp"
#include "ripple/contracts/rpc.hpp"
#include "tests/unit/builtin/builtin_fixture.hpp"

namespace ripple::builtin {
namespace {

using contracts::AppEvents;
using contracts::ExtnStatus;
using contracts::RippleContext;
using contracts::Rpc;

using Builtins = BuiltinFixture;
using AppEventsTest = BuiltinFixture;
using RpcTest = BuiltinFixture;
using ExtnStatusTest = BuiltinFixture;
using RippleContextTest = BuiltinFixture;

TEST_F(Builtins, AreReadyWithAProcessorForEachContract) {
  start();
  std::vector<std::string> served;
  std::size_t ready = 0;
  for (const auto& status : host.statuses()) {
    if (status.code == RIPPLE_STATUS_PROCESSOR) served.push_back(status.contract);
    if (status.code == RIPPLE_STATUS_READY) ++ready;
    EXPECT_TRUE(status.extn_id.starts_with("ripple:main:internal:"));
  }
  EXPECT_EQ(served,
            (std::vector<std::string>{"config", "lifecycle_management", "caps", "settings",
                                      "app_events", "rpc", "extn_status", "ripple_context"}));
  EXPECT_EQ(ready, 8U);
}

TEST_F(Builtins, StopWithNothingLeftToAnswer) {
  start();
  host.stop();
  EXPECT_FALSE(statuses.listener);
}

TEST_F(AppEventsTest, HandsEventsToThePublisher) {
  start();
  AppEvents::emit event;
  event.event = "discovery.onNavigateTo";
  event.value = *parse_json(R"({"action":"home"})");
  event.app_id = "player";
  event.context = *parse_json(R"({"role":"use"})");
  EXPECT_TRUE(*host.call(event));
  ASSERT_EQ(events.events.size(), 1U);
  EXPECT_EQ(events.events[0].name, "discovery.onNavigateTo");
  EXPECT_EQ(events.events[0].value_json, R"({"action":"home"})");
  EXPECT_EQ(events.events[0].app_id, "player");
  EXPECT_EQ(events.events[0].context_json, R"({"role":"use"})");
}

TEST_F(AppEventsTest, PassesOnWhyAnEventWasRefused) {
  events.refuse = true;
  start();
  AppEvents::emit event;
  event.event = "no.onSuch";
  const auto emitted = host.call(event);
  ASSERT_FALSE(emitted);
  EXPECT_EQ(emitted.error().code, ErrorCode::kMethodNotFound);
  EXPECT_EQ(events.events.at(0).context_json, "");
}

TEST_F(RpcTest, CallsTheMethodAndHandsBackItsResult) {
  start();
  Rpc::call request;
  request.method = "device.name";
  request.params = *parse_json(R"({"a":1})");
  request.app_id = "player";
  const auto answer = host.start_call(request, {}, std::chrono::seconds(5));
  ASSERT_EQ(rpc.requests.size(), 1U);
  EXPECT_EQ(rpc.requests[0].method, "device.name");
  EXPECT_EQ(rpc.requests[0].params_json, R"({"a":1})");
  EXPECT_EQ(rpc.requests[0].app_id, "player");
  EXPECT_TRUE(rpc.requests[0].deadline.is_set());
  EXPECT_FALSE(answer.has_come());
  rpc.waiting[0](std::string(R"("Living Room")"));
  host.run_until_idle();
  EXPECT_EQ(*answer.result(), "Living Room");
}

TEST_F(RpcTest, HandsBackTheError) {
  start();
  Rpc::call request;
  request.method = "device.name";
  const auto answer = host.start_call(request);
  rpc.waiting.at(0)(Error{ErrorCode::kNotPermitted, "no", {}});
  host.run_until_idle();
  EXPECT_EQ(answer.result().error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(rpc.requests[0].params_json, "");
}

TEST_F(RpcTest, IgnoresAResultThatComesAfterTheEnd) {
  start();
  Rpc::call request;
  request.method = "device.name";
  const auto answer = host.start_call(request);
  host.stop();
  rpc.waiting.at(0)(std::string("1"));
  EXPECT_EQ(answer.count(), 1);
}

TEST_F(ExtnStatusTest, ListsTheChannels) {
  statuses.channels = {{"ripple:channel:device:linux", ExtnState::kReady, ""},
                       {"ripple:channel:distributor:general", ExtnState::kError, "no file"}};
  start();
  const auto list = host.call(ExtnStatus::list{});
  ASSERT_TRUE(list);
  EXPECT_EQ(list->at(0).status, ExtnStatus::Status::kReady);
  EXPECT_FALSE(list->at(0).message);
  EXPECT_EQ(list->at(1).message, "no file");
}

TEST_F(ExtnStatusTest, TellsOfChanges) {
  start();
  statuses.listener({"ripple:channel:device:linux", ExtnState::kInterrupted, "no network"});
  host.run_until_idle();
  const auto changes = host.events<ExtnStatus::OnStatusChanged>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].extn_id, "ripple:channel:device:linux");
  EXPECT_EQ(changes[0].status, ExtnStatus::Status::kInterrupted);
}

TEST_F(RippleContextTest, BeginsWithTheFeaturesOfTheManifest) {
  manifest.device.features = *parse_json(R"({"b":true,"a":true,"off":false,"mode":"x"})");
  start();
  const auto platform = host.call(RippleContext::get{});
  ASSERT_TRUE(platform);
  EXPECT_EQ(platform->features, (std::vector<std::string>{"a", "b"}));
}

TEST_F(RippleContextTest, TellsEverybodyWhenItChanges) {
  start();
  RippleContext::update update;
  update.context.time_zone = "Europe/Berlin";
  EXPECT_TRUE(*host.call(update));
  EXPECT_FALSE(*host.call(update));
  update.context = {};
  update.context.internet_connectivity = RippleContext::Connectivity::kFull;
  EXPECT_TRUE(*host.call(update));
  ASSERT_EQ(context.sent.size(), 2U);
  const Json::Value last = *parse_json(context.sent[1]);
  EXPECT_EQ(last["time_zone"], "Europe/Berlin");
  EXPECT_EQ(last["internet_connectivity"], "full");
}

}  // namespace
}  // namespace ripple::builtin
