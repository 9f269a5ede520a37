/// Contract caps: which capabilities are supported, available, permitted and granted.
///
/// User grants are not carried out by this platform yet: nobody has decided, so `granted` is null,
/// and what needs a grant is "ungranted".
#pragma once

#include "main/builtin/permission_lookup.hpp"
#include "main/services/capability_table.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

/// onAvailable and onUnavailable say what is the same for all apps: `use`, `manage` and `provide`
/// are empty there.
Task<void> serve_caps(Node node, services::CapabilityTable& table, PermissionLookup permissions);

}  // namespace ripple::builtin
