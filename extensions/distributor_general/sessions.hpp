/// Contracts account.session, platform.session, device.session, distributor.session and
/// root.session: who the account is, and the distributor's tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ripple/node.hpp>

#include "distributor_general/distributor_state.hpp"

namespace ripple::distributor_general {

/// Seconds since 1970.
using WallClock = std::function<std::int64_t()>;

/// What device.provision has assigned counts before what the file says. A token set with
/// account.session is kept through local.storage until it expires. Until the channel is asked to
/// stop.
Task<void> serve_account_session(Node node, std::shared_ptr<DistributorState> state,
                                 WallClock clock);

/// The four contracts of tokens, until the channel is asked to stop, beside whatever else it does.
void serve_tokens(const Node& node, std::shared_ptr<DistributorState> state);

}  // namespace ripple::distributor_general
