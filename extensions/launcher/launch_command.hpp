/// How an app is started as a process: the `launch` member of its manifest, and what becomes of it.
///
///     auto launch = LaunchCommand::parse(manifest["launch"]);
///     // {"command": ["chromium", "--app={start_page}"], "environment": {"LANG": "C.UTF-8"}}
///     auto process = ChildProcess::spawn(launch->expand({"com.example", session, page,
///     endpoint}));
///
/// Placeholders: {app_id} {session_id} {start_page} {endpoint}. No shell takes part, so values need
/// no quoting and cannot start a second command.
#pragma once

#include <json/value.h>

#include <map>
#include <ripple/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ripple::launcher {

struct LaunchValues {
  std::string app_id;
  std::string session_id;
  std::string start_page;
  std::string endpoint;
};

class LaunchCommand {
 public:
  /// Errors: kInvalidParams, "#/command/1: expected ..., found ..."; the '#' is the launch object.
  static Result<LaunchCommand> parse(const Json::Value& launch);

  /// The same command with the values in place of the placeholders.
  LaunchCommand expand(const LaunchValues& values) const;

  /// The program, looked up in PATH unless it has a slash, and its arguments; never empty.
  const std::vector<std::string>& arguments() const { return arguments_; }
  /// Added to the environment of the platform, or put in place of what is there.
  const std::map<std::string, std::string>& environment() const { return environment_; }

 private:
  std::vector<std::string> arguments_;
  std::map<std::string, std::string> environment_;
};

}  // namespace ripple::launcher
