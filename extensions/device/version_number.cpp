#include "device/version_number.hpp"

#include <array>
#include <charconv>

namespace ripple::device {

std::optional<VersionNumber> parse_version_number(std::string_view text) {
  std::array<std::int64_t, 3> parts{};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (count < parts.size()) {
    if (at == end || *at < '0' || *at > '9') break;
    const auto [next, error] = std::from_chars(at, end, parts[count]);
    if (error != std::errc{}) break;
    ++count;
    at = next;
    if (at == end || *at != '.') break;
    ++at;
  }
  if (count == 0) return std::nullopt;
  return VersionNumber{parts[0], parts[1], parts[2], {}};
}

}  // namespace ripple::device
