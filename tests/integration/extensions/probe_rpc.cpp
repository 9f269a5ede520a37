#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <ripple/sdk.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "probe.hpp"

namespace probe {

const char* const kMethods = R"json({
  "openrpc": "1.2.4",
  "info": {"title": "probe", "version": "1.0.0"},
  "methods": [
    {"name": "probe.echo", "summary": "Answers with the value.",
     "params": [{"name": "value", "required": true, "schema": {}}],
     "result": {"name": "value", "schema": {}}},
    {"name": "probe.wait", "summary": "Answers true after some milliseconds.",
     "params": [{"name": "ms", "required": true, "schema": {"type": "integer", "minimum": 0}}],
     "result": {"name": "done", "schema": {"type": "boolean"}}},
    {"name": "probe.hold", "summary": "Does not answer before probe.release.",
     "params": [], "result": {"name": "value", "schema": {"type": "string"}}},
    {"name": "probe.release", "summary": "Answers what is held; how many that were.",
     "params": [], "result": {"name": "count", "schema": {"type": "integer"}}},
    {"name": "probe.drop", "summary": "Forgets the request.",
     "params": [], "result": {"name": "nothing", "schema": {"type": "null"}}},
    {"name": "probe.large", "summary": "Answers with a long string.",
     "params": [{"name": "bytes", "required": true, "schema": {"type": "integer", "minimum": 0}}],
     "result": {"name": "text", "schema": {"type": "string"}}},
    {"name": "probe.counts", "summary": "What has happened so far.",
     "params": [], "result": {"name": "counts", "schema": {"type": "object"}}},
    {"name": "probe.ask", "summary": "Asks a contract; its answer, or its error as a value.",
     "params": [{"name": "contract", "required": true, "schema": {"type": "string"}},
                {"name": "method", "required": true, "schema": {"type": "string"}},
                {"name": "params", "schema": {"type": "object"}}],
     "result": {"name": "answer", "schema": {"type": "object"}}},
    {"name": "probe.spawnThrowing", "summary": "Starts a task that throws.",
     "params": [], "result": {"name": "done", "schema": {"type": "boolean"}}},
    {"name": "probe.throw", "summary": "Ends the channel's task by an exception.",
     "params": [], "result": {"name": "nothing", "schema": {"type": "null"}}},
    {"name": "probe.block", "summary": "Logs that it blocks the thread, and does so for ever.",
     "params": [], "result": {"name": "nothing", "schema": {"type": "null"}}}
  ]
})json";

namespace {

using ripple::RpcInvocation;

struct State {
  std::vector<RpcInvocation> held;
  std::int64_t large = 0;
};

ripple::Task<void> answer_after(ripple::Node node, RpcInvocation call) {
  const std::chrono::milliseconds time(call.params["ms"].asInt64());
  if (co_await node.sleep_for(time)) call.reply(true);
}

ripple::Task<void> ask(ripple::Node node, RpcInvocation call) {
  const auto answer = co_await node.call_json(
      call.params["contract"].asString(), call.params["method"].asString(), call.params["params"]);
  Json::Value told(Json::objectValue);
  if (answer) {
    told["result"] = *answer;
  } else {
    told["error"]["code"] = static_cast<Json::Int>(answer.error().code);
    told["error"]["message"] = answer.error().message;
  }
  call.reply(told);
}

ripple::Task<void> throw_something() {
  throw std::runtime_error("a spawned task failed");
  co_return;
}

Json::Value counts(const State& state) {
  Json::Value counts(Json::objectValue);
  Json::Int64 cancelled = 0;
  for (const RpcInvocation& call : state.held) cancelled += call.cancelled() ? 1 : 0;
  counts["held"] = static_cast<Json::Int64>(state.held.size());
  counts["cancelled"] = cancelled;
  counts["large"] = static_cast<Json::Int64>(state.large);
  return counts;
}

Json::Value release(State& state) {
  const auto count = static_cast<Json::Int64>(state.held.size());
  for (RpcInvocation& call : state.held) call.reply("released");
  state.held.clear();
  return count;
}

void carry_out(const ripple::Node& node, State& state, RpcInvocation call) {
  const std::string method(call.method());
  if (method == "probe.echo") {
    call.reply(call.params["value"]);
  } else if (method == "probe.wait") {
    node.spawn(answer_after(node, std::move(call)), method);
  } else if (method == "probe.hold") {
    state.held.push_back(std::move(call));
  } else if (method == "probe.release") {
    call.reply(release(state));
  } else if (method == "probe.large") {
    ++state.large;
    call.reply(std::string(call.params["bytes"].asUInt64(), 'x'));
  } else if (method == "probe.counts") {
    call.reply(counts(state));
  } else if (method == "probe.ask") {
    node.spawn(ask(node, std::move(call)), method);
  } else if (method == "probe.spawnThrowing") {
    node.spawn(throw_something(), "the task that throws");
    call.reply(true);
  } else if (method == "probe.throw") {
    throw std::runtime_error("the channel's task failed");
  } else if (method == "probe.block") {
    node.log(ripple::LogLevel::kWarning, "probe.block blocks this thread");
    while (true) ::pause();
  }
}

}  // namespace

ripple::Task<void> serve_methods(ripple::Node node) {
  State state;
  auto calls = node.rpc_invocations();
  while (auto call = co_await calls.next()) carry_out(node, state, std::move(*call));
}

}  // namespace probe
