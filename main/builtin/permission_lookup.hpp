/// What an app may do: asked from the distributor's contract `permissions` once, kept in the cache
/// that the policy of the gateway reads too.
///
///     bool yes = co_await lookup.allows(node, "youtube", capability, Role::kUse);
#pragma once

#include <string>

#include "main/manifest/manifest.hpp"
#include "main/services/capability_table.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

class PermissionLookup {
 public:
  PermissionLookup(const manifest::DeviceManifest& device, services::PermissionCache& cache)
      : device_(device), cache_(cache) {}

  /// True when `configuration.exclusory` spares the app, or everybody, all permissions.
  bool is_excluded(const std::string& app_id) const;

  /// True when nothing needs to be asked.
  bool is_known(const std::string& app_id) const {
    return is_excluded(app_id) || cache_.find(app_id) != nullptr;
  }

  /// Makes is_known true. Errors: those of the contract; nothing is kept then.
  Task<Result<void>> fetch(Node node, std::string app_id) const;

  /// False when it is not permitted, and when the distributor cannot be asked.
  Task<bool> allows(Node node, std::string app_id, std::string capability,
                    services::Role role) const;

 private:
  const manifest::DeviceManifest& device_;
  services::PermissionCache& cache_;
};

}  // namespace ripple::builtin
