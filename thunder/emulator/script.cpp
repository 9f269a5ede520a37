#include "emulator/script.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace ripple::thunder::emulator {
namespace {

// What references may name.
struct Scope {
  const Json::Value& params;
  const Json::Value& values;
  const Json::Value& value;

  Json::Value look_up(std::string_view reference) const {
    const std::size_t dot = reference.find('.');
    const std::string_view root = reference.substr(0, dot);
    const Json::Value* found = root == "params"   ? &params
                               : root == "values" ? &values
                               : root == "value"  ? &value
                                                  : nullptr;
    while (found != nullptr && reference.find('.') != std::string_view::npos) {
      reference.remove_prefix(reference.find('.') + 1);
      const std::string name(reference.substr(0, reference.find('.')));
      found = found->isObject() && found->isMember(name) ? &(*found)[name] : nullptr;
    }
    return found == nullptr ? Json::Value() : *found;
  }
};

Json::Value fill_text(const std::string& text, const Scope& scope) {
  const std::size_t first = text.find("${");
  if (first == std::string::npos) return text;
  const std::size_t first_end = text.find('}', first);
  if (first == 0 && first_end == text.size() - 1)
    return scope.look_up(text.substr(2, first_end - 2));
  std::string filled;
  std::size_t position = 0;
  for (std::size_t start = first; start != std::string::npos; start = text.find("${", position)) {
    const std::size_t end = text.find('}', start);
    if (end == std::string::npos) break;
    const Json::Value value = scope.look_up(text.substr(start + 2, end - start - 2));
    filled += text.substr(position, start - position);
    filled += value.isString() ? value.asString() : thunder_json(value);
    position = end + 1;
  }
  return filled + text.substr(position);
}

Json::Value fill(const Json::Value& pattern, const Scope& scope) {
  if (pattern.isString()) return fill_text(pattern.asString(), scope);
  if (pattern.isArray()) {
    Json::Value filled(Json::arrayValue);
    for (const Json::Value& item : pattern) filled.append(fill(item, scope));
    return filled;
  }
  if (pattern.isObject()) {
    Json::Value filled(Json::objectValue);
    for (const std::string& name : pattern.getMemberNames()) {
      filled[name] = fill(pattern[name], scope);
    }
    return filled;
  }
  return pattern;
}

void remove_path(Json::Value& values, const Json::Value& path) {
  Json::Value* parent = &values;
  for (Json::ArrayIndex i = 0; i + 1 < path.size(); ++i) {
    const std::string name = path[i].asString();
    if (!parent->isObject() || !parent->isMember(name)) return;
    parent = &(*parent)[name];
  }
  if (parent->isObject() && !path.empty()) parent->removeMember(path[path.size() - 1].asString());
}

std::optional<Json::Value> params_error(const Json::Value& required,
                                        const std::optional<Json::Value>& params,
                                        Generation generation) {
  if (params && !params->isObject()) {
    return wire_error(FrameworkError::kParseFailure, generation,
                      "Invalid value.\"null\" or \"{\" expected.");
  }
  if (required.empty()) return std::nullopt;
  if (!params) return wire_error(FrameworkError::kBadRequest, generation);
  if (params->empty()) {
    return wire_error(FrameworkError::kParseFailure, generation,
                      "Expected new element, \"}\" found.");
  }
  for (const Json::Value& name : required) {
    if (!params->isMember(name.asString())) {
      return wire_error(FrameworkError::kBadRequest, generation);
    }
  }
  return std::nullopt;
}

Json::Value names_of(const Json::Value& object) {
  Json::Value names(Json::arrayValue);
  if (!object.isObject()) return names;
  for (const std::string& name : object.getMemberNames()) names.append(name);
  return names;
}

}  // namespace

const Json::Value* find_path(const Json::Value& values, const Json::Value& path) {
  const Json::Value* found = &values;
  for (const Json::Value& name : path) {
    if (!found->isObject() || !name.isString() || !found->isMember(name.asString())) return nullptr;
    found = &(*found)[name.asString()];
  }
  return found;
}

void store_path(Json::Value& values, const Json::Value& path, const Json::Value& value) {
  Json::Value* place = &values;
  for (const Json::Value& name : path) {
    if (!place->isObject()) *place = Json::Value(Json::objectValue);
    place = &(*place)[name.isString() ? name.asString() : thunder_json(name)];
  }
  *place = value;
}

const Json::Value* matching_entry(const Json::Value& script, const Json::Value& params) {
  if (script.isObject()) return &script;
  for (const Json::Value& entry : script) {
    bool matches = true;
    for (const std::string& name : entry["match"].getMemberNames()) {
      matches = matches && params.isObject() && params[name] == entry["match"][name];
    }
    if (matches) return &entry;
  }
  return nullptr;
}

std::chrono::milliseconds delay_of(const Json::Value& entry) {
  return std::chrono::milliseconds(entry["delay_ms"].isInt() ? entry["delay_ms"].asInt() : 0);
}

ScriptResult run_script(const Json::Value& entry, const std::optional<Json::Value>& params,
                        Plugin& plugin, Generation generation) {
  ScriptResult done;
  if (const auto error = params_error(entry["required"], params, generation)) {
    done.outcome = Outcome::failed(*error);
    return done;
  }
  const Json::Value given = params ? *params : Json::Value(Json::objectValue);
  Json::Value value;
  const Scope scope{given, plugin.values, value};
  if (entry.isMember("lookup")) {
    const Json::Value* found = find_path(plugin.values, fill(entry["lookup"], scope));
    if (found == nullptr) {
      done.outcome = entry.isMember("missing") ? Outcome::failed(fill(entry["missing"], scope))
                                               : Outcome::of(Json::Value());
      return done;
    }
    value = entry["names"].isBool() && entry["names"].asBool() ? names_of(*found) : *found;
  }
  // Events name the values of before and the params.
  for (const Json::Value& event : entry["events"]) {
    const Json::Value index = fill(event["index"], scope);
    done.events.push_back({event["event"].asString(), index.isString() ? index.asString() : "",
                           fill(event["params"], scope), delay_of(event)});
  }
  for (const Json::Value& change : entry["store"]) {
    const Json::Value path = fill(change["path"], scope);
    const Json::Value stored = fill(change["value"], scope);
    store_path(plugin.values, path, stored);
  }
  for (const Json::Value& path : entry["remove"]) remove_path(plugin.values, fill(path, scope));
  done.outcome = entry.isMember("error") ? Outcome::failed(fill(entry["error"], scope))
                                         : Outcome::of(fill(entry["result"], scope));
  return done;
}

}  // namespace ripple::thunder::emulator
