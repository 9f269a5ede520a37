#include "launcher/start_page.hpp"

namespace ripple::launcher {
namespace {

/// Everything but the unreserved characters of RFC 3986 as %XX.
std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 0x0f]};
    }
  }
  return encoded;
}

}  // namespace

std::string session_endpoint(std::string_view endpoint, std::string_view session_id) {
  std::string text(endpoint);
  if (text.empty() || session_id.empty()) return text;
  text += text.find('?') == std::string::npos ? '?' : '&';
  return text + "session=" + percent_encoded(session_id);
}

std::string page_with_endpoint(std::string_view page, std::string_view endpoint) {
  if (endpoint.empty() || page.find("__firebolt_endpoint=") != std::string_view::npos) {
    return std::string(page);
  }
  const auto fragment = page.find('#');
  std::string text(page.substr(0, fragment));
  text += text.find('?') == std::string::npos ? '?' : '&';
  text += "__firebolt_endpoint=" + percent_encoded(endpoint);
  if (fragment != std::string_view::npos) text += page.substr(fragment);
  return text;
}

}  // namespace ripple::launcher
