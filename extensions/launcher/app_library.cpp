#include "launcher/app_library.hpp"

#include <ripple/json.hpp>
#include <utility>

namespace ripple::launcher {

Result<AppLibrary> AppLibrary::parse(const Json::Value& launcher_config) {
  AppLibrary library;
  std::optional<std::string> endpoint;
  if (auto read = read_member(launcher_config, "endpoint", endpoint); !read) return read.error();
  library.endpoint_ = endpoint.value_or("");

  std::optional<std::vector<Json::Value>> apps;
  if (auto read = read_member(launcher_config, "apps", apps); !read) return read.error();
  for (const auto& json : apps.value_or(std::vector<Json::Value>())) {
    std::string app_id;
    if (auto read = read_member(json, "app_id", app_id); !read) return read.error();
    LaunchableApp app;
    std::optional<std::string> start_page;
    if (auto read = read_member(json, "start_page", start_page); !read) return read.error();
    app.start_page = start_page.value_or("");
    if (json.isMember("launch")) {
      auto command = LaunchCommand::parse(json["launch"]);
      if (!command) {
        return Error{ErrorCode::kBadManifest,
                     "app \"" + app_id + "\", launch: " + command.error().message, ""};
      }
      app.command = std::move(*command);
    }
    library.apps_.insert_or_assign(std::move(app_id), std::move(app));
  }
  return library;
}

const LaunchableApp* AppLibrary::find(const std::string& app_id) const {
  const auto found = apps_.find(app_id);
  return found == apps_.end() ? nullptr : &found->second;
}

}  // namespace ripple::launcher
