#include "ripple/thunder/callsign.hpp"

#include <algorithm>

namespace ripple::thunder {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string callsign_of(std::string_view method) {
  const std::string_view name = method.substr(0, method.find('@'));
  std::size_t end = name.rfind('.');
  if (end == std::string_view::npos) return {};
  std::string_view callsign = name.substr(0, end);
  end = callsign.rfind('.');
  if (end != std::string_view::npos && is_number(callsign.substr(end + 1))) {
    callsign = callsign.substr(0, end);
  }
  return is_number(callsign) ? std::string() : std::string(callsign);
}

}  // namespace ripple::thunder
