#include "ripple/thunder/endpoint.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace ripple::thunder {
namespace {

constexpr std::string_view kScheme = "ws://";

Error bad_url(std::string_view url, const std::string& reason) {
  return Error{ErrorCode::kInvalidArgument,
               "expected a URL such as ws://127.0.0.1:9998/jsonrpc, found \"" + std::string(url) +
                   "\": " + reason,
               0, 0};
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view url) {
  if (!url.starts_with(kScheme)) return bad_url(url, "it does not begin with ws://");
  for (const char c : url) {
    if (c <= ' ' || c == '\x7f') return bad_url(url, "it contains a blank or control character");
  }
  const std::string_view rest = url.substr(kScheme.size());
  const std::size_t path_start = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, path_start);

  Endpoint endpoint;
  endpoint.port = 80;
  const bool is_ipv6 = authority.starts_with('[');
  const std::size_t host_end =
      is_ipv6 ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == std::string_view::npos) return bad_url(url, "the bracket is not closed");
  endpoint.host = authority.substr(is_ipv6 ? 1 : 0, is_ipv6 ? host_end - 1 : host_end);
  if (endpoint.host.empty()) return bad_url(url, "the host is missing");
  const bool has_colon = endpoint.host.find(':') != std::string::npos;
  if (endpoint.host.find_first_of("[]") != std::string::npos || is_ipv6 != has_colon) {
    return bad_url(url, "brackets are for IPv6 addresses");
  }

  std::string_view port = authority.substr(is_ipv6 ? host_end + 1 : host_end);
  if (!port.empty()) {
    if (!port.starts_with(':')) return bad_url(url, "expected a port behind the host");
    port.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (error != std::errc() || end != port.data() + port.size() || endpoint.port == 0) {
      return bad_url(url, "the port is not a number from 1 to 65535");
    }
  }
  const std::string_view path = rest.substr(path_start);
  if (path.starts_with('/')) endpoint.path = path;
  if (path.starts_with('?')) endpoint.path += path;
  return endpoint;
}

std::string Endpoint::authority() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Endpoint::target(std::string_view token) const {
  if (token.empty()) return path;
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  std::string target = path + (path.find('?') == std::string::npos ? "?token=" : "&token=");
  for (const char c : token) {
    if (is_unreserved(c)) {
      target += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      target += '%';
      target += kHexDigits[byte >> 4U];
      target += kHexDigits[byte & 0xFU];
    }
  }
  return target;
}

}  // namespace ripple::thunder
