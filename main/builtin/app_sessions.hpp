/// The apps that run, each with its session and its state: what lifecycle management knows.
///
///     Result<AppSession*> app = apps.open("youtube", intent);      // a session id of its own
///     Result<StateChange> change = apps.set_state("youtube", LifecycleState::kInactive);
///
/// An app that is connected by its app id alone has a record without a session, made when it is
/// first asked for. Lives on Main's thread; knows no time and sends nothing.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "main/builtin/lifecycle_state.hpp"
#include "main/services/session_registry.hpp"
#include "ripple/error.hpp"

namespace ripple::builtin {

struct AppSession {
  std::string app_id;
  std::string session_id;  ///< empty: connected by app id alone
  std::string loaded_session_id, active_session_id;
  LifecycleState state = LifecycleState::kInitializing;
  bool ready = false;
  bool launched_by_main = false;  ///< started from its `launch` template: Main plays the launcher
  bool starts_inactive = false;   ///< it shall not come to the foreground when it is ready
  Json::Value intent;             ///< null: none
  Json::Value second_screen;      ///< null: none
  std::uint64_t generation = 0;   ///< another one for each record, also of the same app
};

struct StateChange {
  LifecycleState previous, state;
  bool changed() const { return previous != state; }
};

class AppSessions {
 public:
  /// `strict`: `default_values.lifecycle_transition_validate`. `most_apps` bounds the records.
  AppSessions(services::SessionRegistry& registry, bool strict, std::size_t most_apps)
      : registry_(registry), strict_(strict), most_apps_(most_apps) {}

  AppSession* find(std::string_view app_id);

  /// The record of a connected app, made when it has none. Errors: kInvalidParams without an app
  /// id, kOverloaded.
  Result<AppSession*> find_or_admit(const std::string& app_id);

  /// Gives the app a session in state initializing, or the one it has when `find` shows one.
  /// Errors: kOverloaded.
  Result<AppSession*> open(const std::string& app_id);

  /// Errors: kCustom, when it has said so before or is past initializing; nothing changes then.
  Result<void> set_ready(AppSession& app);

  /// Errors: kCustom when the step is not allowed; nothing changes then. The same state again is
  /// no change, and no error.
  Result<StateChange> set_state(AppSession& app, LifecycleState state);

  /// Errors: kCustom "Cannot call finished" outside unloading.
  Result<void> check_finished(const AppSession& app) const;

  /// The record is gone, the session id worth nothing from now on. Unknown apps are ignored.
  void close(const std::string& app_id);

  std::size_t size() const { return by_app_.size(); }

  /// Calls `visit` with every record; it may change them, not add or close any.
  template <typename Visitor>
  void for_each(Visitor visit) {
    for (auto& [id, app] : by_app_) visit(app);
  }

 private:
  Result<AppSession*> add(const std::string& app_id);

  services::SessionRegistry& registry_;
  bool strict_;
  std::size_t most_apps_;
  std::map<std::string, AppSession, std::less<>> by_app_;
  std::uint64_t next_generation_ = 1;
};

}  // namespace ripple::builtin
