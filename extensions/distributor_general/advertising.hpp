/// Contract advertising: what advertisements may know and do.
#pragma once

#include <functional>
#include <memory>
#include <ripple/node.hpp>
#include <string>

#include "distributor_general/distributor_state.hpp"

namespace ripple::distributor_general {

/// `new_identifier` makes the identifier that advertising.resetIdentifier puts in place of the
/// distributor's. Until the channel is asked to stop.
Task<void> serve_advertising(Node node, std::shared_ptr<DistributorState> state,
                             std::function<std::string()> new_identifier);

}  // namespace ripple::distributor_general
