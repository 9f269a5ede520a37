/// Url: where an HTTP or WebSocket endpoint of rules is.
///
///     Result<Url> url = Url::parse("http://127.0.0.1:8080/v1", "http");
///     Result<std::string> target = url->target("/weather");    // "/v1/weather"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::rules {

struct Url {
  /// As it was written.
  std::string text;
  std::string host;
  std::uint16_t port = 80;
  /// With the query; empty when the URL ends with the host or the port.
  std::string path;

  /// Takes `SCHEME://host[:port][/path]`; IPv6 hosts in brackets. Error: kBadManifest, also for
  /// the scheme's encrypted form.
  static Result<Url> parse(std::string_view text, std::string_view scheme);

  /// "host:port", as the Host header has it.
  std::string authority() const;

  /// What a request asks for: the path and `alias` behind it. Error: kServiceFailure for an alias
  /// with blanks or control characters.
  Result<std::string> target(std::string_view alias) const;
};

}  // namespace ripple::rules
