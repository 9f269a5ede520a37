/// `host` of the device manifest: limits, timeouts, logging, the control socket.
#pragma once

#include <string>

#include "main/manifest/field.hpp"
#include "main/manifest/manifest.hpp"

namespace ripple::manifest {

Host read_host(const Field& field);

/// Whether `level` is one of trace, debug, info, warning, error, off.
bool is_log_level(const std::string& level);

}  // namespace ripple::manifest
