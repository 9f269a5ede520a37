#include "main/cli/request_frame.hpp"

#include <utility>

#include "ripple/json.hpp"

namespace ripple::cli {

Result<std::optional<Json::Value>> parse_params(const std::optional<std::string>& text) {
  if (!text) return std::optional<Json::Value>();
  Result<Json::Value> params = parse_json(*text);
  if (!params) {
    return Error{ErrorCode::kInvalidParams,
                 "PARAMS: expected a JSON object or array, found none: " + params.error().message,
                 {}};
  }
  if (!params->isObject() && !params->isArray()) {
    return Error{ErrorCode::kInvalidParams,
                 "PARAMS: expected a JSON object or array such as '{\"value\": " + *text +
                     "}', found " + *text,
                 {}};
  }
  return std::optional<Json::Value>(std::move(*params));
}

std::string request_frame(const std::string& method, const std::optional<Json::Value>& params) {
  std::string frame = R"({"jsonrpc":"2.0","id":)" + std::to_string(kRequestId) + R"(,"method":)";
  append_json_string(frame, method);
  if (params) {
    frame += ",\"params\":";
    append_json(frame, *params);
  }
  return frame + '}';
}

std::string describe_error(const std::string& method, const Json::Value& error) {
  const Json::Value& code = error["code"];
  const Json::Value& message = error["message"];
  std::string text = method + ": error " + print_json(code) + ": " +
                     (message.isString() ? message.asString() : print_json(message));
  if (!error["data"].isNull()) text += "; data: " + print_json(error["data"]);
  return text;
}

}  // namespace ripple::cli
