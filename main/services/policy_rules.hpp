/// What the policy enforces besides permissions; immutable, replaced whole.
///
///     {"rate":{"requests_per_second":200,"burst":400},          per connection; absent: no limit
///      "apps":{APP_ID:{"requests_per_second":..,"burst":..}},   instead of `rate` for one app
///      "request_bytes":65536,                                   most bytes of params
///      "answer_bytes":1048576,                                  most bytes of an answer
///      "methods":{METHOD:{"answer_bytes":512,"answer_ms":20}}}  every answer of this size, this late
#pragma once

#include <json/value.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "main/services/method_table.hpp"
#include "ripple/error.hpp"

namespace ripple::services {

struct Rate {
  double requests_per_second = 0;
  double burst = 0;
};

/// Makes the answers of one method alike.
struct ConstantAnswer {
  std::size_t bytes = 0;      ///< of the whole reply; 0: as it is
  std::int64_t nanoseconds = 0;  ///< after the request arrived; 0: at once
};

/// The least `answer_bytes` of a method: a violation error with the longest id fits.
inline constexpr std::size_t kLeastConstantBytes = 512;

struct PolicyRules {
  /// kInvalidParams names the JSON pointer, what was expected and what was found.
  static Result<PolicyRules> parse(const Json::Value& configuration, const MethodTable& methods);

  /// The rate that holds for an app; nullptr: no limit.
  const Rate* rate_of(std::string_view app_id) const;
  const ConstantAnswer* constant_answer_of(const MethodRecord* record) const;

  std::optional<Rate> rate;
  std::map<std::string, Rate, std::less<>> apps;
  std::size_t request_bytes = SIZE_MAX;
  std::size_t answer_bytes = SIZE_MAX;
  std::unordered_map<const MethodRecord*, ConstantAnswer> methods;
};

}  // namespace ripple::services
