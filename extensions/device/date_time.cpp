#include "device/date_time.hpp"

#include <array>
#include <ctime>

namespace ripple::device {

std::string date_time(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::string fraction = std::to_string(1000 + milliseconds % 1000);
  fraction[0] = '.';
  return std::string(text.data(), size) + fraction + 'Z';
}

}  // namespace ripple::device
