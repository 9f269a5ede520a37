#include "rules/jq/jq_value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace ripple::rules {
namespace {

/// The last double that has no neighbour less than 1 away.
constexpr double kLastExactInteger = 9007199254740992.0;

jv string_of(const char* begin, const char* end) {
  return jv_string_sized(begin, static_cast<int>(end - begin));
}

jv build(const Json::Value& value) {
  switch (value.type()) {
    case Json::nullValue:
      return jv_null();
    case Json::booleanValue:
      return jv_bool(value.asBool() ? 1 : 0);
    case Json::intValue:
    case Json::uintValue:
    case Json::realValue:
      return jv_number(value.asDouble());
    case Json::stringValue: {
      const char* begin = nullptr;
      const char* end = nullptr;
      value.getString(&begin, &end);
      return string_of(begin, end);
    }
    case Json::arrayValue: {
      jv array = jv_array_sized(static_cast<int>(value.size()));
      for (const Json::Value& element : value) array = jv_array_append(array, build(element));
      return array;
    }
    case Json::objectValue: {
      jv object = jv_object();
      for (auto member = value.begin(); member != value.end(); ++member) {
        const char* end = nullptr;
        const char* const begin = member.memberName(&end);
        object = jv_object_set(object, string_of(begin, end), build(*member));
      }
      return object;
    }
  }
  return jv_null();
}

Json::Value number_of(double number) {
  if (std::isnan(number)) return {};
  if (std::abs(number) <= kLastExactInteger && std::trunc(number) == number) {
    return static_cast<Json::Int64>(number);
  }
  constexpr double kMost = std::numeric_limits<double>::max();
  return std::clamp(number, -kMost, kMost);
}

/// Reads a value as long as it is within the limits.
class Reading {
 public:
  explicit Reading(const JqLimits& limits) : depth_(limits.depth), bytes_(limits.bytes) {}

  /// False when a limit is passed. Borrows `value`.
  bool read(jv value, Json::Value& out) {
    if (!take(16)) return false;
    switch (jv_get_kind(value)) {
      case JV_KIND_INVALID:
      case JV_KIND_NULL:
        out = Json::Value();
        return true;
      case JV_KIND_FALSE:
      case JV_KIND_TRUE:
        out = jv_get_kind(value) == JV_KIND_TRUE;
        return true;
      case JV_KIND_NUMBER:
        out = number_of(jv_number_value(value));
        return true;
      case JV_KIND_STRING:
        return read_string(value, out);
      case JV_KIND_ARRAY:
        return deeper() && read_array(value, out);
      case JV_KIND_OBJECT:
        return deeper() && read_object(value, out);
    }
    return false;
  }

 private:
  bool take(std::size_t bytes) {
    if (bytes > bytes_) return false;
    bytes_ -= bytes;
    return true;
  }

  bool deeper() { return depth_-- > 0; }

  bool read_string(jv value, Json::Value& out) {
    const auto size = static_cast<std::size_t>(jv_string_length_bytes(jv_copy(value)));
    if (!take(size)) return false;
    const char* const text = jv_string_value(value);
    out = Json::Value(text, text + size);
    return true;
  }

  bool read_array(jv value, Json::Value& out) {
    out = Json::Value(Json::arrayValue);
    const int size = jv_array_length(jv_copy(value));
    for (int i = 0; i < size; ++i) {
      const JqValue element(jv_array_get(jv_copy(value), i));
      if (!read(element.get(), out.append(Json::Value()))) return false;
    }
    ++depth_;
    return true;
  }

  bool read_object(jv value, Json::Value& out) {
    out = Json::Value(Json::objectValue);
    for (int i = jv_object_iter(value); jv_object_iter_valid(value, i) != 0;
         i = jv_object_iter_next(value, i)) {
      const JqValue key(jv_object_iter_key(value, i));
      const JqValue member(jv_object_iter_value(value, i));
      const auto size = static_cast<std::size_t>(jv_string_length_bytes(key.copy()));
      if (!take(size)) return false;
      const char* const name = jv_string_value(key.get());
      if (!read(member.get(), *out.demand(name, name + size))) return false;
    }
    ++depth_;
    return true;
  }

  int depth_;
  std::size_t bytes_;
};

}  // namespace

JqValue to_jq(const Json::Value& value) { return JqValue(build(value)); }

Result<Json::Value> from_jq(const JqValue& value, const JqLimits& limits) {
  Json::Value out;
  if (Reading(limits).read(value.get(), out)) return Result<Json::Value>(std::move(out));
  return Error{ErrorCode::kTooLarge,
               "its output is nested deeper than " + std::to_string(limits.depth) +
                   " levels or has more than " + std::to_string(limits.bytes) + " bytes",
               {}};
}

}  // namespace ripple::rules
