/// firebolt-device-manifest.json -> DeviceManifest.
#pragma once

#include "main/manifest/findings.hpp"
#include "main/manifest/json_document.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::manifest {

/// Reads the whole document; what is wrong with it is in `findings`. `app_library_file` is the
/// file's `applications.distribution.library`.
DeviceManifest read_device_manifest(const JsonDocument& document, Findings& findings,
                                    std::filesystem::path& app_library_file);

}  // namespace ripple::manifest
