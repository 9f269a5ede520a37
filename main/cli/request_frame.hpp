/// The one request that `ripple call` and `ripple watch` send.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "ripple/error.hpp"

namespace ripple::cli {

inline constexpr int kRequestId = 1;

/// PARAMS of the command line. Errors: kInvalidParams, one line that says what was expected.
Result<std::optional<Json::Value>> parse_params(const std::optional<std::string>& text);

/// {"jsonrpc":"2.0","id":1,"method":..,"params":..}
std::string request_frame(const std::string& method, const std::optional<Json::Value>& params);

/// "device.name: error -32601: Method not found" and its data, if there is any.
std::string describe_error(const std::string& method, const Json::Value& error);

}  // namespace ripple::cli
