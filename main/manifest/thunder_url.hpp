/// Whether a text is the address of a Thunder server.
///
///     if (const auto problem = thunder_url_problem("ws://10.0.0.7:9998/jsonrpc")) fail(*problem);
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ripple::manifest {

/// What is wrong with it, in a sentence; empty when nothing is.
std::optional<std::string> thunder_url_problem(std::string_view url);

}  // namespace ripple::manifest
