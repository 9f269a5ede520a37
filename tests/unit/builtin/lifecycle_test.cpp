#include "ripple/contracts/launcher.hpp"
#include "ripple/contracts/lifecycle_management.hpp"
#include "ripple/contracts/permissions.hpp"
#include "ripple/contracts/privacy_settings.hpp"
#include "tests/unit/builtin/builtin_fixture.hpp"

namespace ripple::builtin {
namespace {

using contracts::Launcher;
using contracts::LifecycleManagement;
using contracts::Permissions;
using contracts::PrivacySettings;
using State = LifecycleManagement::LifecycleState;
using namespace std::chrono_literals;

const ripple::testing::Caller kRefui{.app_id = "refui"};
const ripple::testing::Caller kPlayer{.app_id = "player"};

Json::Value intent(const std::string& action) {
  Json::Value json(Json::objectValue);
  json["action"] = action;
  json["context"]["source"] = "voice";
  return json;
}

LifecycleManagement::session session_of(const std::string& app_id, const Json::Value& intent_json) {
  LifecycleManagement::session request;
  request.session.app.id = app_id;
  request.session.launch.emplace();
  if (!intent_json.isNull()) request.session.launch->intent = intent_json;
  return request;
}

class LifecycleTest : public BuiltinFixture {
 protected:
  LifecycleTest() { manifest.device.exclusory.app_ignore_rules["refui"] = {"*"}; }

  /// A distributor that permits nothing in particular.
  void provide_permissions() {
    host.provide<Permissions>(overloaded{
        [](Permissions::List& call) { call.reply(std::vector<std::string>{}); },
        [](UnknownInvocation&) {},
    });
  }

  /// A launcher that writes down what it is asked for.
  void provide_launcher() {
    host.provide<Launcher>(overloaded{
        [this](Launcher::Launch& call) {
          launches.push_back(call.params);
          if (launch_fails) return call.fail({ErrorCode::kServiceFailure, "no such program", {}});
          call.reply({.app_id = call.params.app_id, .process_id = 7, .session_id = {}});
        },
        [this](Launcher::Close& call) {
          closed.push_back(call.params.app_id);
          call.reply(nullptr);
        },
        [this](Launcher::SetState& call) {
          states.emplace_back(to_string(call.params.state));
          call.reply(nullptr);
        },
        [](auto& call) { call.reply_unsupported(); },
    });
  }

  /// An app that Main launches itself.
  void add_template_app(const std::string& id, const std::string& boot_state = "inactive") {
    manifest::App app;
    app.id = id;
    app.name = "The " + id;
    app.start_page = "https://example.com/" + id;
    app.boot_state = boot_state;
    app.launch["command"].append("browser");
    manifest.apps.push_back(app);
  }

  /// Opens a session for an app that needs no permissions.
  LifecycleManagement::SessionState open(const std::string& app_id) {
    manifest.device.exclusory.app_ignore_rules[app_id] = {"*"};
    return host.call(session_of(app_id, intent("home")), kRefui).value();
  }

  Result<std::nullptr_t> move(const std::string& app_id, State state) {
    return host.call(LifecycleManagement::set_state{app_id, state}, kRefui);
  }

  State state_of(const std::string& app_id) {
    return host.call(LifecycleManagement::state{}, {.app_id = app_id}).value();
  }

  std::vector<Launcher::launch> launches;
  std::vector<std::string> closed, states;
  bool launch_fails = false;
};

TEST_F(LifecycleTest, AdmitsAnAppThatIsConnectedByItsIdAlone) {
  start();
  EXPECT_EQ(state_of("refui"), State::kInitializing);
  EXPECT_TRUE(host.call(LifecycleManagement::ready{}, kRefui));
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestReady>().at(0).app_id, "refui");
}

TEST_F(LifecycleTest, BeginsAnewWithAnAppWithoutASessionThatComesBack) {
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, kRefui));
  ASSERT_TRUE(move("refui", State::kForeground));
  departures.announce("refui");
  EXPECT_EQ(state_of("refui"), State::kInitializing);
  EXPECT_TRUE(host.call(LifecycleManagement::ready{}, kRefui));
}

TEST_F(LifecycleTest, KeepsTheSessionOfAnAppThatLostItsConnection) {
  start();
  const auto session = open("player");
  departures.announce("player");
  departures.announce("nobody");
  EXPECT_TRUE(sessions.app_of(*session.session_id));
}

TEST_F(LifecycleTest, IsForAppsOnly) {
  start();
  const auto nobody = host.call(LifecycleManagement::ready{});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, ErrorCode::kInvalidParams);
}

TEST_F(LifecycleTest, RefusesASecondReadyAndLeavesTheState) {
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, kRefui));
  ASSERT_TRUE(move("refui", State::kInactive));
  EXPECT_FALSE(host.call(LifecycleManagement::ready{}, kRefui));
  EXPECT_EQ(state_of("refui"), State::kInactive);
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestReady>().size(), 1U);
}

TEST_F(LifecycleTest, TellsOnlyTheAppOfItsNewState) {
  start();
  open("player");
  ASSERT_TRUE(move("player", State::kInactive));
  ASSERT_TRUE(move("player", State::kForeground));
  const auto event = host.events<LifecycleManagement::OnForeground>().at(0);
  EXPECT_EQ(event.state, State::kForeground);
  EXPECT_EQ(event.previous, State::kInactive);
  EXPECT_EQ(audience<LifecycleManagement::OnForeground>(), std::vector<std::string>{"player"});
}

TEST_F(LifecycleTest, TellsNothingWhenTheStateStaysTheSame) {
  start();
  open("player");
  ASSERT_TRUE(move("player", State::kInactive));
  EXPECT_TRUE(move("player", State::kInactive));
  EXPECT_EQ(host.events<LifecycleManagement::OnInactive>().size(), 1U);
}

TEST_F(LifecycleTest, ChecksTheStepsWhenTheManifestSaysSo) {
  manifest.device.default_values["lifecycle_transition_validate"] = true;
  start();
  open("player");
  const auto step = move("player", State::kForeground);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().code, ErrorCode::kCustom);
  EXPECT_EQ(state_of("player"), State::kInitializing);
}

TEST_F(LifecycleTest, SaysThatAnAppDoesNotRun) {
  start();
  const auto step = move("nobody", State::kForeground);
  ASSERT_FALSE(step);
  EXPECT_NE(step.error().message.find("\"nobody\""), std::string::npos);
}

TEST_F(LifecycleTest, RefusesACloseWithABadReason) {
  start();
  Json::Value params(Json::objectValue);
  for (const char* reason : {"", "boredom", "appNotReady"}) {
    params["reason"] = reason;
    const auto answer =
        host.start_call_json("lifecycle_management", "lifecycle.close", params, kRefui).result();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidParams);
  }
  EXPECT_TRUE(host.events<LifecycleManagement::OnRequestClose>().empty());
}

TEST_F(LifecycleTest, HandsTheWishToCloseToTheLauncher) {
  start();
  open("player");
  ASSERT_TRUE(
      host.call(LifecycleManagement::close{LifecycleManagement::CloseReason::kDone}, kPlayer));
  const auto request = host.events<LifecycleManagement::OnRequestClose>().at(0);
  EXPECT_EQ(request.app_id, "player");
  EXPECT_EQ(request.reason, LifecycleManagement::CloseRequestReason::kDone);
  EXPECT_EQ(state_of("player"), State::kInitializing);
}

TEST_F(LifecycleTest, RefusesFinishedOutsideUnloading) {
  start();
  const auto answer = host.call(LifecycleManagement::finished{}, kRefui);
  ASSERT_FALSE(answer);
  EXPECT_EQ(static_cast<int>(answer.error().code), -32001);
  EXPECT_NE(answer.error().message.find("Cannot call finished"), std::string::npos);
}

TEST_F(LifecycleTest, EndsTheSessionWhenTheAppHasFinished) {
  start();
  const auto session = open("player");
  ASSERT_TRUE(sessions.app_of(*session.session_id));
  ASSERT_TRUE(move("player", State::kUnloading));
  ASSERT_TRUE(host.call(LifecycleManagement::finished{}, kPlayer));
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestFinished>().at(0).app_id, "player");
  EXPECT_FALSE(sessions.app_of(*session.session_id));
}

TEST_F(LifecycleTest, LeavesUnloadingForNothing) {
  start();
  open("player");
  ASSERT_TRUE(move("player", State::kUnloading));
  EXPECT_FALSE(move("player", State::kForeground));
  EXPECT_FALSE(host.call(session_of("player", intent("home")), kRefui));
}

TEST_F(LifecycleTest, EndsTheSessionOfAnAppThatDoesNotFinishInTime) {
  start();
  const auto session = open("player");
  ASSERT_TRUE(move("player", State::kUnloading));
  host.advance(1999ms);
  EXPECT_TRUE(sessions.app_of(*session.session_id));
  host.advance(1ms);
  EXPECT_FALSE(sessions.app_of(*session.session_id));
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestFinished>().size(), 1U);
}

TEST_F(LifecycleTest, AsksToCloseAnAppThatIsNotReadyInTime) {
  start();
  open("player");
  host.advance(29999ms);
  EXPECT_TRUE(host.events<LifecycleManagement::OnRequestClose>().empty());
  host.advance(1ms);
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestClose>().at(0).reason,
            LifecycleManagement::CloseRequestReason::kAppNotReady);
}

TEST_F(LifecycleTest, WaitsNoLongerWhenTheAppIsReady) {
  start();
  open("player");
  host.advance(20s);
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, kPlayer));
  host.advance(60s);
  EXPECT_TRUE(host.events<LifecycleManagement::OnRequestClose>().empty());
}

TEST_F(LifecycleTest, CompletesASessionAtOnceWhenNothingHasToBeAsked) {
  start();
  const auto session = open("player");
  EXPECT_FALSE(session.transition_pending);
  EXPECT_EQ(session.app_id, "player");
  EXPECT_EQ(sessions.app_of(*session.session_id), "player");
  EXPECT_TRUE(session.loaded_session_id);
  EXPECT_TRUE(session.active_session_id);
}

TEST_F(LifecycleTest, KeepsTheSessionOfAnAppThatRuns) {
  start();
  const auto first = open("player");
  const auto again = host.call(session_of("player", {}), kRefui);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->session_id, first.session_id);
}

TEST_F(LifecycleTest, RefusesANewSessionWithoutAnIntent) {
  start();
  const auto session = host.call(session_of("player", {}), kRefui);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kInvalidIntent);
}

TEST_F(LifecycleTest, PassesABadIntentOnUnlessTheManifestSaysOtherwise) {
  manifest.device.exclusory.app_ignore_rules["player"] = {"*"};
  start();
  EXPECT_TRUE(host.call(session_of("player", intent("entity")), kRefui));
  EXPECT_TRUE(host.has_logged("/data"));
}

TEST_F(LifecycleTest, RefusesABadIntentWhenTheManifestSaysSo) {
  manifest.device.features["intent_validation"] = "fail";
  start();
  const auto session = host.call(session_of("player", intent("entity")), kRefui);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kInvalidIntent);
}

TEST_F(LifecycleTest, CompletesASessionLaterWhenPermissionsHaveToBeAsked) {
  provide_permissions();
  start();
  const auto pending = host.call(session_of("player", intent("home")), kRefui);
  ASSERT_TRUE(pending);
  EXPECT_TRUE(pending->transition_pending);
  EXPECT_FALSE(pending->session_id);
  const auto done = host.events<LifecycleManagement::OnSessionTransitionCompleted>();
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(sessions.app_of(done[0].session_id.value()), "player");
  EXPECT_NE(permissions.find("player"), nullptr);
}

TEST_F(LifecycleTest, CancelsASessionWhosePermissionsAreNotKnown) {
  start();
  const auto pending = host.call(session_of("player", intent("home")), kRefui);
  ASSERT_TRUE(pending);
  const auto canceled = host.events<LifecycleManagement::OnSessionTransitionCanceled>();
  ASSERT_EQ(canceled.size(), 1U);
  EXPECT_EQ(canceled[0].app_id, "player");
}

TEST_F(LifecycleTest, TellsARunningAppWhereToGoWhenTheManifestSaysSo) {
  manifest.device.lifecycle.emit_navigate_on_activate = true;
  start();
  open("player");
  ASSERT_TRUE(host.call(session_of("player", intent("launch")), kRefui));
  ASSERT_EQ(events.events.size(), 1U);
  EXPECT_EQ(events.events[0].name, "discovery.onNavigateTo");
  EXPECT_EQ(events.events[0].app_id, "player");
}

TEST_F(LifecycleTest, LaunchesForegroundAppsWhenTheGatewayIsUp) {
  add_template_app("home", "foreground");
  add_template_app("other");
  provide_launcher();
  start();
  EXPECT_TRUE(launches.empty());
  gateway.announce();
  host.run_until_idle();
  ASSERT_EQ(launches.size(), 1U);
  EXPECT_EQ(launches[0].app_id, "home");
  EXPECT_EQ(launches[0].url, "https://example.com/home");
  EXPECT_EQ(sessions.app_of(launches[0].session_id.value()), "home");
  EXPECT_EQ((*launches[0].intent)["action"], "boot");
}

TEST_F(LifecycleTest, AsksTheLauncherAppForAnAppWithoutATemplate) {
  manifest::App app;
  app.id = "ui";
  app.boot_state = "foreground";
  manifest.apps.push_back(app);
  start();
  gateway.announce();
  host.run_until_idle();
  EXPECT_EQ(host.events<LifecycleManagement::OnRequestLaunch>().at(0).app_id, "ui");
}

TEST_F(LifecycleTest, BringsAnAppThatItLaunchedToTheForegroundWhenItIsReady) {
  add_template_app("home");
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, {.app_id = "home"}));
  EXPECT_EQ(state_of("home"), State::kForeground);
  EXPECT_EQ(states, (std::vector<std::string>{"inactive", "foreground"}));
}

TEST_F(LifecycleTest, MovesTheAppInFrontAside) {
  add_template_app("one");
  add_template_app("two");
  provide_launcher();
  start();
  for (const char* app : {"one", "two"}) {
    ASSERT_TRUE(host.call(LifecycleManagement::launch{app, intent("launch")}));
    ASSERT_TRUE(host.call(LifecycleManagement::ready{}, {.app_id = app}));
  }
  EXPECT_EQ(state_of("one"), State::kInactive);
  EXPECT_EQ(state_of("two"), State::kForeground);
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"one", intent("launch")}));
  EXPECT_EQ(state_of("one"), State::kForeground);
  EXPECT_EQ(launches.size(), 2U);
}

TEST_F(LifecycleTest, ClosesTheSessionOfAnAppThatDidNotStart) {
  add_template_app("home");
  launch_fails = true;
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  EXPECT_FALSE(sessions.app_of(launches.at(0).session_id.value()));
  EXPECT_TRUE(host.has_logged("no such program"));
}

TEST_F(LifecycleTest, ClosesTheSessionWhenTheProcessEnds) {
  add_template_app("home");
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  const std::string session = launches.at(0).session_id.value();
  host.publish(Launcher::OnAppEnded{{.app_id = "home", .session_id = "older"}});
  EXPECT_TRUE(sessions.app_of(session));
  host.publish(Launcher::OnAppEnded{{.app_id = "home", .session_id = session}});
  EXPECT_FALSE(sessions.app_of(session));
}

TEST_F(LifecycleTest, UnloadsAnAppThatItLaunchedWhenItIsDone) {
  add_template_app("home");
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, {.app_id = "home"}));
  ASSERT_TRUE(host.call(LifecycleManagement::close{LifecycleManagement::CloseReason::kDone},
                        {.app_id = "home"}));
  EXPECT_EQ(state_of("home"), State::kUnloading);
  host.advance(2s);
  EXPECT_EQ(closed, std::vector<std::string>{"home"});
  EXPECT_FALSE(sessions.app_of(launches.at(0).session_id.value()));
}

TEST_F(LifecycleTest, OnlyHidesAnAppThatWasLeftByTheRemoteControl) {
  add_template_app("home");
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  ASSERT_TRUE(host.call(LifecycleManagement::ready{}, {.app_id = "home"}));
  ASSERT_TRUE(host.call(LifecycleManagement::close{LifecycleManagement::CloseReason::kRemoteButton},
                        {.app_id = "home"}));
  EXPECT_EQ(state_of("home"), State::kInactive);
}

TEST_F(LifecycleTest, EndsAnAppThatItLaunchedWhenItIsNotReadyInTime) {
  add_template_app("home");
  provide_launcher();
  start();
  ASSERT_TRUE(host.call(LifecycleManagement::launch{"home", intent("launch")}));
  host.advance(30s);
  EXPECT_EQ(closed, std::vector<std::string>{"home"});
  EXPECT_FALSE(sessions.app_of(launches.at(0).session_id.value()));
}

TEST_F(LifecycleTest, AsksTheOldestAppToCloseWhenThereAreTooMany) {
  manifest.device.lifecycle.max_loaded_apps = 1;
  start();
  open("one");
  EXPECT_TRUE(host.events<LifecycleManagement::OnRequestClose>().empty());
  open("two");
  const auto request = host.events<LifecycleManagement::OnRequestClose>().at(0);
  EXPECT_EQ(request.app_id, "one");
  EXPECT_EQ(request.reason, LifecycleManagement::CloseRequestReason::kResourceContention);
}

TEST_F(LifecycleTest, TellsAnAppWhereToBegin) {
  start();
  manifest.device.exclusory.app_ignore_rules["player"] = {"*"};
  ASSERT_TRUE(host.call(session_of("player", intent("search")), kRefui));
  const auto first = host.call(LifecycleManagement::initialization{}, kPlayer);
  ASSERT_TRUE(first);
  EXPECT_EQ((*first->discovery->navigate_to)["action"], "search");
  const auto refui = host.call(LifecycleManagement::initialization{}, kRefui);
  EXPECT_FALSE(refui->discovery->navigate_to);
}

TEST_F(LifecycleTest, LimitsTrackingWhenNobodyCanSayWhatIsAllowed) {
  manifest.device.default_values =
      *parse_json(R"({"country_code":"US","countries_using_us_privacy":["US"]})");
  start();
  const auto first = host.call(LifecycleManagement::initialization{}, kRefui);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->lmt, 1);
  EXPECT_EQ(first->us_privacy, "1-Y-");
}

TEST_F(LifecycleTest, TakesPrivacyFromItsContract) {
  manifest.device.default_values =
      *parse_json(R"({"country_code":"US","countries_using_us_privacy":["US"]})");
  host.provide<PrivacySettings>(overloaded{
      [](PrivacySettings::AllowAppContentAdTargeting& call) { call.reply(true); },
      [](auto& call) { call.reply_unsupported(); },
  });
  start();
  const auto first = host.call(LifecycleManagement::initialization{}, kRefui);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->lmt, 0);
  EXPECT_EQ(first->us_privacy, "1-N-");
}

}  // namespace
}  // namespace ripple::builtin
