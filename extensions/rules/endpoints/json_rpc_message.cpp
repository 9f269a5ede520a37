#include "rules/endpoints/json_rpc_message.hpp"

#include <utility>

#include "ripple/json.hpp"

namespace ripple::rules {
namespace {

Error no_json_rpc(std::string_view text, const std::string& reason) {
  constexpr std::size_t kShown = 80;
  std::string message = "expected a reply or a notification of JSON-RPC 2.0, found \"";
  message += text.substr(0, kShown);
  message += text.size() > kShown ? "...\"" : "\"";
  if (!reason.empty()) message += ": " + reason;
  return Error{ErrorCode::kServiceFailure, std::move(message), {}};
}

// Whatever the other side calls an error, in the form that response transforms count on.
Json::Value error_reply(Json::Value error) {
  Json::Value reply;
  if (error.isObject() && error["code"].isInt() && error["message"].isString()) {
    reply["error"] = std::move(error);
    return reply;
  }
  reply["error"]["code"] = static_cast<int>(ErrorCode::kServiceFailure);
  reply["error"]["message"] = error.isString() ? error.asString() : print_json(error);
  return reply;
}

}  // namespace

std::string json_rpc_request(std::uint32_t id, const std::string& method,
                             const Json::Value& params) {
  Json::Value request;
  request["jsonrpc"] = "2.0";
  request["id"] = id;
  request["method"] = method;
  if (!params.isNull()) request["params"] = params;
  return print_json(request);
}

Result<JsonRpcMessage> parse_json_rpc(std::string_view text) {
  Result<Json::Value> parsed = parse_json(text);
  if (!parsed) return no_json_rpc(text, parsed.error().message);
  if (!parsed->isObject()) return no_json_rpc(text, {});
  Json::Value& fields = *parsed;
  JsonRpcMessage message;
  if (fields["id"].isUInt() && (fields.isMember("result") || !fields["error"].isNull())) {
    message.id = fields["id"].asUInt();
    if (fields["error"].isNull()) {
      message.reply["result"] = std::move(fields["result"]);
    } else {
      message.reply = error_reply(std::move(fields["error"]));
    }
    return message;
  }
  if (!fields["id"].isNull() || !fields["method"].isString()) return no_json_rpc(text, {});
  message.method = fields["method"].asString();
  message.params = std::move(fields["params"]);
  if (message.method.empty()) return no_json_rpc(text, "its method has no name");
  return message;
}

}  // namespace ripple::rules
