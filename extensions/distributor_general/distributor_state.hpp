/// What the distributor's contracts answer from: the distributor's data, and what people changed.
#pragma once

#include <json/value.h>

#include <map>
#include <memory>
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
  /// Whether what people chose is in the above; see load_choices.
  bool has_choices = false;

  bool limits_ad_tracking() const;
  contracts::Advertising::AdPolicy ad_policy() const;
};

inline constexpr const char* kPrivacyNamespace = "privacy";
inline constexpr const char* kAdvertisingNamespace = "advertising";
inline constexpr const char* kSkipRestriction = "skipRestriction";
inline constexpr const char* kAdvertisingId = "advertisingId";
inline constexpr std::string_view kAppAdTargeting = "allowAppContentAdTargeting";

/// What the distributor and the manifest say. Errors: those of contract config.
Task<Result<DistributorState>> load_distributor_state(Node node, DistributorData data);

/// Adds what people chose, once. Errors: those of local.storage; it may be asked again later.
Task<Result<void>> load_choices(Node node, std::shared_ptr<DistributorState> state,
                                Deadline deadline);

/// An error kNotAvailable: "account.id is not known: ...".
Error not_available(std::string_view what, std::string_view why);

}  // namespace ripple::distributor_general
