#include "ripple/contracts/caps.hpp"

#include "ripple/contracts/permissions.hpp"
#include "tests/unit/builtin/builtin_fixture.hpp"

namespace ripple::builtin {
namespace {

using contracts::Caps;
using contracts::Permissions;

const std::string kMake = "xrn:firebolt:capability:device:make";
const std::string kModel = "xrn:firebolt:capability:device:model";
const std::string kUnknown = "xrn:firebolt:capability:time:travel";
const ripple::testing::Caller kPlayer{.app_id = "player"};

class CapsTest : public BuiltinFixture {
 protected:
  CapsTest() {
    manifest.device.supported = {{kMake, true, true, false}, {kModel, true, false, false}};
  }

  void provide_permissions() {
    host.provide<Permissions>(overloaded{
        [this](Permissions::List& call) {
          asked.push_back(call.params.app_id);
          call.reply({kMake, kModel + "[manage]"});
        },
        [](UnknownInvocation&) {},
    });
  }

  bool permitted(const std::string& capability, Caps::Role role) {
    Caps::permitted request{capability, Caps::CapabilityOption{role}};
    return host.call(request, kPlayer).value();
  }

  std::vector<std::string> asked;
};

TEST_F(CapsTest, KnowsWhatIsSupportedAndAvailable) {
  start();
  EXPECT_TRUE(*host.call(Caps::supported{kMake}, kPlayer));
  EXPECT_FALSE(*host.call(Caps::supported{kUnknown}, kPlayer));
  EXPECT_TRUE(*host.call(Caps::available{kMake}, kPlayer));
  capabilities->set_available(kMake, false);
  EXPECT_FALSE(*host.call(Caps::available{kMake}, kPlayer));
  EXPECT_TRUE(*host.call(Caps::supported{kMake}, kPlayer));
}

using Weakness13 = CapsTest;

TEST_F(Weakness13, DoesNotTakeSupportedForAvailable) {
  start();
  EXPECT_FALSE(*host.call(Caps::available{kUnknown}, kPlayer));
  const auto info = host.call(Caps::info{{kUnknown}}, kPlayer);
  ASSERT_TRUE(info);
  EXPECT_FALSE(info->at(0).available);
  EXPECT_EQ(info->at(0).details, std::vector{Caps::DenyReason::kUnsupported});
  capabilities->set_available(kMake, false);
  EXPECT_FALSE(host.call(Caps::info{{kMake}}, kPlayer)->at(0).available);
}

TEST_F(CapsTest, AsksTheDistributorOnceWhatAnAppMayDo) {
  provide_permissions();
  start();
  EXPECT_TRUE(permitted(kMake, Caps::Role::kUse));
  EXPECT_FALSE(permitted(kMake, Caps::Role::kManage));
  EXPECT_FALSE(permitted(kMake, Caps::Role::kProvide));
  EXPECT_TRUE(*host.call(Caps::permitted{kMake, {}}, kPlayer));
  EXPECT_EQ(asked, std::vector<std::string>{"player"});
}

TEST_F(CapsTest, PermitsNothingThatThePlatformDoesNotSupport) {
  provide_permissions();
  start();
  EXPECT_FALSE(permitted(kModel, Caps::Role::kManage));
}

TEST_F(CapsTest, AsksForTheAppByTheNameThatTheDistributorKnows) {
  manifest.device.distributor_app_aliases["player"] = "acme:player";
  provide_permissions();
  start();
  EXPECT_TRUE(permitted(kMake, Caps::Role::kUse));
  EXPECT_EQ(asked, std::vector<std::string>{"acme:player"});
  EXPECT_NE(permissions.find("player"), nullptr);
}

TEST_F(CapsTest, PermitsNothingWhenTheDistributorCannotBeAsked) {
  start();
  EXPECT_FALSE(permitted(kMake, Caps::Role::kUse));
  EXPECT_TRUE(host.has_logged("\"player\""));
  EXPECT_EQ(permissions.find("player"), nullptr);
}

TEST_F(CapsTest, PermitsWhatIsSupportedToAnAppThatNeedsNoPermission) {
  manifest.device.exclusory.app_ignore_rules["player"] = {"*"};
  start();
  EXPECT_TRUE(permitted(kMake, Caps::Role::kManage));
  EXPECT_FALSE(permitted(kMake, Caps::Role::kProvide));
}

TEST_F(CapsTest, StillAsksForAnAppThatIsOnlySparedSomeMethods) {
  manifest.device.exclusory.app_ignore_rules["player"] = {"device.make"};
  provide_permissions();
  start();
  EXPECT_FALSE(permitted(kMake, Caps::Role::kManage));
}

TEST_F(CapsTest, SaysThatNobodyHasDecidedOnGrants) {
  start();
  const auto granted = host.call(Caps::granted{kMake, {}}, kPlayer);
  ASSERT_TRUE(granted);
  EXPECT_FALSE(granted->has_value());
}

TEST_F(CapsTest, TellsAllAboutACapability) {
  manifest.device.grant_policies = *parse_json(R"({"device:make":{"use":{"options":[]}}})");
  provide_permissions();
  start();
  capabilities->set_available(kMake, false);
  const auto info = host.call(Caps::info{{kMake, kModel}}, kPlayer);
  ASSERT_TRUE(info);
  ASSERT_EQ(info->size(), 2U);
  EXPECT_EQ(info->at(0).capability, kMake);
  EXPECT_TRUE(info->at(0).supported);
  EXPECT_FALSE(info->at(0).available);
  EXPECT_EQ(info->at(0).use.permitted, true);
  EXPECT_EQ(info->at(0).manage.permitted, false);
  const std::vector<Caps::DenyReason> reasons = {Caps::DenyReason::kUnavailable,
                                                 Caps::DenyReason::kUngranted};
  EXPECT_EQ(info->at(0).details, reasons);
  EXPECT_EQ(info->at(1).details, std::vector{Caps::DenyReason::kUnpermitted});
}

TEST_F(CapsTest, AnswersARequestForGrantsWithWhatIsPermitted) {
  provide_permissions();
  start();
  const auto info = host.call(Caps::request{{{kMake, Caps::Role::kUse}}}, kPlayer);
  ASSERT_TRUE(info);
  ASSERT_EQ(info->size(), 1U);
  EXPECT_EQ(info->at(0).use.permitted, true);
  EXPECT_FALSE(info->at(0).details);
}

TEST_F(CapsTest, LetsExtensionsSayWhatIsAvailable) {
  start();
  ASSERT_TRUE(host.call(Caps::set_available{kMake, false}));
  ASSERT_TRUE(host.call(Caps::set_available{kMake, true}));
  EXPECT_EQ(host.events<Caps::OnUnavailable>().at(0).details,
            std::vector{Caps::DenyReason::kUnavailable});
  EXPECT_TRUE(host.events<Caps::OnAvailable>().at(0).available);
  for (const auto& record : host.event_records()) {
    EXPECT_EQ(record.audience["params"]["capability"], kMake);
  }
}

TEST_F(CapsTest, TakesShortNamesFromExtensionsAndRefusesWhatIsNone) {
  start();
  ASSERT_TRUE(host.call(Caps::set_available{"device:make", false}));
  EXPECT_FALSE(capabilities->available(kMake));
  EXPECT_FALSE(host.call(Caps::set_available{"Device Make", false}));
}

TEST_F(CapsTest, PermitsNothingToNobody) {
  start();
  EXPECT_FALSE(*host.call(Caps::permitted{kMake, {}}));
}

TEST_F(CapsTest, TellsExtensionsWhatAnAppMayDo) {
  provide_permissions();
  start();
  const Caps::is_permitted request{
      "player",
      {{kMake, Caps::Role::kUse}, {kModel, Caps::Role::kUse}, {kMake, Caps::Role::kManage}}};
  EXPECT_EQ(print_json(*host.call(request)), "{\"" + kMake + "\":false,\"" + kModel + "\":false}");
  EXPECT_EQ(print_json(*host.call(Caps::is_permitted{"player", {{kMake, {}}}})),
            "{\"" + kMake + "\":true}");
  EXPECT_EQ(print_json(*host.call(Caps::is_supported{{kMake, kUnknown}})),
            "{\"" + kMake + "\":true,\"" + kUnknown + "\":false}");
}

}  // namespace
}  // namespace ripple::builtin
