/// What the platform knows of its apps, as far as starting them goes: config.launcherConfig.
///
///     auto library = AppLibrary::parse(launcher_config);
///     library->find("com.example")->command;
#pragma once

#include <json/value.h>

#include <map>
#include <optional>
#include <ripple/error.hpp>
#include <string>

#include "launcher/launch_command.hpp"

namespace ripple::launcher {

struct LaunchableApp {
  std::string start_page;
  /// None: the app is not a process.
  std::optional<LaunchCommand> command;
};

class AppLibrary {
 public:
  /// Reads `endpoint` and `apps`; whatever else there is, is for others. Errors: kBadManifest, with
  /// the app and the place in its `launch`.
  static Result<AppLibrary> parse(const Json::Value& launcher_config);

  /// NULL when there is no such app.
  const LaunchableApp* find(const std::string& app_id) const;

  /// Where apps connect: "ws://127.0.0.1:3473".
  const std::string& endpoint() const { return endpoint_; }

 private:
  std::string endpoint_;
  std::map<std::string, LaunchableApp> apps_;
};

}  // namespace ripple::launcher
