#include "distributor_general/privacy_settings.hpp"

#include <algorithm>
#include <ripple/contracts/advertising.hpp>
#include <ripple/contracts/privacy_settings.hpp>
#include <ripple/invocation.hpp>
#include <ripple/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "distributor_general/privacy_choices.hpp"
#include "distributor_general/serve_with_choices.hpp"
#include "distributor_general/stored_values.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::PrivacySettings;

template <typename Call>
concept IsSetter = requires(const Call& call) {
  call.params.value;
};

constexpr std::string_view kNobodySays =
    "nobody chose, and neither the distributor's file nor default_values says it";

/// Of "privacy.allowX" and "privacy.setAllowX" alike.
const PrivacyChoice& choice_of(std::string_view method) {
  static constexpr std::string_view kGet = "privacy.";
  static constexpr std::string_view kSet = "privacy.setA";
  const bool sets = method.starts_with(kSet);
  method.remove_prefix(sets ? kSet.size() : kGet.size());
  const auto* const found = std::ranges::find_if(kPrivacyChoices, [&](const PrivacyChoice& choice) {
    return choice.name.substr(sets ? 1 : 0) == method;
  });
  return found == kPrivacyChoices.end() ? kPrivacyChoices.front() : *found;
}

template <typename Event>
void tell(const Node& node, const typename Event::Payload& value) {
  Event event;
  event.payload = value;
  if (auto sent = node.emit(event); !sent) node.log(LogLevel::kWarning, sent.error().message);
}

template <typename Event>
void tell_if_named(const Node& node, std::string_view name, bool value) {
  if (PrivacySettings::kMethods[Event::kMethod] == name) tell<Event>(node, value);
}

template <typename... Events>
void tell_one_of(const Node& node, std::string_view name, bool value) {
  (tell_if_named<Events>(node, name, value), ...);
}

void tell_change(const Node& node, const PrivacyChoice& choice, bool value) {
  using P = PrivacySettings;
  tell_one_of<P::OnAllowResumePointsChanged, P::OnAllowUnentitledResumePointsChanged,
              P::OnAllowWatchHistoryChanged, P::OnAllowProductAnalyticsChanged,
              P::OnAllowPersonalizationChanged, P::OnAllowUnentitledPersonalizationChanged,
              P::OnAllowRemoteDiagnosticsChanged, P::OnAllowPrimaryContentAdTargetingChanged,
              P::OnAllowPrimaryBrowseAdTargetingChanged, P::OnAllowAppContentAdTargetingChanged,
              P::OnAllowACRCollectionChanged, P::OnAllowCameraAnalyticsChanged>(node, choice.event,
                                                                                value);
}

class PrivacyHandlers {
 public:
  PrivacyHandlers(Node node, std::shared_ptr<DistributorState> state)
      : node_(std::move(node)), state_(std::move(state)) {}

  template <typename Call>
  void operator()(Call& call) const {
    const auto found = state_->privacy.find(choice_of(call.name()).name);
    if (found == state_->privacy.end()) return call.fail(not_available(call.name(), kNobodySays));
    call.reply(found->second);
  }

  template <IsSetter Call>
  Task<void> operator()(Call& call) const {
    const PrivacyChoice& choice = choice_of(call.name());
    const bool value = call.params.value;
    const auto stored =
        co_await store_value(node_, kPrivacyNamespace, std::string(choice.name), value);
    if (!stored) {
      call.fail(stored.error());
      co_return;
    }
    const auto before = state_->privacy.find(choice.name);
    const bool changed = before == state_->privacy.end() || before->second != value;
    state_->privacy.insert_or_assign(std::string(choice.name), value);
    call.reply(nullptr);
    if (!changed) co_return;
    tell_change(node_, choice, value);
    if (choice.name == kAppAdTargeting) {
      tell<contracts::Advertising::OnPolicyChanged>(node_, state_->ad_policy());
    }
  }

  void operator()(PrivacySettings::Settings& call) const {
    Json::Value settings(Json::objectValue);
    for (const auto& choice : kPrivacyChoices) {
      const auto found = state_->privacy.find(choice.name);
      if (found == state_->privacy.end()) {
        return call.fail(not_available("privacy." + std::string(choice.name), kNobodySays));
      }
      settings[std::string(choice.name)] = found->second;
    }
    call.reply_raw(print_json(settings));
  }

  void operator()(UnknownInvocation& call) const { call.reply_unsupported(); }

 private:
  Node node_;
  std::shared_ptr<DistributorState> state_;
};

}  // namespace

Task<void> serve_privacy_settings(Node node, std::shared_ptr<DistributorState> state) {
  PrivacyHandlers handlers(node, state);
  return serve_with_choices<PrivacySettings>(node, std::move(state), std::move(handlers));
}

}  // namespace ripple::distributor_general
