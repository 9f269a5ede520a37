/// Versions "major.minor.patch" of Main, extensions and contract documents.
///
///     parse_version("1.2.0")->major   // 1
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ripple::extn {

struct SemanticVersion {
  std::uint32_t major = 0, minor = 0, patch = 0;
  friend auto operator<=>(const SemanticVersion&, const SemanticVersion&) = default;
};

/// Three numbers; a pre-release or build suffix ("1.2.0-rc1") is left out. Nothing when it is no
/// such text.
std::optional<SemanticVersion> parse_version(std::string_view text);

}  // namespace ripple::extn
