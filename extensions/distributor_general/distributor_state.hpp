/// What the distributor's contracts answer from: the distributor's data, and what people changed.
#pragma once

#include <json/value.h>

#include <map>
#include <optional>
#include <ripple/contracts/advertising.hpp>
#include <ripple/node.hpp>
#include <string>
#include <string_view>

#include "distributor_general/distributor_data.hpp"

namespace ripple::distributor_general {

struct DistributorState {
  DistributorData data;
  /// By names of kPrivacyChoices: what people chose, else the distributor's file, else the
  /// manifest's `default_values`. Absent where all three are silent.
  std::map<std::string, bool, std::less<>> privacy;
  /// The same for what may be skipped.
  std::optional<contracts::Advertising::SkipRule> skip_restriction;
  /// As reset last, else the distributor's.
  std::optional<std::string> advertising_id;

  bool limits_ad_tracking() const;
  contracts::Advertising::AdPolicy ad_policy() const;
};

inline constexpr const char* kPrivacyNamespace = "privacy";
inline constexpr const char* kAdvertisingNamespace = "advertising";
inline constexpr const char* kSkipRestriction = "skipRestriction";
inline constexpr const char* kAdvertisingId = "advertisingId";
inline constexpr std::string_view kAppAdTargeting = "allowAppContentAdTargeting";

/// Puts together what is said above. Errors: those of contracts config and local.storage.
Task<Result<DistributorState>> load_distributor_state(Node node, DistributorData data);

/// An error kNotAvailable: "account.id is not known: ...".
Error not_available(std::string_view what, std::string_view why);

}  // namespace ripple::distributor_general
