/// firebolt-extn-manifest.json -> ExtnManifest.
#pragma once

#include <filesystem>
#include <optional>

#include "main/manifest/findings.hpp"
#include "main/manifest/json_document.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::manifest {

/// Reads the whole document; what is wrong with it is in `findings`. `extension_directory` replaces
/// the file's `default_path`.
ExtnManifest read_extn_manifest(const JsonDocument& document, Findings& findings,
                                const std::optional<std::filesystem::path>& extension_directory);

}  // namespace ripple::manifest
