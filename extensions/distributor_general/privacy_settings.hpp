/// Contract privacy_settings: what people allow to be done with what is known about them.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "distributor_general/distributor_state.hpp"

namespace ripple::distributor_general {

/// A choice is kept through local.storage before it is answered, and told as its event; the one
/// about advertisements in apps is told as advertising.onPolicyChanged, too. Until the channel is
/// asked to stop.
Task<void> serve_privacy_settings(Node node, std::shared_ptr<DistributorState> state);

}  // namespace ripple::distributor_general
