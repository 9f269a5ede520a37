#include "main/gateway/rpc_entrance.hpp"

#include <algorithm>

#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

Error error_of(const Message& answer) {
  Error error{static_cast<ErrorCode>(answer.header().code), {}, {}};
  const Result<Json::Value> payload = parse_json(answer.payload());
  if (payload && payload->isObject()) {
    if ((*payload)["message"].isString()) error.message = (*payload)["message"].asString();
    if (payload->isMember("data")) error.context = print_json((*payload)["data"]);
  }
  return error;
}

}  // namespace

RpcEntrance::~RpcEntrance() {
  for (Call& call : calls_) call.exchange.cancel();
}

void RpcEntrance::dispatch(builtin::RpcRequest rpc, Done done) {
  Call& call = calls_.emplace_back(pipeline_, *this);
  call.method = std::move(rpc.method);
  call.session = services::SessionService::open_for_extension(rpc.app_id);
  call.done = std::move(done);
  services::Request& request = call.exchange.request;
  request.session = &call.session;
  const std::size_t size = rpc.params_json.size();
  request.frame = Buffer::copy_of(rpc.params_json, call.session.context);
  request.context = {static_cast<std::uint32_t>(size),
                     static_cast<std::uint32_t>(call.session.context.size())};
  request.id = "0";
  request.method = call.method;
  request.params = request.frame.view().substr(0, size);
  request.record = pipeline_.invocation.methods().find(call.method);
  request.data = pipeline_.lookup.current();
  request.arrived = clock_.now();
  request.deadline = rpc.deadline.nanoseconds();
  call.exchange.call();
}

void RpcEntrance::answer(services::Request& request, Message answer) {
  const auto call = std::ranges::find_if(
      calls_, [&](const Call& one) { return &one.exchange.request == &request; });
  const Done done = std::move(call->done);
  calls_.erase(call);
  if (answer.kind() == RIPPLE_ERROR) return done(error_of(answer));
  done(std::string(answer.payload()));
}

}  // namespace ripple::gateway
