/// Memory and time since boot, from /proc.
#pragma once

#include <cstdint>
#include <optional>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

/// In kibibytes.
struct Memory {
  std::int64_t total_kib = 0;
  /// What programs can still get without swapping.
  std::int64_t available_kib = 0;
};

std::optional<Memory> read_memory(const SystemFiles& files);

/// Whole seconds since boot.
std::optional<std::int64_t> read_uptime(const SystemFiles& files);

}  // namespace ripple::device_linux
