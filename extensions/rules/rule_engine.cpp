#include "rules/rule_engine.hpp"

#include <ripple/contracts/rpc.hpp>
#include <utility>

#include "ripple/json.hpp"
#include "rules/event_decorator.hpp"
#include "rules/json_member.hpp"
#include "rules/reply.hpp"
#include "rules/workflow.hpp"

namespace ripple::rules {
namespace {

/// Rules that call rules.
constexpr int kMostNested = 8;

std::string text_of(const Json::Value& context, const char* name) {
  const Json::Value* const member = member_of(context, name);
  return member != nullptr && member->isString() ? member->asString() : std::string();
}

/// `$context`. Ripple's files say appId, its documentation app_id.
Json::Value context_variable(const RuleRequest& request) {
  Json::Value variable(Json::objectValue);
  const std::string app_id = text_of(request.context, "app_id");
  variable["appId"] = app_id;
  variable["app_id"] = app_id;
  variable["sessionId"] = text_of(request.context, "session_id");
  variable["method"] = request.method;
  return variable;
}

/// What endpoints are told of who asks.
Json::Value endpoint_context(const RuleRequest& request) {
  Json::Value context =
      request.context.isObject() ? request.context : Json::Value(Json::objectValue);
  context["method"] = request.method;
  return context;
}

Error at_rule(const RuleEntry& entry, std::string_view what, Error error) {
  error.message = "rule " + entry.rule.name + ": " + std::string(what) + ": " + error.message;
  return error;
}

}  // namespace

/// One program and what it sees beside its data.
struct RuleEngine::Transform {
  const RuleEntry& entry;
  std::string_view name;
  RuleEntry::Program program;
  const Json::Value& context;
  const Json::Value* event = nullptr;
  const Json::Value* event_handler_response = nullptr;
};

RuleEngine::RuleEngine(Node node, std::shared_ptr<RuleBook> book, EndpointSet endpoints)
    : node_(std::move(node)), book_(std::move(book)), endpoints_(std::move(endpoints)) {}

Task<Result<Json::Value>> RuleEngine::call(RuleRequest request) {
  const Result<const RuleEntry*> entry = find(request.method);
  if (!entry) co_return entry.error();
  co_return co_await carry_out(**entry, std::move(request));
}

Task<Result<Json::Value>> RuleEngine::call_any(RuleRequest request) {
  const RuleEntry* const entry = book_->find(request.method);
  if (entry == nullptr || entry->rule.is_provided()) {
    co_return co_await call_main(std::move(request));
  }
  if (++request.depth > kMostNested) {
    co_return Error{ErrorCode::kServiceFailure,
                    "rule " + entry->rule.name + ": more than " + std::to_string(kMostNested) +
                        " rules call one another; is there a circle?",
                    {}};
  }
  co_return co_await carry_out(*entry, std::move(request));
}

Result<const RuleEntry*> RuleEngine::find(const std::string& method) const {
  const RuleEntry* const entry = book_->find(method);
  if (entry == nullptr) {
    return Error{ErrorCode::kMethodNotFound, "no rule describes " + method, {}};
  }
  if (entry->rule.is_provided()) {
    return Error{ErrorCode::kUnsupportedOperation,
                 "rule " + entry->rule.name + " leaves " + method + " to its contract's provider",
                 {}};
  }
  return entry;
}

Task<Result<Json::Value>> RuleEngine::carry_out(const RuleEntry& entry, RuleRequest request) {
  if (!request.deadline.is_set()) {
    request.deadline = Deadline::after(node_.now(), kDefaultTimeout);
  }
  auto asked = endpoint_request(entry, request);
  if (!asked) co_return asked.error();
  const Json::Value context = context_variable(request);
  auto reply = co_await reply_to(entry, std::move(*asked), request.depth);
  if (!reply) co_return reply.error();
  if (!entry.response) co_return outcome_of_reply(*reply);
  (*reply)["jsonrpc"] = "2.0";
  (*reply)["id"] = 0;
  const Transform response{entry, "response", entry.response, context};
  auto output = transform(response, *reply);
  if (!output) co_return output.error();
  co_return outcome_of_output(std::move(*output));
}

Result<EndpointRequest> RuleEngine::endpoint_request(const RuleEntry& entry,
                                                     const RuleRequest& request) const {
  EndpointRequest asked{entry.rule.alias, request.params, endpoint_context(request),
                        request.deadline};
  if (!entry.request) return Result<EndpointRequest>(std::move(asked));
  const Json::Value context = context_variable(request);
  auto output = transform({entry, "request", entry.request, context}, request.params);
  if (output) output = outcome_of_output(std::move(*output));
  if (!output) return output.error();
  asked.params = std::move(*output);
  asked.is_transformed = true;
  return Result<EndpointRequest>(std::move(asked));
}

Task<Result<Json::Value>> RuleEngine::reply_to(const RuleEntry& entry, EndpointRequest request,
                                               int depth) {
  if (entry.rule.is_static()) co_return result_reply("");
  if (Endpoint* const endpoint = endpoints_.find(entry.rule.endpoint)) {
    auto reply = co_await endpoint->call(std::move(request));
    if (!reply) co_return at_rule(entry, "endpoint " + entry.rule.endpoint, reply.error());
    co_return std::move(*reply);
  }
  const std::string method = text_of(request.context, "method");
  RuleRequest source{method, std::move(request.params), std::move(request.context),
                     request.deadline, depth};
  auto merged = co_await run_workflow(*this, entry.rule.sources, std::move(source));
  co_return result_reply(std::move(merged));
}

Task<Result<Json::Value>> RuleEngine::call_main(RuleRequest request) {
  contracts::Rpc::call call{.method = std::move(request.method)};
  if (!request.params.isNull()) call.params = std::move(request.params);
  if (std::string app_id = text_of(request.context, "app_id"); !app_id.empty()) {
    call.app_id = std::move(app_id);
  }
  if (!request.deadline.is_set()) {
    request.deadline = Deadline::after(node_.now(), kDefaultTimeout);
  }
  co_return co_await node_.call(call, {.deadline = request.deadline});
}

Result<std::unique_ptr<EndpointSubscription>> RuleEngine::subscribe(
    RuleRequest request, Endpoint::EventHandler handler) {
  const Result<const RuleEntry*> found = find(request.method);
  if (!found) return found.error();
  const RuleEntry& entry = **found;
  Endpoint* const endpoint =
      entry.rule.is_static() ? nullptr : endpoints_.find(entry.rule.endpoint);
  if (endpoint == nullptr) {
    return Error{ErrorCode::kUnsupportedOperation,
                 "rule " + entry.rule.name + " describes a method, not an event",
                 {}};
  }
  if (!request.deadline.is_set()) {
    request.deadline = Deadline::after(node_.now(), kDefaultTimeout);
  }
  auto asked = endpoint_request(entry, request);
  if (!asked) return asked.error();
  auto subscription = endpoint->subscribe(std::move(*asked), std::move(handler));
  if (subscription) return subscription;
  return at_rule(entry, "endpoint " + entry.rule.endpoint, subscription.error());
}

Task<Result<std::optional<Occurrence>>> RuleEngine::occurrence(RuleRequest listener,
                                                               Json::Value data) {
  using Nothing = std::optional<Occurrence>;
  const Result<const RuleEntry*> found = find(listener.method);
  if (!found) co_return found.error();
  const RuleEntry& entry = **found;
  const Json::Value context = context_variable(listener);
  const Result<bool> passes_filter = passes(entry, data, context);
  if (!passes_filter) co_return passes_filter.error();
  if (!*passes_filter) co_return Nothing();

  Json::Value handler_response;
  if (const auto& handler = entry.rule.event_handler) {
    RuleRequest call{handler->method, handler->params, listener.context, {}, listener.depth};
    auto response = co_await call_any(std::move(call));
    if (!response) co_return at_rule(entry, "event_handler " + handler->method, response.error());
    handler_response = std::move(*response);
    data = handler_response;
  }
  Transform made{entry, "event", entry.event, context, nullptr, &handler_response};
  Result<Json::Value> value = entry.event ? transform(made, data) : Result<Json::Value>(data);
  if (!value) co_return value.error();
  if (const auto& decorator = entry.rule.transform.event_decorator_method) {
    RuleRequest call{
        std::string(*decorated_by(*decorator)), {}, listener.context, {}, listener.depth};
    const std::string method = call.method;
    value = co_await call_any(std::move(call));
    if (!value) co_return at_rule(entry, "event_decorator_method " + method, value.error());
  }
  Occurrence occurrence{std::move(*value)};
  if (entry.rpcv2_event) {
    const Transform notification{entry,   "rpcv2_event",     entry.rpcv2_event,
                                 context, &occurrence.value, &handler_response};
    auto params = transform(notification, data);
    if (!params) co_return params.error();
    occurrence.notification = std::move(*params);
  }
  co_return Nothing(std::move(occurrence));
}

Result<bool> RuleEngine::passes(const RuleEntry& entry, const Json::Value& data,
                                const Json::Value& context) const {
  if (!entry.filter) return true;
  const auto output = transform({entry, "filter", entry.filter, context}, data);
  if (!output) return output.error();
  if (output->isNull()) return false;
  if (output->isBool()) return output->asBool();
  return at_rule(entry, "filter",
                 {ErrorCode::kServiceFailure,
                  "expected true, false or null, found " + std::string(json_kind(*output)),
                  {}});
}

Result<Json::Value> RuleEngine::transform(const Transform& transform,
                                          const Json::Value& data) const {
  const JqInput input{&data, &transform.context, transform.event, transform.event_handler_response};
  auto output = book_->programs().run(*transform.program, input);
  if (output) return output;
  const std::string name(transform.name);
  return at_rule(transform.entry, name == "filter" ? name : "transform " + name, output.error());
}

}  // namespace ripple::rules
