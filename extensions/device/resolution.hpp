/// Sizes of pictures, and which of them Firebolt knows.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ripple::device {

/// In pixels.
struct Resolution {
  std::int64_t width = 0;
  std::int64_t height = 0;
  bool operator==(const Resolution&) const = default;
};

inline constexpr Resolution kLargestResolution{3840, 2160};

/// Whether Firebolt's schema has this resolution.
bool is_firebolt_resolution(const Resolution& resolution);

/// The largest of `modes` that Firebolt has and that fits into `limit`; empty when none does.
std::optional<Resolution> largest_within(const std::vector<Resolution>& modes,
                                         const Resolution& limit);

}  // namespace ripple::device
