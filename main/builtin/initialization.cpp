#include "main/builtin/initialization.hpp"

#include <chrono>

namespace ripple::builtin {
namespace {

// An app waits with its first screen for this answer.
constexpr std::chrono::seconds kPatience{2};

bool uses_us_privacy(const Json::Value& default_values, const Json::Value& country) {
  const Json::Value countries =
      default_values.isObject() ? default_values["countries_using_us_privacy"] : Json::Value();
  if (!countries.isArray()) return false;
  for (const Json::Value& one : countries) {
    if (one == country) return true;
  }
  return false;
}

}  // namespace

Task<contracts::LifecycleManagement::AppInitialization> initial_privacy(
    Node node, const Json::Value& default_values, Deadline deadline) {
  const CallOptions options{.timeout = kPatience, .deadline = deadline};
  const auto allowed = co_await node.call_json(RippleContract::kPrivacySettings,
                                               "privacy.allowAppContentAdTargeting", {}, options);
  const bool may_target = allowed && *allowed == true;
  const auto country =
      co_await node.call_json(RippleContract::kSettings, "localization.countryCode", {}, options);
  contracts::LifecycleManagement::AppInitialization result;
  result.lmt = may_target ? 0 : 1;
  const Json::Value known_country =
      country ? *country
              : (default_values.isObject() ? default_values["country_code"] : Json::Value());
  if (uses_us_privacy(default_values, known_country)) {
    result.us_privacy = may_target ? "1-N-" : "1-Y-";
  }
  co_return result;
}

}  // namespace ripple::builtin
