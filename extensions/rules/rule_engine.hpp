/// RuleEngine: carries out what rules describe.
///
///     RuleRequest request{.method = "device.name", .context = call.context().json()};
///     Result<Json::Value> name = co_await engine.call(std::move(request));
///
/// Everything on the channel's own thread. A failing transform is kServiceFailure, with the rule
/// and jq's reason in its message.
#pragma once

#include <json/value.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "rules/endpoints/endpoint_set.hpp"
#include "rules/rule_book.hpp"

namespace ripple::rules {

/// For what comes without a deadline, and for the method that an event's handler calls.
inline constexpr std::chrono::seconds kDefaultTimeout{20};

struct RuleRequest {
  std::string method;
  Json::Value params{};   ///< null: none
  Json::Value context{};  ///< who asks: {"app_id":TEXT,"session_id":TEXT}; members may be absent
  Deadline deadline{};    ///< unset: kDefaultTimeout from now
  /// How many rules led to this one.
  int depth = 0;
};

/// One value of an event, for one listener.
struct Occurrence {
  Json::Value value;
  std::optional<Json::Value> notification{};
};

class RuleEngine {
 public:
  RuleEngine(Node node, std::shared_ptr<RuleBook> book, EndpointSet endpoints);

  /// Errors: kMethodNotFound without a rule; kUnsupportedOperation for one that leaves the method
  /// to its contract's provider; what the rule's transforms and its endpoint say.
  Task<Result<Json::Value>> call(RuleRequest request);

  /// The same for the methods that rules call: one without a rule here is called through Main, in
  /// the app's name. Error also: kServiceFailure when rules call one another without end.
  Task<Result<Json::Value>> call_any(RuleRequest request);

  /// The raw data of an event, until what is returned goes. Errors: as call, and
  /// kUnsupportedOperation when the rule's endpoint has no events.
  Result<std::unique_ptr<EndpointSubscription>> subscribe(RuleRequest request,
                                                          Endpoint::EventHandler handler);

  /// What the rule makes of an event's data. Nothing: its filter says no.
  Task<Result<std::optional<Occurrence>>> occurrence(RuleRequest listener, Json::Value data);

 private:
  struct Transform;

  Result<const RuleEntry*> find(const std::string& method) const;
  Task<Result<Json::Value>> carry_out(const RuleEntry& entry, RuleRequest request);
  Task<Result<Json::Value>> reply_to(const RuleEntry& entry, EndpointRequest request, int depth);
  Task<Result<Json::Value>> call_main(RuleRequest request);
  Result<Json::Value> transform(const Transform& transform, const Json::Value& data) const;
  Result<bool> passes(const RuleEntry& entry, const Json::Value& data,
                      const Json::Value& context) const;
  Result<EndpointRequest> endpoint_request(const RuleEntry& entry,
                                           const RuleRequest& request) const;

  Node node_;
  std::shared_ptr<RuleBook> book_;
  EndpointSet endpoints_;
};

}  // namespace ripple::rules
