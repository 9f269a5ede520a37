#include "device_linux/machine_load.hpp"

#include <charconv>
#include <string_view>

namespace ripple::device_linux {
namespace {

std::optional<std::int64_t> parse_number(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  const auto [_, error] = std::from_chars(text.data() + first, text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

std::optional<std::int64_t> meminfo_value(std::string_view meminfo, std::string_view key) {
  const auto at = meminfo.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  return parse_number(meminfo.substr(at + key.size()));
}

}  // namespace

std::optional<Memory> read_memory(const SystemFiles& files) {
  const auto meminfo = files.read("proc/meminfo");
  if (!meminfo) return std::nullopt;
  const auto total = meminfo_value(*meminfo, "MemTotal:");
  const auto available = meminfo_value(*meminfo, "MemAvailable:");
  if (!total || !available) return std::nullopt;
  return Memory{*total, *available};
}

std::optional<std::int64_t> read_uptime(const SystemFiles& files) {
  const auto text = files.read("proc/uptime");
  if (!text) return std::nullopt;
  return parse_number(*text);
}

}  // namespace ripple::device_linux
