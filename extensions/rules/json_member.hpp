/// member_of: a member of a JSON value that may be anything.
#pragma once

#include <json/value.h>

#include <string_view>

namespace ripple::rules {

/// NULL when `value` is no object or has no such member.
inline const Json::Value* member_of(const Json::Value& value, std::string_view name) {
  return value.isObject() ? value.find(name.data(), name.data() + name.size()) : nullptr;
}

}  // namespace ripple::rules
