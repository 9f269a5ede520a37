/// May this app use this method? Capabilities of the platform, exclusions of the manifest, and the
/// permissions that the distributor gives the app.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "main/iec/router.hpp"
#include "main/manifest/manifest.hpp"
#include "main/services/capability_table.hpp"
#include "main/services/method_table.hpp"
#include "main/services/session.hpp"

namespace ripple::services {

/// Whoever waits for an app's permissions to arrive.
class PermissionWaiter {
 public:
  virtual ~PermissionWaiter() = default;
  /// Ask PermissionGate::decide again; `fetched` is an error when the distributor did not answer.
  virtual void on_permissions(const Result<void>& fetched) = 0;
};

class PermissionGate final : public iec::ReplySink {
 public:
  PermissionGate(iec::Router& router, const CapabilityTable& capabilities,
                 PermissionCache& permissions, const manifest::DeviceManifest& manifest);

  enum class Decision : std::uint8_t { kAllowed, kPermissionsNeeded };

  /// Errors as CapabilityTable::check and check_permitted. Cheap when asked again.
  Result<Decision> decide(Session& session, const MethodRecord& record) const;

  /// Fetches the permissions of an app through the contract `permissions`; `waiter` is called once,
  /// perhaps before this returns, unless forget() comes first.
  void fetch(const std::string& app_id, PermissionWaiter& waiter);
  void forget(PermissionWaiter& waiter);

  void on_reply(std::uint64_t cookie, Message reply) override;

 private:
  struct Fetch {
    std::string app_id;
    std::vector<PermissionWaiter*> waiters;
  };

  bool excluded(std::string_view app_id, const std::string& method) const;
  std::uint64_t version() const { return capabilities_.version() + permissions_.version(); }

  iec::Router& router_;
  const CapabilityTable& capabilities_;
  PermissionCache& permissions_;
  const manifest::DeviceManifest& manifest_;
  std::map<std::uint64_t, Fetch> fetches_;
  std::uint64_t next_fetch_ = 1;
};

}  // namespace ripple::services
