#include "main/services/invocation_service.hpp"

#include "main/iec/answer.hpp"
#include "main/manifest/method_name.hpp"
#include "main/services/rule_request.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

Message listening(bool listens, const std::string& name) {
  return iec::make_response(std::string(R"({"listening":)") + (listens ? "true" : "false") +
                            R"(,"event":")" + name + "\"}");
}

}  // namespace

InvocationService::InvocationService(const MethodTable& methods, iec::Router& router,
                                     LogService& log, LookupService& lookup,
                                     EventSubscriptions& subscriptions, RequestStreams& streams)
    : methods_(methods),
      router_(router),
      log_(log),
      lookup_(lookup),
      subscriptions_(subscriptions),
      streams_(streams) {}

Result<Json::Value> InvocationService::call(const Json::Value& arguments) {
  const MethodRecord* record = arguments.isObject() && arguments["method"].isString()
                                   ? methods_.find(arguments["method"].asString())
                                   : nullptr;
  if (!record) {
    return Error{ErrorCode::kInvalidParams, R"(invocation: expected {"method":NAME} of a known method)",
                 {}};
  }
  const MethodRecord& carried_out_by = methods_.carried_out_by(*record);
  Json::Value result(Json::objectValue);
  result["method"] = carried_out_by.name;
  if (!carried_out_by.rule.empty()) {
    result["contract"] = std::string(to_string(RippleContract::kRules));
    result["rule"] = carried_out_by.rule;
  } else if (carried_out_by.contract < kContractCount) {
    const auto contract = static_cast<RippleContract>(carried_out_by.contract);
    result["contract"] = std::string(to_string(contract));
  }
  return result;
}

const Message& InvocationService::discover() {
  if (!discovered_) discovered_ = iec::make_response(methods_.discover());
  return *discovered_;
}

void InvocationProxy::call(Request& request) {
  request_ = &request;
  if (!request.record) {
    finish(iec::make_error({ErrorCode::kMethodNotFound,
                            "Method not found: \"" + std::string(request.method) +
                                "\"; the nearest known is \"" +
                                service_.methods_.nearest(request.method) + "\"", {}}));
    return;
  }
  const MethodRecord& record = service_.methods_.carried_out_by(*request.record);
  if (record.kind == contracts::MethodKind::kEvent) return finish(listen(request));
  switch (record.destination) {
    case Destination::kDiscover: return finish(service_.discover().share());
    case Destination::kLookup: return finish(look_up(request));
    case Destination::kChannel:
      return record.streams ? stream(request, record) : send(request, record);
  }
}

Message InvocationProxy::listen(const Request& request) {
  const Result<Json::Value> params = parse_json(request.params.empty() ? "{}" : request.params);
  Json::Value by_name = params ? *params : Json::Value();
  if (by_name.isArray() && by_name.size() == 1) {
    Json::Value object(Json::objectValue);
    object["listen"] = by_name[0];
    by_name = object;
  }
  if (!by_name.isObject() || !by_name["listen"].isBool()) {
    return iec::make_error({ErrorCode::kInvalidParams,
                            "params at /listen: expected true or false", R"({"pointer":"/listen"})"});
  }
  const bool listen = by_name["listen"].asBool();
  by_name.removeMember("listen");
  if (listen && !request.record->params.passes_all("{}")) {
    const Result<std::string> valid = request.record->params.apply(print_json(by_name));
    if (!valid) return iec::make_error(valid.error());
  }
  if (Result<void> done = service_.subscriptions_.listen(request, listen, by_name); !done) {
    return iec::make_error(done.error());
  }
  return listening(listen, request.record->name);
}

Message InvocationProxy::look_up(const Request& request) {
  const Result<std::string> params = request.record->params.apply(request.params);
  if (!params) return iec::make_error(params.error());
  const Result<Json::Value> found =
      service_.lookup_.create_proxy(request.data).get(*parse_json(*params));
  return found ? iec::make_response(print_json(*found)) : iec::make_error(found.error());
}

void InvocationProxy::stream(Request& request, const MethodRecord& record) {
  const Result<Json::Value> params = parse_json(request.params.empty() ? "{}" : request.params);
  const bool by_name = params && params->isObject();
  const bool stops = by_name && (*params)["listen"] == Json::Value(false);
  if (stops || (by_name && params->isMember("stream"))) {
    Result<Message> done = feed(request, *params);
    return finish(done ? std::move(*done) : iec::make_error(done.error()));
  }
  if (request.id.empty()) {
    return finish(iec::make_error({ErrorCode::kInvalidRequest,
                                   "a stream is opened by a request with an id, found none", {}}));
  }
  Result<Message> message = message_of(request, record);
  if (!message) return finish(iec::make_error(message.error()));
  message->header().flags = RIPPLE_FLAG_MORE;
  const Result<std::uint64_t> opened = service_.streams_.open(request, std::move(*message));
  if (!opened) return finish(iec::make_error(opened.error()));
  // This is gone when it has answered.
  RequestStreams& streams = service_.streams_;
  finish(listening(true, request.record->name));
  streams.start(*opened);
}

Result<Message> InvocationProxy::feed(const Request& request, const Json::Value& params) {
  RequestStreams& streams = service_.streams_;
  const std::string id = params.isMember("stream") ? print_json(params["stream"]) : std::string();
  if (params["listen"] == Json::Value(false)) {
    streams.stop(request, id);
    return listening(false, request.record->name);
  }
  if (params.isMember("value")) {
    const Result<void> done = streams.item(request, id, print_json(params["value"]));
    if (!done) return done.error();
  }
  if (params["end"] == Json::Value(true)) {
    const Result<void> done = streams.end_items(request, id);
    if (!done) return done.error();
  }
  return iec::make_response("null");
}

void InvocationProxy::send(Request& request, const MethodRecord& record) {
  Result<Message> message = message_of(request, record);
  if (!message) return finish(iec::make_error(message.error()));
  // The answer may come before this returns, and this proxy be gone then: 0 says so.
  if (const iec::PendingId id = service_.router_.request(std::move(*message), *this, 0)) {
    pending_ = id;
  }
}

Result<Message> InvocationProxy::message_of(const Request& request, const MethodRecord& record) {
  Message message(RIPPLE_REQUEST);
  ripple_message& header = message.header();
  header.contract = record.contract;
  header.method = record.method;
  header.target = record.target;
  const bool passes = record.params.passes_all(request.params);
  if (passes && record.rule.empty()) {
    const char* const begin = request.frame.view().data();
    if (!request.params.empty()) {
      header.payload = {static_cast<std::uint32_t>(request.params.data() - begin),
                        static_cast<std::uint32_t>(request.params.size())};
    }
    header.context = request.context;
    header.buffer = Buffer(request.frame).give();
  } else {
    const Result<std::string> params =
        passes ? std::string(request.params) : record.params.apply(request.params);
    if (!params) return params.error();
    if (record.rule.empty()) {
      message.set_texts(*params, request.session->context);
    } else {
      const std::string asked =
          record.is_wildcard() ? manifest::with_lower_module(request.method) : record.rule;
      address_rule_call(message, asked, *params, request.session->context);
    }
  }
  if (record.timeout_ns != 0) header.deadline = request.arrived + record.timeout_ns;
  if (request.deadline != 0 && (header.deadline == 0 || request.deadline < header.deadline)) {
    header.deadline = request.deadline;
  }
  return Result<Message>(std::move(message));
}

void InvocationProxy::cancel() {
  if (pending_ != 0) service_.router_.cancel(std::exchange(pending_, 0));
}

void InvocationProxy::on_reply(std::uint64_t, Message reply) {
  pending_ = 0;
  finish(std::move(reply));
}

void InvocationProxy::finish(Message answer) {
  if (service_.log_.enabled(RIPPLE_LOG_DEBUG)) {
    service_.log_.create_proxy().finished(*request_, answer, service_.router_.now());
  }
  back_.answer(*request_, std::move(answer));
}

}  // namespace ripple::services
