// The two tasks of the probe.
#pragma once

#include <ripple/node.hpp>

namespace probe {

/// The methods probe.* of the gateway.
ripple::Task<void> serve_methods(ripple::Node node);
extern const char* const kMethods;

/// A device channel that keeps, or breaks, the promises of the manifest.
ripple::Task<void> serve_contracts(ripple::Node node);

/// Throws when the symbol's config says {"throw_in": `moment`}.
void throw_if_told(const ripple::Node& node, const char* moment);

}  // namespace probe
