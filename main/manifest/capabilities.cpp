#include "main/manifest/capabilities.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

constexpr std::string_view kPrefix = "xrn:firebolt:capability:";
constexpr const char* kExpected = "capability such as \"xrn:firebolt:capability:device:model\"";

bool is_word(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// "a" or "a:b" in lower case, digits and hyphens, with or without the prefix; empty when not.
std::string full_capability(std::string_view name) {
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  const std::size_t colon = name.find(':');
  const bool valid = colon == std::string_view::npos
                         ? is_word(name)
                         : is_word(name.substr(0, colon)) && is_word(name.substr(colon + 1));
  return valid ? std::string(kPrefix) + std::string(name) : std::string();
}

/// Splits "name[role]"; role is empty when there is none.
std::pair<std::string_view, std::string_view> split_role(std::string_view permission) {
  const std::size_t bracket = permission.find('[');
  if (bracket == std::string_view::npos) return {permission, {}};
  return {permission.substr(0, bracket), permission.substr(bracket)};
}

/// A capability with an optional "[use]", "[manage]" or "[provide]".
std::pair<std::string, std::string> read_permission(const Field& field, const std::string& text) {
  const auto [name, role] = split_role(text);
  std::string capability = full_capability(name);
  if (capability.empty()) {
    field.fail("expected " + std::string(kExpected) + ", found \"" + text + '"');
  } else if (!role.empty() && role != "[use]" && role != "[manage]" && role != "[provide]") {
    field.fail("expected the role [use], [manage] or [provide], found \"" + std::string(role) +
               '"');
    capability.clear();
  }
  return {std::move(capability), std::string(role)};
}

void check_steps(const Field& options) {
  for (const Field& option_field : options.items()) {
    ObjectReader option(option_field, UnknownKeys::kWarn);
    for (const Field& step_field : option["steps"].require("a list of steps").items()) {
      ObjectReader step(step_field, UnknownKeys::kWarn);
      read_capability(step["capability"].require("the capability that asks the user"));
      step["configuration"].object();
    }
  }
}

void check_grant_policy(const Field& field) {
  ObjectReader policy(field, UnknownKeys::kWarn);
  for (const Field& moment : policy["evaluateAt"].items()) {
    moment.word({"invocation", "activeSession", "loadedSession"}, "invocation");
  }
  check_steps(policy["options"]);
  policy["scope"].word({"app", "device"}, "app");
  policy["lifespan"].word({"once", "forever", "appActive", "powerActive", "seconds"}, "once");
  policy["lifespanTtl"].number(0, 1, UINT32_MAX);
  policy["overridable"].flag(false);
  policy["persistence"].word({"account", "device"}, "device");
  const Field privacy_field = policy["privacySetting"];
  if (!privacy_field.present()) return;
  ObjectReader privacy(privacy_field, UnknownKeys::kWarn);
  privacy["property"].require("a property such as \"Privacy.allowWatchHistory\"").text();
  privacy["autoApplyPolicy"].word({"always", "allowed", "disallowed", "never"}, "never");
  privacy["updateProperty"].flag(false);
}

}  // namespace

std::string read_capability(const Field& field) {
  const std::string text = field.text();
  std::string capability = full_capability(text);
  if (capability.empty() && field.present()) field.fail_expected(kExpected);
  return capability;
}

std::vector<SupportedCapability> read_supported(const Field& list, bool role_based_support) {
  std::vector<SupportedCapability> supported;
  std::map<std::string, std::size_t> position;
  for (const Field& item : list.items()) {
    const std::string text = item.text();
    if (!item.value().isString()) continue;
    const auto [capability, role] = read_permission(item, text);
    if (capability.empty()) continue;
    const auto [found, is_new] = position.emplace(capability, supported.size());
    if (is_new) supported.push_back({capability, false, false, false});
    SupportedCapability& entry = supported[found->second];
    entry.use = true;
    entry.provide = entry.provide || !role_based_support || role == "[provide]";
    entry.manage = entry.manage || !role_based_support || role == "[manage]" || role == "[provide]";
  }
  return supported;
}

Json::Value read_grant_policies(const Field& policies) {
  Json::Value checked(Json::objectValue);
  for (const auto& [name, roles_field] : policies.members()) {
    const std::string capability = full_capability(name);
    if (capability.empty()) {
      roles_field.fail("expected a " + std::string(kExpected) + " as the key");
      continue;
    }
    ObjectReader roles(roles_field, UnknownKeys::kWarn);
    for (const char* role : {"use", "manage", "provide"}) {
      const Field policy = roles[role];
      if (policy.present()) check_grant_policy(policy);
    }
    checked[capability] = roles_field.object();
  }
  return checked;
}

Json::Value read_dependencies(const Field& dependencies) {
  Json::Value checked(Json::objectValue);
  for (const auto& [name, list] : dependencies.members()) {
    const auto [capability, role] = read_permission(list, name);
    Json::Value& needs = checked[capability + role] = Json::Value(Json::arrayValue);
    for (const Field& item : list.items()) {
      const std::string text = item.text();
      if (!item.value().isString()) continue;
      const auto [needed, needed_role] = read_permission(item, text);
      needs.append(needed + needed_role);
    }
  }
  return checked;
}

void check_grant_exclusion_filters(const Field& filters) {
  for (const Field& item : filters.items()) {
    ObjectReader filter(item, UnknownKeys::kWarn);
    filter["capability"].text();
    filter["id"].text();
    filter["catalog"].text();
  }
}

}  // namespace ripple::manifest
