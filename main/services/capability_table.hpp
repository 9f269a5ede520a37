/// Which Firebolt capabilities this platform supports, which are available now, and what each app
/// may do with them.
///
///     if (Result<void> verdict = table.check("xrn:firebolt:capability:device:make", Role::kUse)) ...
///
/// The gate's order (reference: Ripple's gatekeeper): supported, available, permitted, granted.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "main/manifest/manifest.hpp"
#include "ripple/error.hpp"

namespace ripple::services {

enum class Role : std::uint8_t { kUse, kManage, kProvide };
std::string_view to_string(Role role);  // "use", "manage", "provide"
Result<Role> parse_role(std::string_view text);

/// "xrn:firebolt:capability:device:make" from that, or from the short "device:make". An error
/// (kInvalidParams) when it is neither.
Result<std::string> full_capability(std::string_view text);

/// What one app may do, as the distributor's `permissions` contract lists it: capabilities with an
/// optional suffix "[manage]" or "[provide]".
class AppPermissions {
 public:
  explicit AppPermissions(std::span<const std::string> list);
  bool allows(std::string_view capability, Role role) const;

 private:
  std::set<std::string, std::less<>> use_, manage_, provide_;
};

class CapabilityTable {
 public:
  explicit CapabilityTable(const manifest::DeviceManifest& manifest);

  bool supported(std::string_view capability, Role role) const;
  bool available(std::string_view capability) const;
  bool has_grant_policy(std::string_view capability, Role role) const;

  /// Tells the listeners when that changes anything.
  void set_available(std::string_view capability, bool available);
  using Listener = std::function<void(const std::string& capability, bool available)>;
  void on_change(Listener listener) { listeners_.push_back(std::move(listener)); }

  /// Supported, available, and free of a grant policy that nobody can carry out. Errors:
  /// kNotSupported, kNotAvailable, kGrantProviderMissing, with context {"capability":..}.
  Result<void> check(std::string_view capability, Role role) const;

  /// kNotPermitted, with context {"capability":..}, when `permissions` does not allow it.
  static Result<void> check_permitted(const AppPermissions& permissions,
                                      std::string_view capability, Role role);

  /// Grows whenever an answer of check() may have changed.
  std::uint64_t version() const { return version_; }

 private:
  std::map<std::string, manifest::SupportedCapability, std::less<>> supported_;
  std::set<std::string, std::less<>> unavailable_;
  Json::Value grant_policies_;
  std::vector<Listener> listeners_;
  std::uint64_t version_ = 1;
};

/// Permissions by app id, fetched from the distributor once and kept until forgotten.
class PermissionCache {
 public:
  const AppPermissions* find(std::string_view app_id) const;
  const AppPermissions& store(const std::string& app_id, AppPermissions permissions);
  void forget(std::string_view app_id);
  std::uint64_t version() const { return version_; }

 private:
  std::map<std::string, AppPermissions, std::less<>> by_app_;
  std::uint64_t version_ = 1;
};

}  // namespace ripple::services
