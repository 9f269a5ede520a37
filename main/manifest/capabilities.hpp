/// Capability names of manifests: "xrn:firebolt:capability:device:model[manage]".
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "main/manifest/field.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::manifest {

/// The full form of a capability; a short one ("device:model") gets the prefix. Anything else is
/// noted in the field's findings and gives an empty string.
std::string read_capability(const Field& field);

/// `capabilities.supported`. Without role-based support each entry gives all three roles; with it
/// [manage] also gives use, and [provide] also gives use and manage.
std::vector<SupportedCapability> read_supported(const Field& list, bool role_based_support);

/// `capabilities.grantPolicies`, checked and handed on: {capability: {role: policy}}.
Json::Value read_grant_policies(const Field& policies);

/// `capabilities.dependencies`, checked and handed on: {permission: [permission]}.
Json::Value read_dependencies(const Field& dependencies);

/// `capabilities.grantExclusionFilters`, checked.
void check_grant_exclusion_filters(const Field& filters);

}  // namespace ripple::manifest
