#include "main/manifest/app_library.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "main/manifest/capabilities.hpp"
#include "main/manifest/field.hpp"
#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

std::vector<std::string> read_role(const Field& field) {
  std::vector<std::string> capabilities;
  ObjectReader reader(field, UnknownKeys::kWarn);
  for (const char* key : {"required", "optional"}) {
    for (const Field& item : reader[key].items()) capabilities.push_back(read_capability(item));
  }
  return capabilities;
}

void check_properties(const Field& field) {
  ObjectReader properties(field, UnknownKeys::kWarn);
  properties["userAgent"].text();
  properties["httpCookieAcceptPolicy"].text();
  properties["localStorageEnabled"].flag(false);
  properties["languages"].value();
  properties["headers"].value();
}

Json::Value read_launch(const Field& field) {
  if (!field.present()) return {};
  ObjectReader launch(field, UnknownKeys::kRefuse);
  const Field command =
      launch["command"].require("\"command\": the program and its arguments, a list of strings");
  if (command.present() && command.value().isArray() && command.value().empty()) {
    command.fail("expected the program and its arguments, found an empty array");
  }
  command.texts();
  launch["environment"].text_map();
  return field.object();
}

void read_embedded(const Field& field, App& app) {
  ObjectReader reader(field, UnknownKeys::kWarn);
  reader["app_key"].text();
  app.name = reader["name"].require("\"name\": what people call the app").text();
  app.start_page = reader["start_page"].text();
  reader["content_catalog"].text();
  app.runtime = reader["runtime"].word({"web", "lightning"}, "web");
  for (const char* key : {"x", "y", "w", "h"}) reader[key].number(0, 0, UINT32_MAX);
  ObjectReader capabilities(reader["capabilities"], UnknownKeys::kWarn);
  app.used = read_role(capabilities["used"]);
  app.managed = read_role(capabilities["managed"]);
  app.provided = read_role(capabilities["provided"]);
  check_properties(reader["properties"]);
  app.launch = read_launch(reader["launch"]);
  app.document = field.object();
}

std::optional<App> read_app(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kWarn);
  App app;
  app.id = reader["app_id"].require("\"app_id\": the app's id").text();
  app.boot_state = reader["boot_state"].word({"inactive", "foreground", "unloaded"}, "inactive");
  ObjectReader manifest(reader["manifest"].require("\"manifest\": {\"embedded\": {..}}"),
                        UnknownKeys::kWarn);
  const Field embedded = manifest["embedded"];
  const Field remote = manifest["remote"];
  const Field local = manifest["local"];
  if (embedded.present()) {
    read_embedded(embedded, app);
    return app;
  }
  if (remote.present() || local.present()) {
    manifest.field().warn("only \"embedded\" manifests are loaded; app \"" + app.id +
                          "\" is left out");
  } else if (manifest.field().present()) {
    embedded.require("\"embedded\": {..}");
  }
  return std::nullopt;
}

}  // namespace

std::vector<App> read_app_library(const JsonDocument& document, Findings& findings) {
  std::vector<App> apps;
  std::map<std::string, std::string> listed;
  ObjectReader root(Field(document, findings), UnknownKeys::kWarn);
  for (const Field& item : root["default_library"].require("\"default_library\": [..]").items()) {
    std::optional<App> app = read_app(item);
    if (!app) continue;
    const auto [first, is_new] = listed.emplace(app->id, item.pointer());
    if (!is_new) {
      item["app_id"].fail("\"" + app->id + "\" is listed twice, first at " + first->second);
    }
    apps.push_back(std::move(*app));
  }
  return apps;
}

}  // namespace ripple::manifest
