#include "launcher/running_apps.hpp"

#include <signal.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace ripple::launcher {
namespace {

/// Main gives all channels together less than a second to stop.
constexpr std::chrono::milliseconds kLongestGraceAtStop{500};

std::optional<std::string> text_or_nothing(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

RunningApps::RunningApps(Node node, boost::asio::io_context& io, std::chrono::milliseconds grace,
                         OnEnded on_ended)
    : node_(std::move(node)),
      io_(io),
      grace_(grace),
      on_ended_(std::move(on_ended)),
      self_(std::make_shared<RunningApps*>(this)) {}

RunningApps::~RunningApps() {
  *self_ = nullptr;
  std::vector<ChildProcess*> processes;
  for (auto& [_, app] : apps_) {
    app.watch.reset();
    processes.push_back(&app.process);
  }
  end_all(processes, std::min(grace_, kLongestGraceAtStop));
}

Result<RunningApps::Launcher::StartedApp> RunningApps::start(const std::string& app_id,
                                                             const std::string& session_id,
                                                             const LaunchCommand& command) {
  auto process = ChildProcess::spawn(command);
  if (!process) return process.error();
  const int descriptor = process->descriptor();
  apps_.emplace(app_id, App{next_run_++, session_id, Launcher::LifecycleState::kInitializing, false,
                            std::move(*process),
                            std::make_unique<posix::DescriptorWatch>(
                                io_, descriptor, [this, app_id] { on_readable(app_id); })});
  return started(app_id);
}

void RunningApps::on_readable(const std::string& app_id) {
  const auto app = apps_.find(app_id);
  if (app == apps_.end()) return;
  const auto end = app->second.process.reap();
  if (!end) return;
  Launcher::EndedApp ended;
  ended.app_id = app_id;
  ended.session_id = text_or_nothing(app->second.session_id);
  ended.exit_code = end->exit_code;
  ended.signal = end->signal;
  apps_.erase(app);
  on_ended_(ended);
}

Result<RunningApps::App*> RunningApps::find(const std::string& app_id) {
  const auto app = apps_.find(app_id);
  if (app != apps_.end()) return &app->second;
  return Error{ErrorCode::kNotAvailable, "app \"" + app_id + "\" does not run", ""};
}

Result<void> RunningApps::close(const std::string& app_id) {
  const auto app = find(app_id);
  if (!app) return app.error();
  if (std::exchange((*app)->is_closing, true)) return {};
  (*app)->process.signal(SIGTERM);
  node_.spawn(kill_after_grace(node_, self_, app_id, (*app)->run), "grace time of " + app_id);
  return {};
}

Task<void> RunningApps::kill_after_grace(Node node, std::shared_ptr<RunningApps*> self,
                                         std::string app_id, std::uint64_t run) {
  if (*self == nullptr) co_return;
  const auto grace = (*self)->grace_;
  const bool has_passed = co_await node.sleep_for(grace);
  if (!has_passed || *self == nullptr) co_return;
  auto& apps = (*self)->apps_;
  const auto app = apps.find(app_id);
  if (app == apps.end() || app->second.run != run) co_return;
  node.log(LogLevel::kWarning, "app \"" + app_id + "\" did not end within " +
                                   std::to_string(grace.count()) + " ms and is killed");
  app->second.process.signal(SIGKILL);
}

Result<void> RunningApps::set_state(const std::string& app_id, Launcher::LifecycleState state) {
  const auto app = find(app_id);
  if (!app) return app.error();
  (*app)->state = state;
  return {};
}

RunningApps::Launcher::StartedApp RunningApps::started(const std::string& app_id) const {
  const auto& app = apps_.at(app_id);
  Launcher::StartedApp started;
  started.app_id = app_id;
  started.session_id = text_or_nothing(app.session_id);
  started.process_id = app.process.pid();
  return started;
}

std::vector<RunningApps::Launcher::RunningApp> RunningApps::list() const {
  std::vector<Launcher::RunningApp> running;
  for (const auto& [app_id, app] : apps_) {
    Launcher::RunningApp entry;
    entry.app_id = app_id;
    entry.state = app.state;
    entry.session_id = text_or_nothing(app.session_id);
    entry.process_id = app.process.pid();
    running.push_back(std::move(entry));
  }
  return running;
}

}  // namespace ripple::launcher
