#include "main/cli/gateway_url.hpp"

#include <string_view>

namespace ripple::cli {
namespace {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
  }
  return encoded;
}

bool has_identity(std::string_view query) {
  for (const std::string_view key : {"appId=", "session="}) {
    const std::size_t at = query.find(key);
    if (at == 0 || (at != std::string_view::npos && query[at - 1] == '&')) return true;
  }
  return false;
}

}  // namespace

std::string gateway_url(const GatewayAddress& gateway) {
  std::string url = gateway.url;
  const std::size_t question = url.find('?');
  std::string query = question == std::string::npos ? "" : url.substr(question + 1);
  url.erase(std::min(question, url.size()));
  const std::size_t host = url.find("://");
  if (host != std::string::npos && url.find('/', host + 3) == std::string::npos) url += '/';
  if (!has_identity(query)) {
    query += (query.empty() ? "appId=" : "&appId=") + percent_encoded(gateway.app);
  }
  return url + '?' + query;
}

}  // namespace ripple::cli
