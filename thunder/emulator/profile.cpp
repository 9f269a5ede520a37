#include "emulator/profile.hpp"

#include <fstream>
#include <sstream>
#include <utility>

#include "emulator/message_parser.hpp"

namespace ripple::thunder::emulator {
namespace {

std::optional<FrameworkError> failure_from(const std::string& name) {
  if (name == "opening_failed") return FrameworkError::kOpeningFailed;
  if (name == "pending_conditions") return FrameworkError::kPendingConditions;
  return std::nullopt;
}

Json::Value member(const Json::Value& description, const char* name, Json::ValueType type) {
  return description.isMember(name) ? description[name] : Json::Value(type);
}

// The problem, or nothing.
std::string read_plugin(const std::string& callsign, const Json::Value& description,
                        Plugin& plugin) {
  const std::string where = "plugins." + callsign;
  if (!description.isObject()) return where + ": expected an object";
  plugin.callsign = callsign;
  plugin.class_name = description.get("class", callsign).asString();
  if (description["versions"].isArray()) {
    plugin.versions.clear();
    for (const Json::Value& version : description["versions"]) {
      if (!version.isInt()) return where + ".versions: expected whole numbers";
      plugin.versions.push_back(version.asInt());
    }
  }
  const Json::Value state = description.get("state", "Activated");
  const std::optional<State> known = state.isString() ? state_from(state.asString()) : std::nullopt;
  if (!known) {
    return where + ".state: expected a state such as Activated or Deactivated, found " +
           thunder_json(state);
  }
  plugin.state = *known;
  plugin.has_state_control = description.get("state_control", false).asBool();
  plugin.start_time = std::chrono::milliseconds(description.get("start_ms", 0).asInt());
  plugin.activation_time = std::chrono::milliseconds(description.get("activation_ms", 0).asInt());
  plugin.unload_time = std::chrono::milliseconds(description.get("unload_ms", 0).asInt());
  const std::string failure = description.get("activation_failure", "").asString();
  plugin.activation_failure = failure_from(failure);
  if (!failure.empty() && !plugin.activation_failure) {
    return where + ".activation_failure: expected opening_failed or pending_conditions, found " +
           failure;
  }
  plugin.configuration = member(description, "configuration", Json::objectValue);
  plugin.values = member(description, "values", Json::objectValue);
  plugin.methods = member(description, "methods", Json::objectValue);
  plugin.properties = member(description, "properties", Json::objectValue);
  plugin.schedule = member(description, "schedule", Json::arrayValue);
  return {};
}

}  // namespace

LoadedProfile profile_from(const Json::Value& document, const std::string& path) {
  LoadedProfile loaded;
  if (!document.isObject()) {
    loaded.problem = path + ": expected a JSON object";
    return loaded;
  }
  if (!document.isMember("plugins")) {
    loaded.profile.mock.emplace();
    loaded.problem = loaded.profile.mock->load(document);
    if (!loaded.problem.empty()) loaded.problem = path + ": " + loaded.problem;
    return loaded;
  }
  for (const std::string& callsign : document["plugins"].getMemberNames()) {
    Plugin plugin;
    try {
      loaded.problem = read_plugin(callsign, document["plugins"][callsign], plugin);
    } catch (const Json::Exception& exception) {
      loaded.problem = "plugins." + callsign + ": " + exception.what();
    }
    if (!loaded.problem.empty()) {
      loaded.problem = path + ": " + loaded.problem;
      return loaded;
    }
    loaded.profile.plugins.push_back(std::move(plugin));
  }
  return loaded;
}

LoadedProfile load_profile(const std::string& path) {
  LoadedProfile loaded;
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    loaded.problem = path + ": expected a readable profile; does the file exist?";
    return loaded;
  }
  const std::optional<Json::Value> document = parse_json(text.str());
  if (!document) {
    loaded.problem = path + ": expected JSON";
    return loaded;
  }
  return profile_from(*document, path);
}

}  // namespace ripple::thunder::emulator
