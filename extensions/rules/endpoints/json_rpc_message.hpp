/// The JSON-RPC 2.0 messages between an endpoint of rules and its server.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::rules {

/// The text of a request; null params are left out.
std::string json_rpc_request(std::uint32_t id, const std::string& method,
                             const Json::Value& params);

struct JsonRpcMessage {
  /// Of a reply that this side can have asked for.
  std::optional<std::uint32_t> id;
  /// Of a reply: {"result":ANY}, or {"error":{"code":NUMBER,"message":TEXT,..}}.
  Json::Value reply;
  /// Of a notification; empty for a reply.
  std::string method;
  Json::Value params;
};

/// Error: kServiceFailure for what is no JSON-RPC, or a request to this side.
Result<JsonRpcMessage> parse_json_rpc(std::string_view text);

}  // namespace ripple::rules
