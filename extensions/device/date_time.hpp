/// Moments as text.
///
///     date_time(1'700'000'000'123);   // "2023-11-14T22:13:20.123Z"
#pragma once

#include <cstdint>
#include <string>

namespace ripple::device {

/// RFC 3339 in UTC, with milliseconds. `milliseconds`: since 1970.
std::string date_time(std::int64_t milliseconds);

}  // namespace ripple::device
