/// The payload of an ERROR message: {"message":TEXT} or {"message":TEXT,"data":ANY}.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/json.hpp"
#include "ripple/message.hpp"

namespace ripple {

/// Appends the payload for `error`; its context must be JSON text or empty.
inline void append_error(std::string& out, const Error& error) {
  out.append(R"({"message":)");
  append_json_string(out, error.message);
  if (!error.context.empty()) out.append(R"(,"data":)").append(error.context);
  out.push_back('}');
}

/// The error that an ERROR message carries.
inline Error read_error(const Message& message, JsonReader& reader) {
  Error error{static_cast<ErrorCode>(message.header().code), {}, {}};
  const auto payload = reader.parse(message.payload());
  if (!payload || !payload->isObject()) {
    error.message = "an error without a message";
    return error;
  }
  if (const Json::Value& text = (*payload)["message"]; text.isString()) {
    error.message = text.asString();
  }
  if (payload->isMember("data")) error.context = print_json((*payload)["data"]);
  return error;
}

}  // namespace ripple
