#include "main/services/permission_gate.hpp"

#include "pipeline_fixture.hpp"

namespace ripple::services {
namespace {

class PermissionGateTest : public PipelineFixture {
 protected:
  PermissionGateTest() { permissions_.forget("refui"); }
  std::size_t fetches() const { return distributor_box_.count(RIPPLE_REQUEST); }
};

TEST_F(PermissionGateTest, FetchesPermissionsOnceForAllWhoWait) {
  const auto first = ask("device.make");
  const auto second = ask("device.model");
  const auto third = ask("device.sku");
  ASSERT_EQ(fetches(), 1U);
  EXPECT_EQ(distributor_box_.messages[0].payload(), R"({"app_id":"refui"})");
  EXPECT_TRUE(provider_box_.messages.empty());
  distributor_answers(R"(["device:make","xrn:firebolt:capability:device:model"])");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 2U);
  EXPECT_EQ(third->code, ErrorCode::kNotPermitted);
  EXPECT_NE(third->payload.find(R"("data":{"capability":"xrn:firebolt:capability:device:sku"})"),
            std::string::npos);
  ask("device.make");
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(PermissionGateTest, LetsThoseWhoWaitedGoOnInTheOrderTheyCame) {
  const auto first = ask("device.make");
  const auto second = ask("device.model");
  const auto third = ask("device.name");
  distributor_answers(R"(["device:make","device:model","device:name"])");
  ASSERT_EQ(provider_box_.count(RIPPLE_REQUEST), 3U);
  for (const auto& [index, name] :
       {std::pair{0U, "device.make"}, {1U, "device.model"}, {2U, "device.name"}}) {
    EXPECT_EQ(provider_box_.messages[index].header().method, iec::method_of(kContract, name));
  }
}

TEST_F(PermissionGateTest, FetchesForEachAppOnItsOwn) {
  Session other = open_session("other");
  const auto first = ask("device.make");
  const auto second = ask(other, "device.make", "");
  ASSERT_EQ(fetches(), 2U);
  EXPECT_EQ(distributor_box_.messages[1].payload(), R"({"app_id":"other"})");
  distributor_answers(R"(["device:make"])");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  EXPECT_EQ(first->answers, 0);
}

TEST_F(PermissionGateTest, AsksForAnAppUnderTheNameThatTheDistributorKnows) {
  manifest_.distributor_app_aliases["refui"] = "com.acme.refui";
  const auto call = ask("device.make");
  EXPECT_EQ(distributor_box_.messages[0].payload(), R"({"app_id":"com.acme.refui"})");
}

TEST_F(PermissionGateTest, RefusesWhenTheDistributorIsSilentAndAsksAgainLater) {
  const auto call = ask("device.make");
  advance(11 * kSecond);
  EXPECT_EQ(call->code, ErrorCode::kNotPermitted);
  EXPECT_NE(call->payload.find("permissions.list was not answered in time"), std::string::npos);
  const auto again = ask("device.make");
  EXPECT_EQ(fetches(), 2U);
  distributor_answers(R"(["device:make"])");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
}

TEST_F(PermissionGateTest, RefusesWhenThereIsNoDistributor) {
  router_.set_provider(RippleContract::kPermissions, iec::kNoExtn);
  const auto call = ask("device.make");
  EXPECT_EQ(call->answers, 1);
  EXPECT_EQ(call->code, ErrorCode::kNotPermitted);
}

TEST_F(PermissionGateTest, SurvivesADistributorThatAnswersNonsense) {
  for (const char* payload : {"", "null", "1", "{", "[1]", "\"all\"", R"({"a":1})", R"([["a"]])"}) {
    const auto call = ask("device.make");
    distributor_answers(payload);
    EXPECT_EQ(call->answers, 1) << payload;
    EXPECT_EQ(call->code, ErrorCode::kNotPermitted) << payload;
  }
  for (const char* payload :
       {"", "null", "1", "{", "[1]", "\"all\"", R"({"message":{}})", R"({"message":[]})", "{}"}) {
    const auto call = ask("device.make");
    Message error(RIPPLE_ERROR);
    error.header().id = distributor_box_.messages.back().header().id;
    error.set_texts(payload);
    router_.submit(distributor_, std::move(error));
    EXPECT_EQ(call->answers, 1) << payload;
    EXPECT_EQ(call->code, ErrorCode::kNotPermitted) << payload;
  }
}

TEST_F(PermissionGateTest, ForgetsWhoIsGoneBeforeTheAnswer) {
  const auto call = ask("device.make");
  call->cancel();
  distributor_answers(R"(["device:make"])");
  EXPECT_EQ(call->answers, 0);
  EXPECT_TRUE(provider_box_.messages.empty());
}

TEST_F(PermissionGateTest, NoticesThatPermissionsAndCapabilitiesChange) {
  permit("refui", {"device:make"});
  ask("device.make");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  permit("refui", {"device:model"});
  EXPECT_EQ(ask("device.make")->code, ErrorCode::kNotPermitted);
  permit("refui", {"device:make"});
  capabilities_.set_available("xrn:firebolt:capability:device:make", false);
  EXPECT_EQ(ask("device.make")->code, ErrorCode::kNotAvailable);
  capabilities_.set_available("xrn:firebolt:capability:device:make", true);
  const auto call = ask("device.make");
  EXPECT_EQ(call->answers, 0);
}

TEST_F(PermissionGateTest, RefusesWhatThePlatformDoesNotSupportWithoutAsking) {
  const auto call = ask("device.uid");
  EXPECT_EQ(call->code, ErrorCode::kNotSupported);
  EXPECT_EQ(fetches(), 0U);
}

TEST_F(PermissionGateTest, LetsAnAppListenForWhatIsNotYetAvailable) {
  permit("refui", {"device:name"});
  capabilities_.set_available("xrn:firebolt:capability:device:name", false);
  EXPECT_EQ(ask("device.onNameChanged", R"({"listen":true})")->code, std::nullopt);
  EXPECT_EQ(ask("device.name")->code, ErrorCode::kNotAvailable);
}

TEST_F(PermissionGateTest, TrustsAnExtensionThatAsksForItself) {
  Session own = SessionService::open_for_extension("");
  const auto call = ask(own, "device.sku", "");
  EXPECT_EQ(call->answers, 0);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
  Session on_behalf = SessionService::open_for_extension("refui");
  const auto other = ask(on_behalf, "device.sku", "");
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(PermissionGateTest, NeedsNoPermissionWhereTheManifestExcludesIt) {
  manifest_.exclusory.app_ignore_rules["refui"] = {"device.make"};
  const auto by_app = ask("device.make");
  manifest_.exclusory.app_ignore_rules["refui"] = {"*"};
  const auto by_star = ask("device.model");
  manifest_.exclusory.app_ignore_rules.clear();
  manifest_.exclusory.method_ignore_rules = {"device.name"};
  const auto by_method = ask("device.name");
  manifest_.exclusory.method_ignore_rules.clear();
  manifest_.exclusory.resolve_only = std::vector<std::string>{"device.uid"};
  const auto not_resolved = ask("device.sku");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 4U);
  EXPECT_EQ(fetches(), 0U);
  // What the platform does not support stays refused.
  EXPECT_EQ(ask("device.uid")->code, ErrorCode::kNotSupported);
}

}  // namespace
}  // namespace ripple::services
