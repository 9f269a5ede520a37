/// Members of a plugin's reply, in the spellings that releases differ by.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>

namespace ripple::device_thunder {

/// The member; null where there is none, also when `value` is no object.
const Json::Value& member_of(const Json::Value& value, const char* member);

/// A text that is there and not empty.
std::optional<std::string> text_of(const Json::Value& reply, const char* member);

/// A number, also one that is written as text: "-43.000000".
std::optional<double> number_of(const Json::Value& value);

/// The same, when it is whole.
std::optional<std::int64_t> integer_of(const Json::Value& value);

/// kServiceFailure: what was expected in the reply to `method`, and what came.
Error unexpected_reply(std::string_view method, std::string_view expected,
                       const Json::Value& found);

}  // namespace ripple::device_thunder
