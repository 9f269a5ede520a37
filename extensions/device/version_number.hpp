/// The numbers at the beginning of a version's text.
///
///     parse_version_number("6.1.0-18-amd64")->minor;   // 1
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ripple::device {

struct VersionNumber {
  std::int64_t major = 0;
  std::int64_t minor = 0;
  std::int64_t patch = 0;
  std::string readable;
  bool operator==(const VersionNumber&) const = default;
};

/// The leading `major[.minor[.patch]]` of `text`, missing parts 0; `readable` is empty. Empty
/// optional when `text` does not start with a number.
std::optional<VersionNumber> parse_version_number(std::string_view text);

}  // namespace ripple::device
