#include "main/builtin/permission_lookup.hpp"

#include <algorithm>
#include <vector>

#include "ripple/contracts/permissions.hpp"

namespace ripple::builtin {
namespace {

bool has_star(const std::vector<std::string>& list) {
  return std::find(list.begin(), list.end(), "*") != list.end();
}

}  // namespace

bool PermissionLookup::is_excluded(const std::string& app_id) const {
  const manifest::Exclusory& exclusory = device_.exclusory;
  if (has_star(exclusory.method_ignore_rules)) return true;
  const auto of_app = exclusory.app_ignore_rules.find(app_id);
  return of_app != exclusory.app_ignore_rules.end() && has_star(of_app->second);
}

Task<Result<void>> PermissionLookup::fetch(Node node, std::string app_id) const {
  if (is_known(app_id)) co_return Result<void>();
  const auto alias = device_.distributor_app_aliases.find(app_id);
  const std::string& known_as =
      alias == device_.distributor_app_aliases.end() ? app_id : alias->second;
  const contracts::Permissions::list request{known_as};
  const auto list = co_await node.call(request);
  if (!list) {
    node.log(LogLevel::kWarning,
             "the permissions of the app \"" + app_id +
                 "\" are not known, so nothing is permitted to it: " + list.error().message);
    co_return list.error();
  }
  cache_.store(app_id, services::AppPermissions(*list));
  co_return Result<void>();
}

Task<bool> PermissionLookup::allows(Node node, std::string app_id, std::string capability,
                                    services::Role role) const {
  if (app_id.empty()) co_return false;  // an extension on its own behalf: permissions are for apps
  if (is_excluded(app_id)) co_return true;
  (void)co_await fetch(node, app_id);
  const services::AppPermissions* permissions = cache_.find(app_id);
  co_return permissions != nullptr && permissions->allows(capability, role);
}

}  // namespace ripple::builtin
