#include "rules/endpoints/url.hpp"

#include <algorithm>

#include "ripple/thunder/endpoint.hpp"

namespace ripple::rules {
namespace {

bool has_blanks(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7F;
  });
}

Error bad_url(std::string_view text, const std::string& scheme) {
  std::string message = "expected " + scheme +
                        "://HOST[:PORT][/PATH] without blanks, the port from 1 to 65535, an IPv6 "
                        "address in brackets; found \"" +
                        std::string(text) + "\"";
  if (text.starts_with(scheme + "s://")) {
    message += ". Rules speak " + scheme + " without encryption only: let a local proxy speak " +
               scheme + "s to that address and name the proxy here";
  }
  return Error{ErrorCode::kBadManifest, std::move(message), {}};
}

}  // namespace

Result<Url> Url::parse(std::string_view text, std::string_view scheme) {
  const std::string prefix = std::string(scheme) + "://";
  if (!text.starts_with(prefix) || has_blanks(text)) return bad_url(text, std::string(scheme));
  const std::string_view rest = text.substr(prefix.size());
  const std::size_t path_start = std::min(rest.find_first_of("/?"), rest.size());
  const auto place = thunder::Endpoint::parse("ws://" + std::string(rest.substr(0, path_start)));
  if (!place) return bad_url(text, std::string(scheme));
  return Url{std::string(text), place->host, place->port, std::string(rest.substr(path_start))};
}

std::string Url::authority() const {
  return thunder::Endpoint{.host = host, .port = port, .path = {}}.authority();
}

Result<std::string> Url::target(std::string_view alias) const {
  if (has_blanks(alias)) {
    return Error{ErrorCode::kServiceFailure,
                 "expected an alias that can stand in a URL behind " + text + ", found \"" +
                     std::string(alias) + "\"; write blanks as %20",
                 {}};
  }
  std::string target = path + std::string(alias);
  if (!target.starts_with('/')) target.insert(0, "/");
  return target;
}

}  // namespace ripple::rules
