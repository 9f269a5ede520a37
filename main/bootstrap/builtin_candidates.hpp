/// Main's own entries as candidates, beside those of libraries.
#pragma once

#include <vector>

#include "main/bootstrap/platform.hpp"
#include "main/extn/extn_catalog.hpp"

namespace ripple::bootstrap {

/// Makes the builtins of the platform. They may use what they say they use: they are part of Main.
Result<std::vector<extn::ExtnCandidate>> make_builtin_candidates(Platform& platform);

}  // namespace ripple::bootstrap
