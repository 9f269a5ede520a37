/// The part of parameters.initialization that concerns privacy: may this app target people?
#pragma once

#include "ripple/contracts/lifecycle_management.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

/// `lmt` is 1, and `us_privacy` "1-Y-", unless the contract privacy_settings says that targeting is
/// allowed: without an answer it is not. `us_privacy` is given only in the countries of
/// `default_values.countries_using_us_privacy`.
Task<contracts::LifecycleManagement::AppInitialization> initial_privacy(
    Node node, const Json::Value& default_values, Deadline deadline);

}  // namespace ripple::builtin
