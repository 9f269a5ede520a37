/// The apps that run as processes: starts them, watches them, ends them.
///
///     RunningApps apps(node, io, grace, [&](const auto& ended) { node.emit(...); });
///     auto started = apps.start("com.example", "session-1", command);
///     apps.close("com.example");        // SIGTERM, and SIGKILL after the grace time
///
/// An app runs once at a time. On the channel's thread, which must be the one that runs `io`.
/// What still runs when this goes is asked to end, and killed when it does not.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <ripple/contracts/launcher.hpp>
#include <ripple/node.hpp>
#include <string>
#include <vector>

#include "launcher/child_process.hpp"
#include "launcher/launch_command.hpp"
#include "posix/descriptor_watch.hpp"

namespace ripple::launcher {

class RunningApps {
 public:
  using Launcher = contracts::Launcher;
  using OnEnded = std::function<void(const Launcher::EndedApp&)>;

  /// `grace`: how long an app that was asked to end may take.
  RunningApps(Node node, boost::asio::io_context& io, std::chrono::milliseconds grace,
              OnEnded on_ended);
  RunningApps(const RunningApps&) = delete;
  RunningApps& operator=(const RunningApps&) = delete;
  ~RunningApps();

  /// `session_id` may be empty. Errors: those of ChildProcess::spawn. The app must not run already.
  Result<Launcher::StartedApp> start(const std::string& app_id, const std::string& session_id,
                                     const LaunchCommand& command);

  /// Nothing happens when it is being closed already. Errors: kNotAvailable when it does not run.
  Result<void> close(const std::string& app_id);

  /// Errors: kNotAvailable when it does not run.
  Result<void> set_state(const std::string& app_id, Launcher::LifecycleState state);

  bool is_running(const std::string& app_id) const { return apps_.contains(app_id); }
  /// The app must run.
  Launcher::StartedApp started(const std::string& app_id) const;
  std::vector<Launcher::RunningApp> list() const;

 private:
  struct App {
    /// Tells one run of an app from the next.
    std::uint64_t run = 0;
    std::string session_id;
    Launcher::LifecycleState state = Launcher::LifecycleState::kInitializing;
    bool is_closing = false;
    ChildProcess process;
    /// After the process: it must go first.
    std::unique_ptr<posix::DescriptorWatch> watch;
  };

  void on_readable(const std::string& app_id);
  static Task<void> kill_after_grace(Node node, std::shared_ptr<RunningApps*> self,
                                     std::string app_id, std::uint64_t run);
  Result<App*> find(const std::string& app_id);

  Node node_;
  boost::asio::io_context& io_;
  std::chrono::milliseconds grace_;
  OnEnded on_ended_;
  std::map<std::string, App> apps_;
  std::uint64_t next_run_ = 1;
  /// Tasks of the channel may outlive this, and then find it gone.
  std::shared_ptr<RunningApps*> self_;
};

}  // namespace ripple::launcher
