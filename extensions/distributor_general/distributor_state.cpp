#include "distributor_general/distributor_state.hpp"

#include <ripple/contracts/config.hpp>
#include <utility>

#include "distributor_general/privacy_choices.hpp"
#include "distributor_general/stored_values.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::Advertising;

std::optional<Advertising::SkipRule> parse_skip_rule(const Json::Value& value) {
  Advertising::SkipRule rule{};
  if (!from_json(value, rule)) return std::nullopt;
  return rule;
}

/// What counts when nobody chose.
void apply_defaults(DistributorState& state, const Json::Value& default_values) {
  for (const auto& choice : kPrivacyChoices) {
    const auto& value = default_values[std::string(choice.default_value)];
    if (value.isBool()) state.privacy.emplace(choice.name, value.asBool());
  }
  for (const auto& [name, allowed] : state.data.privacy) {
    state.privacy.insert_or_assign(name, allowed);
  }
  state.skip_restriction = parse_skip_rule(default_values["skip_restriction"]);
  if (const auto& own = state.data.advertising.skip_restriction) {
    state.skip_restriction = parse_skip_rule(*own);
  }
  if (state.data.advertising.id) state.advertising_id = state.data.advertising.id->ifa;
}

}  // namespace

bool DistributorState::limits_ad_tracking() const {
  const auto allowed = privacy.find(kAppAdTargeting);
  return allowed == privacy.end() || !allowed->second;
}

Advertising::AdPolicy DistributorState::ad_policy() const {
  Advertising::AdPolicy policy;
  policy.limit_ad_tracking = limits_ad_tracking();
  policy.skip_restriction = skip_restriction;
  return policy;
}

Task<Result<DistributorState>> load_distributor_state(Node node, DistributorData data) {
  DistributorState state;
  state.data = std::move(data);
  const auto default_values = co_await node.call(contracts::Config::default_values{});
  if (!default_values) co_return default_values.error();
  apply_defaults(state, *default_values);
  co_return state;
}

Task<Result<void>> load_choices(Node node, std::shared_ptr<DistributorState> state,
                                Deadline deadline) {
  if (state->has_choices) co_return Result<void>();
  std::map<std::string, bool> privacy;
  for (const auto& choice : kPrivacyChoices) {
    const auto stored =
        co_await load_value(node, kPrivacyNamespace, std::string(choice.name), deadline);
    if (!stored) co_return stored.error();
    if (*stored && (*stored)->isBool()) {
      privacy.emplace(choice.name, (*stored)->asBool());
    }
  }
  const auto skip = co_await load_value(node, kAdvertisingNamespace, kSkipRestriction, deadline);
  if (!skip) co_return skip.error();
  const auto id = co_await load_value(node, kAdvertisingNamespace, kAdvertisingId, deadline);
  if (!id) co_return id.error();
  // Somebody else has been quicker, and what was chosen since is newer than what was read here.
  if (state->has_choices) co_return Result<void>();
  state->has_choices = true;
  for (const auto& [name, allowed] : privacy) state->privacy.insert_or_assign(name, allowed);
  if (*skip) {
    if (const auto rule = parse_skip_rule(**skip)) state->skip_restriction = rule;
  }
  if (*id && (*id)->isString()) state->advertising_id = (*id)->asString();
  co_return Result<void>();
}

Error not_available(std::string_view what, std::string_view why) {
  return {ErrorCode::kNotAvailable, std::string(what) + " is not known: " + std::string(why), ""};
}

}  // namespace ripple::distributor_general
