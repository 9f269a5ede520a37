/// AppStage: moves apps from state to state and tells everybody whom that concerns.
///
///     stage->open({.app_id = "youtube", .intent = intent});  // a session; 30 s to become ready
///     stage->move(app, LifecycleState::kForeground);         // onForeground, only to that app
///
/// On the thread of the channel that owns it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "main/builtin/alarms.hpp"
#include "main/builtin/app_sessions.hpp"
#include "main/manifest/manifest.hpp"
#include "ripple/contracts/lifecycle_management.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

/// How an app is opened.
struct Opening {
  std::string app_id;
  Json::Value intent;         ///< null: none
  Json::Value second_screen;  ///< null: none
  bool inactive = false;      ///< it shall not come to the foreground when it is ready
};

class AppStage : public std::enable_shared_from_this<AppStage> {
 public:
  using CloseReason = contracts::LifecycleManagement::CloseRequestReason;

  AppStage(Node node, const manifest::Manifest& manifest, services::SessionRegistry& sessions);

  AppSessions& apps() { return apps_; }

  /// Null when the app library does not know the app.
  const manifest::App* find_in_library(const std::string& app_id) const;

  /// True when the app has a `launch` template.
  bool is_launched_by_main(const std::string& app_id) const;

  /// The app's session, or a new one. With a new one the app is started if Main does that, it gets
  /// lifecycle.appReadyTimeoutMs to become ready, and another app is asked to close when there are
  /// more than lifecycle.maxLoadedApps. Errors: kOverloaded.
  Result<AppSession*> open(const Opening& opening);

  /// Errors: those of AppSessions::set_state; nothing has happened then.
  Result<StateChange> move(AppSession& app, LifecycleState state);

  /// Brings an app that Main plays the launcher for to the foreground, and whatever else Main has
  /// there to inactive.
  void bring_to_front(AppSession& app);

  /// The app has said that it is ready.
  void on_ready(AppSession& app);

  /// The app, or the platform, wants it closed.
  void request_close(AppSession& app, CloseReason reason);

  /// The app is done with unloading, or has had its time for that.
  void finish(const std::string& app_id);

  /// The app is gone: so are its record, its alarm and its session.
  void end(const std::string& app_id);

  /// The app's process has ended. Ignored when that was in another session; an empty `session_id`
  /// means the one it has.
  void on_process_ended(const std::string& app_id, const std::string& session_id);

 private:
  void start(const AppSession& app, const Opening& opening);
  static Task<void> start_process(std::shared_ptr<AppStage> stage, std::string app_id,
                                  std::uint64_t generation, Json::Value params);
  void tell_launcher(std::string_view method, Json::Value params);
  void tell_app(const AppSession& app, const StateChange& change);
  void make_room_for(const AppSession& app);
  void unload(AppSession& app);
  void wait_for_ready(const std::string& app_id);

  Node node_;
  const manifest::Manifest& manifest_;
  AppSessions apps_;
  std::shared_ptr<Alarms> alarms_;
};

}  // namespace ripple::builtin
