#include "main/builtin/caps.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ripple/contracts/caps.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::Caps;
using services::CapabilityTable;
using services::Role;

constexpr std::array<Role, 3> kRoles = {Role::kUse, Role::kManage, Role::kProvide};

bool is_supported(const CapabilityTable& table, const std::string& capability) {
  for (const Role role : kRoles) {
    if (table.supported(capability, role)) return true;
  }
  return false;
}

Role role_of(const std::optional<Caps::Role>& role) {
  return role ? *services::parse_role(to_string(*role)) : Role::kUse;
}

Role role_of(const std::optional<Caps::CapabilityOption>& options) {
  return options ? role_of(options->role) : Role::kUse;
}

class Capabilities : public std::enable_shared_from_this<Capabilities> {
 public:
  Capabilities(Node node, CapabilityTable& table, PermissionLookup permissions)
      : node_(std::move(node)), table_(table), permissions_(std::move(permissions)) {}

  const CapabilityTable& table() const { return table_; }

  Task<void> permitted(Caps::Permitted& call) {
    const Role role = role_of(call.params.options);
    call.reply(co_await is_permitted(call.context().app_id(), call.params.capability, role));
  }

  Task<void> info(Caps::Info& call) {
    std::vector<Caps::CapabilityInfo> all;
    for (const std::string& capability : call.params.capabilities) {
      all.push_back(co_await describe(call.context().app_id(), capability));
    }
    call.reply(all);
  }

  /// There is nobody to ask the user, so the answer is what stands already.
  Task<void> request(Caps::Request& call) {
    std::vector<Caps::CapabilityInfo> all;
    for (const Caps::Permission& grant : call.params.grants) {
      all.push_back(co_await describe(call.context().app_id(), grant.capability));
    }
    call.reply(all);
  }

  Task<void> permitted_by_app(Caps::IsPermitted& call) {
    Json::Value verdicts(Json::objectValue);
    for (const Caps::Permission& wanted : call.params.capabilities) {
      const bool yes =
          co_await is_permitted(call.params.app_id, wanted.capability, role_of(wanted.role));
      // One verdict a capability: it has to hold for every role that is asked for.
      const bool so_far = verdicts.get(wanted.capability, true).asBool();
      verdicts[wanted.capability] = so_far && yes;
    }
    call.reply(verdicts);
  }

  void on_change(const std::string& capability, bool available) {
    Caps::CapabilityInfo info;
    info.capability = capability;
    info.supported = is_supported(table_, capability);
    info.available = info.supported && available;
    if (!available) info.details = {Caps::DenyReason::kUnavailable};
    Audience audience;
    audience.params["capability"] = capability;
    if (available) {
      (void)node_.emit(Caps::OnAvailable{info}, audience);
    } else {
      (void)node_.emit(Caps::OnUnavailable{info}, audience);
    }
  }

 private:
  Task<bool> is_permitted(std::string app_id, std::string capability, Role role) {
    if (!table_.supported(capability, role)) co_return false;
    co_return co_await permissions_.allows(node_, app_id, capability, role);
  }

  Task<Caps::CapabilityInfo> describe(std::string app_id, std::string capability) {
    Caps::CapabilityInfo info;
    info.capability = capability;
    info.supported = is_supported(table_, capability);
    info.available = info.supported && table_.available(capability);
    info.use.permitted = co_await is_permitted(app_id, capability, Role::kUse);
    info.manage.permitted = co_await is_permitted(app_id, capability, Role::kManage);
    info.provide.permitted = co_await is_permitted(app_id, capability, Role::kProvide);

    std::vector<Caps::DenyReason> reasons;
    if (!info.supported) {
      reasons.push_back(Caps::DenyReason::kUnsupported);
    } else {
      if (!info.available) reasons.push_back(Caps::DenyReason::kUnavailable);
      if (!*info.use.permitted) reasons.push_back(Caps::DenyReason::kUnpermitted);
      if (needs_grant(capability)) reasons.push_back(Caps::DenyReason::kUngranted);
    }
    if (!reasons.empty()) info.details = std::move(reasons);
    co_return info;
  }

  bool needs_grant(const std::string& capability) const {
    for (const Role role : kRoles) {
      if (table_.has_grant_policy(capability, role)) return true;
    }
    return false;
  }

  Node node_;
  CapabilityTable& table_;
  PermissionLookup permissions_;
};

}  // namespace

Task<void> serve_caps(Node node, CapabilityTable& table, PermissionLookup permissions) {
  const auto caps = std::make_shared<Capabilities>(node, table, std::move(permissions));
  table.on_change([waiting = std::weak_ptr(caps)](const std::string& capability, bool available) {
    if (const auto self = waiting.lock()) self->on_change(capability, available);
  });
  auto handlers = overloaded{
      [=](Caps::Supported& call) {
        call.reply(is_supported(caps->table(), call.params.capability));
      },
      [=](Caps::Available& call) {
        call.reply(is_supported(caps->table(), call.params.capability) &&
                   caps->table().available(call.params.capability));
      },
      [=](Caps::Permitted& call) -> Task<void> { return caps->permitted(call); },
      [](Caps::Granted& call) { call.reply(std::nullopt); },
      [=](Caps::Info& call) -> Task<void> { return caps->info(call); },
      [=](Caps::Request& call) -> Task<void> { return caps->request(call); },
      [=, &table](Caps::SetAvailable& call) {
        const auto capability = services::full_capability(call.params.capability);
        if (!capability) return call.fail(capability.error());
        call.reply(nullptr);
        table.set_available(*capability, call.params.available);
      },
      [=](Caps::IsPermitted& call) -> Task<void> { return caps->permitted_by_app(call); },
      [=](Caps::IsSupported& call) {
        Json::Value verdicts(Json::objectValue);
        for (const std::string& capability : call.params.capabilities) {
          verdicts[capability] = is_supported(caps->table(), capability);
        }
        call.reply(verdicts);
      },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<Caps>(node, std::move(handlers));
}

}  // namespace ripple::builtin
