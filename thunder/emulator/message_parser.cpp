#include "emulator/message_parser.hpp"

#include <json/reader.h>

#include <charconv>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace ripple::thunder::emulator {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// One past the end of the bracketed value at the start of `text`; npos when it does not end.
std::size_t end_of_value(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

// Thunder's conversion of an id; nothing where it gives up.
std::optional<std::uint32_t> thunder_id(const Json::Value& id) {
  if (id.isNull()) return 0;
  if (id.isInt64() && id.type() != Json::realValue) {
    const std::int64_t number = id.asInt64();
    if (number > std::numeric_limits<std::uint32_t>::max() ||
        number < std::numeric_limits<std::int32_t>::min()) {
      return std::nullopt;
    }
    return static_cast<std::uint32_t>(number);
  }
  if (id.isString()) {
    const std::string text = id.asString();
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return number;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Json::Value> parse_json(std::string_view text, DuplicateKeys duplicates) {
  Json::CharReaderBuilder builder;
  Json::CharReaderBuilder::strictMode(&builder.settings_);
  builder["strictRoot"] = false;
  builder["rejectDupKeys"] = duplicates == DuplicateKeys::kRefused;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  Json::Value value;
  std::string problems;
  // jsoncpp throws for what is nested too deep.
  try {
    if (reader->parse(text.data(), text.data() + text.size(), &value, &problems)) return value;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

Parsed MessageParser::failure() const {
  Parsed parsed;
  parsed.error = wire_error(FrameworkError::kParseFailure, generation_);
  return parsed;
}

Parsed MessageParser::parse(std::string_view message) {
  if (message.empty()) return {};
  const bool was_carrying = !carried_.empty();
  const std::string text = std::exchange(carried_, {}) + std::string(message);
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string::npos || text[start] != '{') return failure();
  const std::size_t length = end_of_value(std::string_view(text).substr(start));
  if (length == std::string_view::npos) {
    if (was_carrying) return failure();
    carried_ = text;
    return {};
  }
  return parse_value(std::string_view(text).substr(start, length));
}

Parsed MessageParser::parse_value(std::string_view text) const {
  std::optional<Json::Value> value = parse_json(text, DuplicateKeys::kLastCounts);
  bool params_are_broken = false;
  if (!value) {
    // Where only the params are broken the id is known.
    const std::size_t params = text.find("\"params\"");
    if (params == std::string_view::npos) return failure();
    const std::size_t open = text.find_first_of("{[", params);
    if (open == std::string_view::npos) return failure();
    const std::size_t length = end_of_value(text.substr(open));
    if (length == std::string_view::npos) return failure();
    std::string without(text);
    without.replace(open, length, "null");
    value = parse_json(without, DuplicateKeys::kLastCounts);
    params_are_broken = true;
  }
  if (!value) return failure();
  Parsed parsed;
  Request request;
  if (value->isMember("id")) {
    request.id = thunder_id((*value)["id"]);
    if (!request.id) return failure();
  }
  const Json::Value& method = (*value)["method"];
  if (!method.isString() || method.asString().empty()) {
    parsed = failure();
    parsed.error_id = request.id;
    return parsed;
  }
  request.method = method.asString();
  if (params_are_broken) {
    parsed.error =
        wire_error(FrameworkError::kParseFailure, generation_, "Expected value, \"}\" found.");
    parsed.error_id = request.id;
    return parsed;
  }
  if (value->isMember("params")) request.params = (*value)["params"];
  parsed.request = std::move(request);
  return parsed;
}

}  // namespace ripple::thunder::emulator
