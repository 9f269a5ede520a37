#include "main/services/capability_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

constexpr std::string_view kPrefix = "xrn:firebolt:capability:";
constexpr std::array<std::string_view, 3> kRoles = {"use", "manage", "provide"};

// Challenges are answered by an app that provides them; until one does, nobody can.
constexpr std::array<std::string_view, 2> kUnavailableAtStart = {
    "xrn:firebolt:capability:usergrant:acknowledgechallenge",
    "xrn:firebolt:capability:usergrant:pinchallenge"};

bool is_segment(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// "name" or "name:name".
bool is_short_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return is_segment(text);
  return is_segment(text.substr(0, colon)) && is_segment(text.substr(colon + 1));
}

std::string quoted(std::string_view text) { return print_json(Json::Value(std::string(text))); }

Error about(ErrorCode code, std::string message, std::string_view capability) {
  return Error{code, std::move(message), "{\"capability\":" + quoted(capability) + "}"};
}

bool plays(const manifest::SupportedCapability& entry, Role role) {
  switch (role) {
    case Role::kUse:
      return entry.use;
    case Role::kManage:
      return entry.manage;
    case Role::kProvide:
      return entry.provide;
  }
  return false;
}

// As written in a manifest or by a distributor; what is no capability at all stays as it is and
// matches nothing.
std::string normalized(std::string_view text) {
  Result<std::string> full = full_capability(text);
  return full ? std::move(*full) : std::string(text);
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::string_view to_string(Role role) { return kRoles[static_cast<std::size_t>(role)]; }

Result<Role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    if (text == kRoles[i]) return static_cast<Role>(i);
  }
  return Error{ErrorCode::kInvalidParams,
               "expected the role \"use\", \"manage\" or \"provide\", found " + quoted(text),
               {}};
}

Result<std::string> full_capability(std::string_view text) {
  if (is_short_name(text)) return std::string(kPrefix) + std::string(text);
  if (text.starts_with(kPrefix) && is_short_name(text.substr(kPrefix.size()))) {
    return std::string(text);
  }
  return Error{ErrorCode::kInvalidParams,
               "expected a capability such as \"xrn:firebolt:capability:device:make\" or "
               "\"device:make\" (lower-case letters, digits and '-'), found " +
                   quoted(text),
               {}};
}

AppPermissions::AppPermissions(std::span<const std::string> list) {
  for (std::string_view entry : list) {
    auto& role = take_suffix(entry, "[manage]")    ? manage_
                 : take_suffix(entry, "[provide]") ? provide_
                                                   : use_;
    take_suffix(entry, "[use]");
    role.insert(normalized(entry));
  }
}

bool AppPermissions::allows(std::string_view capability, Role role) const {
  switch (role) {
    case Role::kUse:
      return use_.contains(capability);
    case Role::kManage:
      return manage_.contains(capability);
    case Role::kProvide:
      return provide_.contains(capability);
  }
  return false;
}

CapabilityTable::CapabilityTable(const manifest::DeviceManifest& manifest)
    : unavailable_(kUnavailableAtStart.begin(), kUnavailableAtStart.end()),
      grant_policies_(Json::objectValue) {
  for (const manifest::SupportedCapability& entry : manifest.supported) {
    const std::string name = normalized(entry.capability);
    auto [at, added] = supported_.try_emplace(name, entry);
    at->second.capability = name;
    if (added) continue;
    at->second.use |= entry.use;
    at->second.manage |= entry.manage;
    at->second.provide |= entry.provide;
  }
  if (!manifest.grant_policies.isObject()) return;
  for (const std::string& name : manifest.grant_policies.getMemberNames()) {
    grant_policies_[normalized(name)] = manifest.grant_policies[name];
  }
}

bool CapabilityTable::supported(std::string_view capability, Role role) const {
  const auto at = supported_.find(capability);
  return at != supported_.end() && plays(at->second, role);
}

bool CapabilityTable::available(std::string_view capability) const {
  return !unavailable_.contains(capability);
}

bool CapabilityTable::has_grant_policy(std::string_view capability, Role role) const {
  const Json::Value* roles =
      grant_policies_.find(capability.data(), capability.data() + capability.size());
  if (roles == nullptr || !roles->isObject()) return false;
  const std::string_view name = to_string(role);
  const Json::Value* policy = roles->find(name.data(), name.data() + name.size());
  return policy != nullptr && !policy->isNull();
}

void CapabilityTable::set_available(std::string_view capability, bool available) {
  const auto at = unavailable_.find(capability);
  if (available == (at == unavailable_.end())) return;
  const std::string name(capability);
  if (available) {
    unavailable_.erase(at);
  } else {
    unavailable_.insert(name);
  }
  ++version_;
  for (const Listener& listener : listeners_) listener(name, available);
}

Result<void> CapabilityTable::check(std::string_view capability, Role role) const {
  const std::string name(capability);
  if (!supported(capability, role)) {
    return about(ErrorCode::kNotSupported, name + " is not supported", capability);
  }
  if (role == Role::kUse && !available(capability)) {
    return about(ErrorCode::kNotAvailable, name + " is not available", capability);
  }
  if (has_grant_policy(capability, role)) {
    return about(ErrorCode::kGrantProviderMissing, "Grant provider is missing for " + name,
                 capability);
  }
  return {};
}

Result<void> CapabilityTable::check_permitted(const AppPermissions& permissions,
                                              std::string_view capability, Role role) {
  if (permissions.allows(capability, role)) return {};
  return about(ErrorCode::kNotPermitted, std::string(capability) + " is not permitted", capability);
}

const AppPermissions* PermissionCache::find(std::string_view app_id) const {
  const auto at = by_app_.find(app_id);
  return at == by_app_.end() ? nullptr : &at->second;
}

const AppPermissions& PermissionCache::store(const std::string& app_id,
                                             AppPermissions permissions) {
  ++version_;
  return by_app_.insert_or_assign(app_id, std::move(permissions)).first->second;
}

void PermissionCache::forget(std::string_view app_id) {
  const auto at = by_app_.find(app_id);
  if (at == by_app_.end()) return;
  by_app_.erase(at);
  ++version_;
}

}  // namespace ripple::services
