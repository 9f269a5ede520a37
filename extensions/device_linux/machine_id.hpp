/// The number that systemd or D-Bus gave this machine.
#pragma once

#include <optional>
#include <string>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

/// /etc/machine-id, or the older D-Bus file. Absent in an image that has not been booted yet.
std::optional<std::string> read_machine_id(const SystemFiles& files);

}  // namespace ripple::device_linux
