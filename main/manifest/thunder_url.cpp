#include "main/manifest/thunder_url.hpp"

#include <algorithm>
#include <charconv>

namespace ripple::manifest {
namespace {

bool is_port(std::string_view text) {
  unsigned port = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && parsed == end && port >= 1 && port <= 65535;
}

bool is_authority(std::string_view text) {
  // The colons of an IPv6 address are within brackets.
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = text.find(':', bracket);
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
  const std::string_view host = text.substr(0, colon);
  return !host.empty() && host != "[]" && host.find('@') == std::string_view::npos;
}

bool is_thunder_url(std::string_view url) {
  constexpr std::string_view kScheme = "ws://";
  if (!url.starts_with(kScheme)) return false;
  if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c == '\x7f' || c == '#'; })) {
    return false;
  }
  url.remove_prefix(kScheme.size());
  return is_authority(url.substr(0, url.find_first_of("/?")));
}

}  // namespace

std::optional<std::string> thunder_url_problem(std::string_view url) {
  if (is_thunder_url(url)) return std::nullopt;
  return "expected the address of Thunder as ws://HOST:PORT/jsonrpc, found \"" + std::string(url) +
         '"';
}

}  // namespace ripple::manifest
