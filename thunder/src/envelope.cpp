#include "envelope.hpp"

#include <json/reader.h>
#include <json/writer.h>

#include <exception>
#include <memory>
#include <utility>

namespace ripple::thunder {
namespace {

Error malformed(std::string reason, std::string_view text) {
  constexpr std::size_t kShown = 80;
  reason += ", found \"";
  reason += text.substr(0, kShown);
  reason += text.size() > kShown ? "...\"" : "\"";
  return Error{ErrorCode::kMalformedReply, std::move(reason), 0, 0};
}

Result<Json::Value> parse_object(std::string_view text) {
  static const Json::CharReaderBuilder builder = [] {
    Json::CharReaderBuilder strict;
    Json::CharReaderBuilder::strictMode(&strict.settings_);
    return strict;
  }();
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  Json::Value value;
  std::string problems;
  // jsoncpp throws for what is nested too deep.
  try {
    if (reader->parse(text.data(), text.data() + text.size(), &value, &problems) &&
        value.isObject()) {
      return value;
    }
  } catch (const std::exception& exception) {
    problems = exception.what();
  }
  return malformed("expected a JSON object from the server", text);
}

Error error_of(const Json::Value& error, Generation generation) {
  const Json::Value& code = error["code"];
  const Json::Value& message = error["message"];
  return error_from_wire(code.isInt64() ? code.asInt64() : 0,
                         message.isString() ? message.asString() : json_text(message), generation);
}

}  // namespace

std::string json_text(const Json::Value& value) {
  static const Json::StreamWriterBuilder builder = [] {
    Json::StreamWriterBuilder one_line;
    one_line["indentation"] = "";
    return one_line;
  }();
  return Json::writeString(builder, value);
}

std::string request_text(std::uint32_t id, std::string_view method, const Json::Value* params) {
  std::string text = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":)";
  text += Json::valueToQuotedString(std::string(method).c_str());
  if (params != nullptr) text += R"(,"params":)" + json_text(*params);
  text += '}';
  return text;
}

Result<Incoming> parse_incoming(std::string_view text, Generation generation) {
  Result<Json::Value> parsed = parse_object(text);
  if (!parsed) return parsed.error();
  Json::Value& message = *parsed;
  Incoming incoming;
  if (message["id"].isUInt()) incoming.id = message["id"].asUInt();
  if (message["error"].isObject()) {
    incoming.error = error_of(message["error"], generation);
    return incoming;
  }
  if (incoming.id && message.isMember("result")) {
    incoming.value = std::move(message["result"]);
    return incoming;
  }
  if (!incoming.id && message["method"].isString()) incoming.method = message["method"].asString();
  if (!incoming.method.empty()) {
    incoming.value = std::move(message["params"]);
    return incoming;
  }
  return malformed("expected a reply or an event", text);
}

}  // namespace ripple::thunder
