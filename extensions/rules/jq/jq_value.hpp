/// JqValue: a value of libjq that is freed once, and its way from and to JSON.
///
///     JqValue input = to_jq(params);
///     Result<Json::Value> output = from_jq(JqValue(jq_next(state)), {});
///
/// Numbers of libjq 1.6 are doubles: integers are exact up to 2^53 and come back as integers.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <utility>

#include "ripple/error.hpp"

extern "C" {
#include <jv.h>
}

namespace ripple::rules {

class JqValue {
 public:
  JqValue() : value_(jv_invalid()) {}
  /// Takes the reference that `value` is.
  explicit JqValue(jv value) : value_(value) {}
  JqValue(JqValue&& other) noexcept : value_(std::exchange(other.value_, jv_invalid())) {}
  JqValue& operator=(JqValue&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~JqValue() { jv_free(value_); }

  /// A reference of one's own, as libjq's functions want it.
  jv copy() const { return jv_copy(value_); }
  /// Gives the reference away.
  jv release() { return std::exchange(value_, jv_invalid()); }
  jv_kind kind() const { return jv_get_kind(value_); }
  /// Borrowed, for functions of libjq that take no reference.
  const jv& get() const { return value_; }

 private:
  jv value_;
};

/// How large a value of libjq may be to become JSON.
struct JqLimits {
  int depth = 64;
  /// Bytes of strings and keys, and 16 for each value.
  std::size_t bytes = std::size_t{16} << 20;
};

JqValue to_jq(const Json::Value& value);

/// Error: kTooLarge when it is past a limit. NaN becomes null, infinity the largest number.
Result<Json::Value> from_jq(const JqValue& value, const JqLimits& limits);

}  // namespace ripple::rules
