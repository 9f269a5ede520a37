#include "device_thunder/reply.hpp"

#include <charconv>
#include <cmath>
#include <ripple/json.hpp>

namespace ripple::device_thunder {

const Json::Value& member_of(const Json::Value& value, const char* member) {
  return value.isObject() ? value[member] : Json::Value::nullSingleton();
}

std::optional<std::string> text_of(const Json::Value& reply, const char* member) {
  const Json::Value& value = member_of(reply, member);
  if (!value.isString()) return std::nullopt;
  std::string text = value.asString();
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<double> number_of(const Json::Value& value) {
  if (value.isNumeric() && !value.isBool()) return value.asDouble();
  if (!value.isString()) return std::nullopt;
  const std::string text = value.asString();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> integer_of(const Json::Value& value) {
  constexpr double kLargest = 9.0e15;
  const auto number = number_of(value);
  if (!number || std::fabs(*number) > kLargest || std::trunc(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

Error unexpected_reply(std::string_view method, std::string_view expected,
                       const Json::Value& found) {
  return {
      ErrorCode::kServiceFailure,
      std::string(method) + ": expected " + std::string(expected) + ", found " + print_json(found),
      {}};
}

}  // namespace ripple::device_thunder
