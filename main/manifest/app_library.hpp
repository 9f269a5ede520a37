/// firebolt-app-library.json -> apps.
#pragma once

#include <vector>

#include "main/manifest/findings.hpp"
#include "main/manifest/json_document.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::manifest {

/// Reads the whole document; what is wrong with it is in `findings`. Apps whose manifest is not
/// embedded are left out with a warning.
std::vector<App> read_app_library(const JsonDocument& document, Findings& findings);

}  // namespace ripple::manifest
