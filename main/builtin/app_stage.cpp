#include "main/builtin/app_stage.hpp"

#include <algorithm>
#include <utility>

#include "main/services/random_uuid.hpp"

namespace ripple::builtin {
namespace {

using contracts::LifecycleManagement;

bool is_strict(const Json::Value& default_values) {
  return default_values.isObject() &&
         default_values.get("lifecycle_transition_validate", false) == true;
}

// The states that an app is told of have the same names in the contract.
LifecycleManagement::LifecycleState contract_state(LifecycleState state) {
  LifecycleManagement::LifecycleState result{};
  (void)from_json(Json::Value(std::string(to_string(state))), result);
  return result;
}

Json::Value params_of(const AppSession& app) {
  Json::Value params(Json::objectValue);
  params["app_id"] = app.app_id;
  return params;
}

}  // namespace

AppStage::AppStage(Node node, const manifest::Manifest& manifest,
                   services::SessionRegistry& sessions)
    : node_(std::move(node)),
      manifest_(manifest),
      apps_(sessions, is_strict(manifest.device.default_values),
            manifest.device.host.limits.connections),
      alarms_(std::make_shared<Alarms>(node_)) {}

const manifest::App* AppStage::find_in_library(const std::string& app_id) const {
  const auto at = std::find_if(manifest_.apps.begin(), manifest_.apps.end(),
                               [&](const manifest::App& app) { return app.id == app_id; });
  return at == manifest_.apps.end() ? nullptr : &*at;
}

bool AppStage::is_launched_by_main(const std::string& app_id) const {
  const manifest::App* app = find_in_library(app_id);
  return app != nullptr && app->launch.isObject();
}

Result<AppSession*> AppStage::open(const Opening& opening) {
  const AppSession* known = apps_.find(opening.app_id);
  const bool is_new = known == nullptr || known->session_id.empty();
  Result<AppSession*> opened = apps_.open(opening.app_id);
  if (!opened) return opened;
  AppSession& app = **opened;
  if (!opening.intent.isNull()) app.intent = opening.intent;
  if (!opening.second_screen.isNull()) app.second_screen = opening.second_screen;
  if (!opening.inactive) app.active_session_id = services::random_uuid();
  if (!is_new) return opened;
  app.launched_by_main = is_launched_by_main(app.app_id);
  app.starts_inactive = opening.inactive;
  make_room_for(app);
  wait_for_ready(app.app_id);
  if (app.launched_by_main) start(app, opening);
  return opened;
}

void AppStage::wait_for_ready(const std::string& app_id) {
  alarms_->set(app_id, manifest_.device.lifecycle.app_ready_timeout,
               [stage = weak_from_this(), app_id] {
                 const auto self = stage.lock();
                 AppSession* app = self ? self->apps_.find(app_id) : nullptr;
                 if (app == nullptr || app->ready) return;
                 self->request_close(*app, CloseReason::kAppNotReady);
               });
}

void AppStage::start(const AppSession& app, const Opening& opening) {
  const manifest::App* known = find_in_library(app.app_id);
  Json::Value params = params_of(app);
  params["session_id"] = app.session_id;
  params["url"] = known->start_page;
  params["title"] = known->name;
  if (!opening.intent.isNull()) params["intent"] = opening.intent;
  node_.spawn(start_process(shared_from_this(), app.app_id, app.generation, std::move(params)),
              "launch " + app.app_id);
}

Task<void> AppStage::start_process(std::shared_ptr<AppStage> stage, std::string app_id,
                                   std::uint64_t generation, Json::Value params) {
  const auto started =
      co_await stage->node_.call_json(RippleContract::kLauncher, "launcher.launch", params);
  if (started) co_return;
  stage->node_.log(LogLevel::kError,
                   "the app \"" + app_id + "\" was not started: " + started.error().message);
  const AppSession* app = stage->apps_.find(app_id);
  if (app != nullptr && app->generation == generation) stage->end(app_id);
}

Result<StateChange> AppStage::move(AppSession& app, LifecycleState state) {
  const Result<StateChange> change = apps_.set_state(app, state);
  if (!change || !change->changed()) return change;
  if (state == LifecycleState::kForeground && app.active_session_id.empty()) {
    app.active_session_id = services::random_uuid();
  }
  if (state == LifecycleState::kUnloading) {
    alarms_->set(app.app_id, manifest_.device.lifecycle.app_finished_timeout,
                 [stage = weak_from_this(), app_id = app.app_id] {
                   if (const auto self = stage.lock()) self->finish(app_id);
                 });
  }
  tell_app(app, *change);
  if (app.launched_by_main) {
    Json::Value params = params_of(app);
    params["state"] = std::string(to_string(state));
    tell_launcher("launcher.setState", std::move(params));
  }
  return change;
}

void AppStage::tell_app(const AppSession& app, const StateChange& change) {
  const LifecycleManagement::LifecycleEvent event{.previous = contract_state(change.previous),
                                                  .source = {},
                                                  .state = contract_state(change.state)};
  const Audience audience{.app_id = app.app_id};
  switch (change.state) {
    case LifecycleState::kInactive:
      (void)node_.emit(LifecycleManagement::OnInactive{event}, audience);
      break;
    case LifecycleState::kForeground:
      (void)node_.emit(LifecycleManagement::OnForeground{event}, audience);
      break;
    case LifecycleState::kBackground:
      (void)node_.emit(LifecycleManagement::OnBackground{event}, audience);
      break;
    case LifecycleState::kSuspended:
      (void)node_.emit(LifecycleManagement::OnSuspended{event}, audience);
      break;
    case LifecycleState::kUnloading:
      (void)node_.emit(LifecycleManagement::OnUnloading{event}, audience);
      break;
    case LifecycleState::kInitializing:
    case LifecycleState::kUnloaded:
    case LifecycleState::kTerminated:
      break;  // there is no event for these
  }
}

void AppStage::tell_launcher(std::string_view method, Json::Value params) {
  const auto tell = [](Node node, std::string name, Json::Value what) -> Task<void> {
    const auto told = co_await node.call_json(RippleContract::kLauncher, name, what);
    if (!told) node.log(LogLevel::kWarning, name + ": " + told.error().message);
  };
  node_.spawn(tell(node_, std::string(method), std::move(params)), std::string(method));
}

void AppStage::bring_to_front(AppSession& app) {
  apps_.for_each([&](AppSession& other) {
    if (&other != &app && other.launched_by_main && other.state == LifecycleState::kForeground) {
      (void)move(other, LifecycleState::kInactive);
    }
  });
  if (app.state == LifecycleState::kSuspended) (void)move(app, LifecycleState::kInactive);
  (void)move(app, LifecycleState::kForeground);
}

void AppStage::on_ready(AppSession& app) {
  alarms_->cancel(app.app_id);
  (void)node_.emit(LifecycleManagement::OnRequestReady{{app.app_id}});
  if (!app.launched_by_main) return;
  (void)move(app, LifecycleState::kInactive);
  if (!app.starts_inactive) bring_to_front(app);
}

void AppStage::request_close(AppSession& app, CloseReason reason) {
  (void)node_.emit(LifecycleManagement::OnRequestClose{{app.app_id, reason}});
  if (!app.launched_by_main) return;
  if (reason == CloseReason::kRemoteButton) {
    (void)move(app, LifecycleState::kInactive);
  } else {
    unload(app);
  }
}

void AppStage::unload(AppSession& app) {
  if (app.state == LifecycleState::kInitializing) {
    // It has never been ready, so there is nothing that it could clean up.
    tell_launcher("launcher.close", params_of(app));
    return end(std::string(app.app_id));
  }
  if (app.state == LifecycleState::kUnloading) return;
  (void)move(app, LifecycleState::kInactive);
  (void)move(app, LifecycleState::kUnloading);
}

void AppStage::finish(const std::string& app_id) {
  const AppSession* app = apps_.find(app_id);
  if (app == nullptr) return;
  const std::string id = app_id;
  (void)node_.emit(LifecycleManagement::OnRequestFinished{{id}});
  if (app->launched_by_main) tell_launcher("launcher.close", params_of(*app));
  end(id);
}

void AppStage::on_process_ended(const std::string& app_id, const std::string& session_id) {
  const AppSession* app = apps_.find(app_id);
  if (app == nullptr || (!session_id.empty() && session_id != app->session_id)) return;
  end(app_id);
}

void AppStage::end(const std::string& app_id) {
  alarms_->cancel(app_id);
  apps_.close(app_id);
}

void AppStage::make_room_for(const AppSession& app) {
  const manifest::Lifecycle& policy = manifest_.device.lifecycle;
  std::size_t loaded = 0;
  AppSession* oldest = nullptr;
  apps_.for_each([&](AppSession& other) {
    if (other.session_id.empty() || other.state == LifecycleState::kUnloading) return;
    ++loaded;
    const bool is_kept = &other == &app || other.state == LifecycleState::kForeground ||
                         std::find(policy.prioritized.begin(), policy.prioritized.end(),
                                   other.app_id) != policy.prioritized.end();
    if (is_kept || (oldest != nullptr && oldest->generation < other.generation)) return;
    oldest = &other;
  });
  if (loaded > policy.max_loaded_apps && oldest != nullptr) {
    request_close(*oldest, CloseReason::kResourceContention);
  }
}

}  // namespace ripple::builtin
