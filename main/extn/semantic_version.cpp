#include "main/extn/semantic_version.hpp"

#include <charconv>

namespace ripple::extn {

std::optional<SemanticVersion> parse_version(std::string_view text) {
  SemanticVersion version;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::uint32_t* part : {&version.major, &version.minor, &version.patch}) {
    if (part != &version.major) {
      if (at == end || *at != '.') return std::nullopt;
      ++at;
    }
    const auto [next, error] = std::from_chars(at, end, *part);
    if (error != std::errc()) return std::nullopt;
    at = next;
  }
  if (at != end && *at != '-' && *at != '+') return std::nullopt;
  return version;
}

}  // namespace ripple::extn
