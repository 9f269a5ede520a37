/// The JSON-RPC messages that travel between a Thunder server and its clients.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

/// The text of a request. Without `params` the member is left out.
std::string request_text(std::uint32_t id, std::string_view method, const Json::Value* params);

/// The text of `value` in one line.
std::string json_text(const Json::Value& value);

/// What a server sent. At most one of `error` and `method` counts: a server echoes the request
/// beside the error when it denies it, so `error` comes first.
struct Incoming {
  std::optional<std::uint32_t> id;
  std::optional<Error> error;
  std::string method;
  /// The result of a reply, or the params of a notification.
  Json::Value value;
};

/// kMalformedReply for what is no JSON-RPC message.
Result<Incoming> parse_incoming(std::string_view text, Generation generation);

}  // namespace ripple::thunder
