#include "rules/reply.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ripple/json.hpp"
#include "rules/json_member.hpp"

namespace ripple::rules {
namespace {

bool is_bare_error(const Json::Value& output) {
  if (!output.isObject() || !output["code"].isInt() || !output["message"].isString()) return false;
  return std::ranges::all_of(output.getMemberNames(), [](const std::string& name) {
    return name == "code" || name == "message" || name == "data";
  });
}

}  // namespace

Json::Value result_reply(Json::Value result) {
  Json::Value reply(Json::objectValue);
  reply["result"] = std::move(result);
  return reply;
}

Json::Value error_reply(const Error& error) {
  Json::Value reply(Json::objectValue);
  reply["error"]["code"] = static_cast<Json::Int>(error.code);
  reply["error"]["message"] = error.message;
  if (auto data = parse_json(error.context)) reply["error"]["data"] = std::move(*data);
  return reply;
}

Error read_reply_error(const Json::Value& error) {
  if (!error.isObject() || !error["code"].isInt()) {
    return {
        ErrorCode::kServiceFailure, error.isString() ? error.asString() : print_json(error), {}};
  }
  const Json::Value& message = error["message"];
  return {static_cast<ErrorCode>(error["code"].asInt()),
          message.isString() ? message.asString() : print_json(error),
          error.isMember("data") ? print_json(error["data"]) : std::string()};
}

Result<Json::Value> outcome_of_reply(const Json::Value& reply) {
  if (const Json::Value& error = reply["error"]; !error.isNull()) return read_reply_error(error);
  return reply["result"];
}

Result<Json::Value> outcome_of_output(Json::Value output) {
  if (is_bare_error(output)) return read_reply_error(output);
  const Json::Value* const error = member_of(output, "error");
  if (error != nullptr && !error->isNull()) return read_reply_error(*error);
  return Result<Json::Value>(std::move(output));
}

}  // namespace ripple::rules
