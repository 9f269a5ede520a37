/// The HTTP head of a connection to the emulator, and Thunder's answer to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

struct HttpHead {
  std::string verb;
  std::string path;
  std::string query;
  /// By lower-case name.
  std::map<std::string, std::string> headers;

  std::string header(const std::string& name) const;
  /// The percent-decoded value of a query parameter; empty when absent.
  std::string parameter(std::string_view name) const;
};

/// `text` ends with the empty line. Nothing for what is no HTTP request.
std::optional<HttpHead> parse_http_head(std::string_view text);

/// The subprotocol that is echoed, and whether Thunder then ignores all requests: R5 knows the
/// lower-case words json, jsonrpc, text and raw, compares each word with the blanks around it, and
/// links with one of them drop what they receive.
struct Subprotocol {
  std::string echoed;
  bool is_dead = false;
};

Subprotocol choose_subprotocol(const std::string& offered, Generation generation);

/// The 101 as Thunder spells it.
std::string switching_protocols(const HttpHead& head, const Subprotocol& subprotocol);

/// A whole HTTP response; `status` is "503 Could not find ...".
std::string http_response(std::string_view status, std::string_view body = {});

}  // namespace ripple::thunder::emulator
