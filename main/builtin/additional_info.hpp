/// The limits of localization.additionalInfo.
#pragma once

#include <json/value.h>

#include <string>

#include "ripple/error.hpp"

namespace ripple::builtin {

/// Adds or replaces a member. Errors: kInvalidParams when there would be more than 32, when the
/// value is not a string, a number, true or false, or when it is longer than 1024 bytes.
inline Result<void> add_info(Json::Value& map, const std::string& key, const Json::Value& value) {
  constexpr Json::ArrayIndex kMostMembers = 32;
  constexpr std::size_t kLongest = 1024;
  if (!value.isString() && !value.isNumeric() && !value.isBool()) {
    return Error{
        ErrorCode::kInvalidParams, "/value: expected a string, a number, true or false", {}};
  }
  if (value.isString() && value.asString().size() > kLongest) {
    return Error{
        ErrorCode::kInvalidParams,
        "/value: expected at most 1024 bytes, found " + std::to_string(value.asString().size()),
        {}};
  }
  if (!map.isMember(key) && map.size() >= kMostMembers) {
    return Error{ErrorCode::kInvalidParams,
                 "additionalInfo has 32 members, which is the most; remove one first",
                 {}};
  }
  map[key] = value;
  return {};
}

}  // namespace ripple::builtin
