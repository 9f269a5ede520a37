#include "main/builtin/app_sessions.hpp"

namespace ripple::builtin {

AppSession* AppSessions::find(std::string_view app_id) {
  const auto at = by_app_.find(app_id);
  return at == by_app_.end() ? nullptr : &at->second;
}

Result<AppSession*> AppSessions::find_or_admit(const std::string& app_id) {
  if (AppSession* known = find(app_id)) return known;
  if (app_id.empty()) {
    return Error{ErrorCode::kInvalidParams,
                 "only an app has a lifecycle: expected a request of an app, found one without "
                 "an app id; connect with ?session= or ?appId=",
                 {}};
  }
  return add(app_id);
}

Result<AppSession*> AppSessions::open(const std::string& app_id) {
  AppSession* app = find(app_id);
  if (app == nullptr) {
    Result<AppSession*> added = add(app_id);
    if (!added) return added.error();
    app = *added;
  }
  if (app->session_id.empty()) {
    app->session_id = registry_.open(app_id);
    app->loaded_session_id = app->session_id;
  }
  return app;
}

Result<AppSession*> AppSessions::add(const std::string& app_id) {
  if (by_app_.size() >= most_apps_) {
    return Error{ErrorCode::kOverloaded,
                 "there are " + std::to_string(by_app_.size()) +
                     " apps already, as many as the platform keeps; close one first",
                 {}};
  }
  AppSession& app = by_app_[app_id];
  app.app_id = app_id;
  app.generation = next_generation_++;
  return &app;
}

Result<void> AppSessions::set_ready(AppSession& app) {
  if (app.ready || app.state != LifecycleState::kInitializing) {
    return Error{ErrorCode::kCustom,
                 "Custom error: lifecycle.ready is for an app that is initializing, once; \"" +
                     app.app_id + "\" is " + std::string(to_string(app.state)) +
                     (app.ready ? " and has called it before" : ""),
                 {}};
  }
  app.ready = true;
  return {};
}

Result<StateChange> AppSessions::set_state(AppSession& app, LifecycleState state) {
  const StateChange change{app.state, state};
  if (!change.changed()) return change;
  if (Result<void> allowed = check_transition(app.state, state, strict_); !allowed) {
    return allowed.error();
  }
  app.state = state;
  return change;
}

Result<void> AppSessions::check_finished(const AppSession& app) const {
  if (app.state == LifecycleState::kUnloading) return {};
  return Error{ErrorCode::kCustom,
               "Custom error: Cannot call finished: \"" + app.app_id + "\" is " +
                   std::string(to_string(app.state)) + ", not unloading",
               {}};
}

void AppSessions::close(const std::string& app_id) {
  const auto at = by_app_.find(app_id);
  if (at == by_app_.end()) return;
  const std::string session_id = std::move(at->second.session_id);
  by_app_.erase(at);
  if (!session_id.empty()) registry_.close(session_id);
}

}  // namespace ripple::builtin
