/// SHA-256 (FIPS 180-4), for identifiers that cannot be traced back. Not for streams.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ripple::device {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);

}  // namespace ripple::device
