#include "distributor_general/advertising.hpp"

#include <ripple/contracts/advertising.hpp>
#include <ripple/invocation.hpp>
#include <utility>

#include "distributor_general/serve_with_choices.hpp"
#include "distributor_general/stored_values.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::Advertising;

constexpr std::string_view kFileIsSilent = "the distributor's file does not say it";

class AdvertisingHandlers {
 public:
  AdvertisingHandlers(Node node, std::shared_ptr<DistributorState> state,
                      std::function<std::string()> new_identifier)
      : node_(std::move(node)),
        state_(std::move(state)),
        new_identifier_(std::move(new_identifier)) {}

  void operator()(Advertising::Config& c) const { reply_object(c, data().configuration); }
  void operator()(Advertising::DeviceAttributes& c) const {
    reply_object(c, data().device_attributes);
  }
  void operator()(Advertising::Policy& c) const { c.reply(state_->ad_policy()); }

  void operator()(Advertising::AppBundleId& c) const {
    const auto found = data().app_bundle_ids.find(c.context().app_id());
    if (found == data().app_bundle_ids.end()) return c.fail(not_available(c.name(), kFileIsSilent));
    c.reply(found->second);
  }

  void operator()(Advertising::AdvertisingId& c) const {
    if (!data().id) return c.fail(not_available(c.name(), kFileIsSilent));
    Advertising::AdvertisingIdResult result;
    result.ifa = *state_->advertising_id;
    result.ifa_type = data().id->ifa_type;
    result.lmt = state_->limits_ad_tracking() ? Advertising::AdvertisingIdResultLmt::k1
                                              : Advertising::AdvertisingIdResultLmt::k0;
    c.reply(result);
  }

  Task<void> operator()(Advertising::ResetIdentifier& c) const {
    if (!data().id) {
      c.fail(not_available("advertising.advertisingId", kFileIsSilent));
      co_return;
    }
    auto identifier = new_identifier_();
    const auto stored =
        co_await store_value(node_, kAdvertisingNamespace, kAdvertisingId, identifier);
    if (!stored) {
      c.fail(stored.error());
      co_return;
    }
    state_->advertising_id = std::move(identifier);
    c.reply(nullptr);
  }

  void operator()(Advertising::SkipRestriction& c) const {
    if (!state_->skip_restriction) {
      return c.fail(not_available(
          c.name(), "nobody chose, and neither the distributor's file nor default_values says it"));
    }
    c.reply(*state_->skip_restriction);
  }

  Task<void> operator()(Advertising::SetSkipRestriction& c) const {
    const auto value = c.params.value;
    const auto stored =
        co_await store_value(node_, kAdvertisingNamespace, kSkipRestriction, to_json(value));
    if (!stored) {
      c.fail(stored.error());
      co_return;
    }
    const bool changed = state_->skip_restriction != value;
    state_->skip_restriction = value;
    c.reply(nullptr);
    if (!changed) co_return;
    tell<Advertising::OnSkipRestrictionChanged>(value);
    tell<Advertising::OnPolicyChanged>(state_->ad_policy());
  }

  void operator()(UnknownInvocation& c) const { c.reply_unsupported(); }

 private:
  const AdvertisingData& data() const { return state_->data.advertising; }

  template <typename Call>
  static void reply_object(Call& call, const std::optional<Json::Value>& object) {
    if (!object) return call.fail(not_available(call.name(), kFileIsSilent));
    call.reply(*object);
  }

  template <typename Event>
  void tell(const typename Event::Payload& value) const {
    Event event;
    event.payload = value;
    if (auto sent = node_.emit(event); !sent) node_.log(LogLevel::kWarning, sent.error().message);
  }

  Node node_;
  std::shared_ptr<DistributorState> state_;
  std::function<std::string()> new_identifier_;
};

}  // namespace

Task<void> serve_advertising(Node node, std::shared_ptr<DistributorState> state,
                             std::function<std::string()> new_identifier) {
  AdvertisingHandlers handlers(node, state, std::move(new_identifier));
  return serve_with_choices<Advertising>(node, std::move(state), std::move(handlers));
}

}  // namespace ripple::distributor_general
