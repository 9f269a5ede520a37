/// What `event_decorator_method` of a rule stands for.
#pragma once

#include <optional>
#include <string_view>

namespace ripple::rules {

inline constexpr std::string_view kAdvertisingPolicy = "AdvertisingPolicyEventDecorator";

/// The method whose result takes the place of the event's value; nothing for an unknown decorator.
inline std::optional<std::string_view> decorated_by(std::string_view decorator) {
  if (decorator == kAdvertisingPolicy) return "advertising.policy";
  return std::nullopt;
}

}  // namespace ripple::rules
