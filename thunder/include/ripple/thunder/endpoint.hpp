/// Endpoint: where a Thunder server listens.
///
///     Result<Endpoint> endpoint = Endpoint::parse("ws://192.168.1.20:9998/jsonrpc");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

struct Endpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 9998;
  /// `/jsonrpc` reaches every plugin; `/jsonrpc/<callsign>` that plugin only, whatever a request
  /// says. May carry a query.
  std::string path = "/jsonrpc";

  /// Takes `ws://host[:port][/path]`; IPv6 hosts in brackets. Port 80 and `/jsonrpc` when left out.
  static Result<Endpoint> parse(std::string_view url);

  /// "host:port", as the Host header has it.
  std::string authority() const;

  /// The path with `token` added to its query, percent-encoded; the path alone for an empty token.
  std::string target(std::string_view token) const;
};

}  // namespace ripple::thunder
