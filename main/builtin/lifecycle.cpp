#include "main/builtin/lifecycle.hpp"

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "main/builtin/app_stage.hpp"
#include "main/builtin/initialization.hpp"
#include "main/builtin/intent.hpp"
#include "ripple/contracts/launcher.hpp"
#include "ripple/contracts/lifecycle_management.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::Launcher;
using contracts::LifecycleManagement;

template <typename To, typename From>
To same_word(From from) {
  To to{};
  (void)from_json(Json::Value(std::string(to_string(from))), to);
  return to;
}

Json::Value boot_intent() {
  Json::Value intent(Json::objectValue);
  intent["action"] = "boot";
  intent["context"]["source"] = "device";
  return intent;
}

LifecycleManagement::SessionState describe(const AppSession& app) {
  LifecycleManagement::SessionState state;
  state.app_id = app.app_id;
  state.session_id = app.session_id;
  state.loaded_session_id = app.loaded_session_id;
  if (!app.active_session_id.empty()) state.active_session_id = app.active_session_id;
  return state;
}

Opening opening_of(const LifecycleManagement::AppSession& session) {
  Opening opening;
  opening.app_id = session.app.id;
  if (!session.launch) return opening;
  if (session.launch->intent) opening.intent = *session.launch->intent;
  if (session.launch->second_screen)
    opening.second_screen = to_json(*session.launch->second_screen);
  opening.inactive = session.launch->inactive.value_or(false);
  return opening;
}

class Lifecycle : public std::enable_shared_from_this<Lifecycle> {
 public:
  Lifecycle(Node node, LifecycleSurroundings surroundings)
      : node_(std::move(node)),
        surroundings_(std::move(surroundings)),
        stage_(std::make_shared<AppStage>(node_, surroundings_.manifest, surroundings_.sessions)) {}

  void ready(LifecycleManagement::Ready& call) {
    AppSession* app = admit(call);
    if (app == nullptr) return;
    if (const auto first = stage_->apps().set_ready(*app); !first) return call.fail(first.error());
    call.reply(nullptr);
    stage_->on_ready(*app);
  }

  void close(LifecycleManagement::Close& call) {
    AppSession* app = admit(call);
    if (app == nullptr) return;
    call.reply(nullptr);
    stage_->request_close(*app, same_word<AppStage::CloseReason>(call.params.reason));
  }

  void finished(LifecycleManagement::Finished& call) {
    AppSession* app = admit(call);
    if (app == nullptr) return;
    if (const auto may = stage_->apps().check_finished(*app); !may) return call.fail(may.error());
    call.reply(nullptr);
    stage_->finish(app->app_id);
  }

  void state(LifecycleManagement::State& call) {
    const AppSession* app = admit(call);
    if (app != nullptr) call.reply(same_word<LifecycleManagement::LifecycleState>(app->state));
  }

  Task<void> initialization(LifecycleManagement::Initialization& call) {
    const AppSession* app = admit(call);
    if (app == nullptr) co_return;
    const Json::Value intent = app->intent;
    const Json::Value second_screen = app->second_screen;
    LifecycleManagement::AppInitialization result = co_await initial_privacy(
        node_, surroundings_.manifest.device.default_values, call.deadline());
    result.discovery.emplace();
    if (is_navigation(intent)) result.discovery->navigate_to = intent;
    if (second_screen.isObject()) {
      LifecycleManagement::SecondScreenEvent event;
      if (from_json(second_screen, event)) result.second_screen.emplace().launch_request = event;
    }
    call.reply(result);
  }

  void set_state(LifecycleManagement::SetState& call) {
    const std::string& app_id = call.params.app_id;
    AppSession* app = app_id == call.context().app_id() ? admit(call) : stage_->apps().find(app_id);
    if (call.is_answered()) return;
    if (app == nullptr) {
      return call.fail({ErrorCode::kCustom,
                        "Custom error: no app \"" + app_id +
                            "\" runs; open a session for it with lifecyclemanagement.session",
                        {}});
    }
    const auto change = stage_->move(*app, *parse_lifecycle_state(to_string(call.params.state)));
    if (!change) return call.fail(change.error());
    call.reply(nullptr);
  }

  void session(LifecycleManagement::Session& call) {
    const Opening opening = opening_of(call.params.session);
    const AppSession* app = stage_->apps().find(opening.app_id);
    if (const auto may = check(opening, app); !may) return call.fail(may.error());
    if (surroundings_.permissions.is_known(opening.app_id)) {
      const auto opened = open(opening);
      return opened ? call.reply(describe(**opened)) : call.fail(opened.error());
    }
    LifecycleManagement::SessionState pending;
    if (app != nullptr && !app->session_id.empty()) pending = describe(*app);
    pending.app_id = opening.app_id;
    pending.transition_pending = true;
    call.reply(pending);
    if (!pending_.insert(opening.app_id).second) return;
    node_.spawn(complete(shared_from_this(), opening), "session of " + opening.app_id);
  }

  void launch(LifecycleManagement::Launch& call) {
    if (const auto may = judge_intent(call.params.intent); !may) return call.fail(may.error());
    const auto launched = launch(call.params.app_id, call.params.intent);
    if (!launched) return call.fail(launched.error());
    call.reply(nullptr);
  }

  /// Launches the apps that the library wants in the foreground.
  void boot() {
    for (const manifest::App& app : surroundings_.manifest.apps) {
      if (app.boot_state != "foreground") continue;
      const auto launched = launch(app.id, boot_intent());
      if (!launched) node_.log(LogLevel::kError, launched.error().message);
    }
  }

  /// An app that was known by its connection alone begins anew when it comes back.
  void on_departure(const std::string& app_id) {
    const AppSession* app = stage_->apps().find(app_id);
    if (app != nullptr && app->session_id.empty()) stage_->end(app_id);
  }

  static Task<void> watch_processes(std::shared_ptr<Lifecycle> self) {
    auto ended = self->node_.subscribe<Launcher::OnAppEnded>();
    while (const auto app = co_await ended.next()) {
      self->stage_->on_process_ended(app->app_id, app->session_id.value_or(""));
    }
  }

 private:
  // The caller's record; null when the call has been failed.
  template <typename Call>
  AppSession* admit(Call& call) {
    const auto app = stage_->apps().find_or_admit(call.context().app_id());
    if (app) return *app;
    call.fail(app.error());
    return nullptr;
  }

  Result<void> check(const Opening& opening, const AppSession* app) const {
    if (app != nullptr && app->state == LifecycleState::kUnloading) {
      return Error{ErrorCode::kCustom,
                   "Custom error: the app \"" + opening.app_id +
                       "\" is unloading; ask again after lifecyclemanagement.onRequestFinished",
                   {}};
    }
    if (!opening.intent.isNull()) return judge_intent(opening.intent);
    if (app != nullptr && !app->session_id.empty()) return {};
    return Error{ErrorCode::kInvalidIntent,
                 "a new session needs launch.intent, for example "
                 "{\"action\":\"home\",\"context\":{\"source\":\"device\"}}; found none",
                 {}};
  }

  // features.intent_validation: "fail" refuses a bad intent, anything else lets it pass.
  Result<void> judge_intent(const Json::Value& intent) const {
    const Result<void> verdict = check_intent(intent);
    if (verdict) return {};
    const Json::Value& features = surroundings_.manifest.device.features;
    if (features.isObject() && features["intent_validation"] == "fail") return verdict;
    node_.log(LogLevel::kWarning, "passed on all the same: " + verdict.error().message);
    return {};
  }

  static Task<void> complete(std::shared_ptr<Lifecycle> self, Opening opening) {
    const Node& node = self->node_;
    const auto fetched = co_await self->surroundings_.permissions.fetch(node, opening.app_id);
    self->pending_.erase(opening.app_id);
    if (fetched) {
      if (const auto opened = self->open(opening)) {
        (void)node.emit(LifecycleManagement::OnSessionTransitionCompleted{describe(**opened)});
        co_return;
      }
    }
    LifecycleManagement::SessionState canceled;
    canceled.app_id = opening.app_id;
    (void)node.emit(LifecycleManagement::OnSessionTransitionCanceled{canceled});
  }

  // A session, and for an app that runs already the news of its new intent.
  Result<AppSession*> open(const Opening& opening) {
    const AppSession* known = stage_->apps().find(opening.app_id);
    const bool runs = known != nullptr && !known->session_id.empty();
    const auto opened = stage_->open(opening);
    if (opened && runs) navigate(**opened, opening.intent);
    return opened;
  }

  void navigate(const AppSession& app, const Json::Value& intent) {
    if (!surroundings_.manifest.device.lifecycle.emit_navigate_on_activate) return;
    if (!is_navigation(intent)) return;
    (void)surroundings_.events.publish(
        {"discovery.onNavigateTo", print_json(intent), app.app_id, ""});
  }

  Result<void> launch(const std::string& app_id, const Json::Value& intent) {
    if (!stage_->is_launched_by_main(app_id)) {
      return node_.emit(LifecycleManagement::OnRequestLaunch{{app_id, intent}});
    }
    const AppSession* known = stage_->apps().find(app_id);
    const bool runs = known != nullptr && !known->session_id.empty();
    const Opening opening{.app_id = app_id, .intent = intent, .second_screen = {}};
    if (const auto may = check(opening, known); !may) return may;
    const auto opened = open(opening);
    if (!opened) return opened.error();
    if (runs && (*opened)->ready) stage_->bring_to_front(**opened);
    return {};
  }

  Node node_;
  LifecycleSurroundings surroundings_;
  std::shared_ptr<AppStage> stage_;
  std::set<std::string> pending_;  // apps whose permissions are being asked for
};

}  // namespace

Task<void> serve_lifecycle(Node node, LifecycleSurroundings surroundings) {
  const auto lifecycle = std::make_shared<Lifecycle>(node, surroundings);
  node.spawn(Lifecycle::watch_processes(lifecycle), "ended apps");
  surroundings.gateway.on_up([waiting = std::weak_ptr(lifecycle)] {
    if (const auto self = waiting.lock()) self->boot();
  });
  if (surroundings.departures != nullptr) {
    surroundings.departures->set_listener(
        [waiting = std::weak_ptr(lifecycle)](const std::string& app_id) {
          if (const auto self = waiting.lock()) self->on_departure(app_id);
        });
  }
  auto handlers = overloaded{
      [=](LifecycleManagement::Ready& call) { lifecycle->ready(call); },
      [=](LifecycleManagement::Close& call) { lifecycle->close(call); },
      [=](LifecycleManagement::Finished& call) { lifecycle->finished(call); },
      [=](LifecycleManagement::State& call) { lifecycle->state(call); },
      [=](LifecycleManagement::Initialization& call) -> Task<void> {
        return lifecycle->initialization(call);
      },
      [=](LifecycleManagement::Session& call) { lifecycle->session(call); },
      [=](LifecycleManagement::SetState& call) { lifecycle->set_state(call); },
      [=](LifecycleManagement::Launch& call) { lifecycle->launch(call); },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<LifecycleManagement>(node, std::move(handlers));
}

}  // namespace ripple::builtin
