/// The URL a client dials: the gateway's address with the app in its query.
///
///     gateway_url({.url = "ws://127.0.0.1:3474", .app = "refui"})
///     // "ws://127.0.0.1:3474/?appId=refui"
#pragma once

#include <string>

#include "main/cli/command_line.hpp"

namespace ripple::cli {

/// An `appId` or `session` that is in the URL already is kept, and no app is added.
std::string gateway_url(const GatewayAddress& gateway);

}  // namespace ripple::cli
