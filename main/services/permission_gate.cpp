#include "main/services/permission_gate.hpp"

#include <algorithm>

#include "ripple/contracts/permissions.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

bool names(const std::vector<std::string>& list, const std::string& method) {
  return std::ranges::any_of(
      list, [&](const std::string& entry) { return entry == "*" || entry == method; });
}

// The distributor's answer, which may be anything.
Result<std::vector<std::string>> read_permissions(const Message& reply) {
  const Result<Json::Value> payload = parse_json(reply.payload());
  if (!payload) return payload.error();
  if (reply.kind() == RIPPLE_ERROR) {
    std::string message;
    if (!read_member(*payload, "message", message)) message = "no reason was given";
    return Error{ErrorCode::kNotPermitted, message, {}};
  }
  std::vector<std::string> list;
  if (const Result<void> read = from_json(*payload, list); !read) return read.error();
  return list;
}

}  // namespace

PermissionGate::PermissionGate(iec::Router& router, const CapabilityTable& capabilities,
                               PermissionCache& permissions,
                               const manifest::DeviceManifest& manifest)
    : router_(router),
      capabilities_(capabilities),
      permissions_(permissions),
      manifest_(manifest) {}

Result<PermissionGate::Decision> PermissionGate::decide(Session& session,
                                                        const MethodRecord& record) const {
  if (session.trusted) return Decision::kAllowed;
  if (session.verdict_version != version()) {
    session.verdicts.clear();
    session.verdict_version = version();
  }
  if (session.verdicts.size() <= record.ordinal) {
    session.verdicts.resize(record.ordinal + 1, Verdict::kUnknown);
  }
  Verdict& verdict = session.verdicts[record.ordinal];
  if (verdict == Verdict::kAllowed) return Decision::kAllowed;

  const bool needs_permission = !excluded(session.app_id, record.name);
  const AppPermissions* permissions = permissions_.find(session.app_id);
  const std::pair<const std::vector<std::string>*, Role> needs[] = {
      {&record.uses, Role::kUse}, {&record.manages, Role::kManage}, {&record.provides, Role::kProvide}};
  bool unknown = false;
  for (const auto& [capabilities, role] : needs) {
    for (const std::string& capability : *capabilities) {
      const Result<void> usable = capabilities_.check(capability, role);
      // Whoever listens for the events of a capability may do so before it becomes available.
      const bool may_wait = record.kind == contracts::MethodKind::kEvent && !usable &&
                            usable.error().code == ErrorCode::kNotAvailable;
      if (!usable && !may_wait) return usable.error();
      if (!needs_permission) continue;
      if (!permissions) {
        unknown = true;
        continue;
      }
      const Result<void> permitted =
          CapabilityTable::check_permitted(*permissions, capability, role);
      if (!permitted) return permitted.error();
    }
  }
  if (unknown) return Decision::kPermissionsNeeded;
  verdict = Verdict::kAllowed;
  return Decision::kAllowed;
}

void PermissionGate::fetch(const std::string& app_id, PermissionWaiter& waiter) {
  for (auto& [cookie, fetch] : fetches_) {
    if (fetch.app_id == app_id) {
      fetch.waiters.push_back(&waiter);
      return;
    }
  }
  const std::uint64_t cookie = next_fetch_++;
  fetches_[cookie] = {app_id, {&waiter}};
  const auto alias = manifest_.distributor_app_aliases.find(app_id);
  contracts::Permissions::list params;
  params.app_id = alias == manifest_.distributor_app_aliases.end() ? app_id : alias->second;
  Message request(RIPPLE_REQUEST);
  request.header().contract = static_cast<std::uint32_t>(RippleContract::kPermissions);
  request.header().method = contracts::Permissions::list::kMethod;
  request.set_texts(print_json(to_json(params)));
  router_.request(std::move(request), *this, cookie);
}

void PermissionGate::forget(PermissionWaiter& waiter) {
  for (auto& [cookie, fetch] : fetches_) std::erase(fetch.waiters, &waiter);
}

void PermissionGate::on_reply(std::uint64_t cookie, Message reply) {
  const auto found = fetches_.find(cookie);
  if (found == fetches_.end()) return;
  Result<void> fetched;
  if (const Result<std::vector<std::string>> list = read_permissions(reply)) {
    permissions_.store(found->second.app_id, AppPermissions(*list));
  } else {
    fetched = Error{ErrorCode::kNotPermitted,
                    "the permissions of app \"" + found->second.app_id +
                        "\" are not known: " + list.error().message,
                    {}};
  }
  // A waiter that goes on may end another one, which then takes itself off this list.
  while (!found->second.waiters.empty()) {
    PermissionWaiter* waiter = found->second.waiters.front();
    found->second.waiters.erase(found->second.waiters.begin());
    waiter->on_permissions(fetched);
  }
  fetches_.erase(cookie);
}

bool PermissionGate::excluded(std::string_view app_id, const std::string& method) const {
  const manifest::Exclusory& exclusory = manifest_.exclusory;
  if (exclusory.resolve_only && !names(*exclusory.resolve_only, method)) return true;
  if (names(exclusory.method_ignore_rules, method)) return true;
  const auto rules = exclusory.app_ignore_rules.find(std::string(app_id));
  return rules != exclusory.app_ignore_rules.end() && names(rules->second, method);
}

}  // namespace ripple::services
