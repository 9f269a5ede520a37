// A distributor's own device behind Thunder: its light bar, with a connection of its own, as
// methods of the gateway. Config: "thunder", the address of the server, as
// ws://127.0.0.1:9998/jsonrpc.
#include <memory>
#include <ripple/asio.hpp>
#include <ripple/contracts/json_rpsee.hpp>
#include <ripple/sdk.hpp>
#include <ripple/thunder/device.hpp>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
namespace thunder = ripple::thunder;

constexpr const char* kMethods = R"json({
  "openrpc": "1.2.4",
  "info": {"title": "lightbar", "version": "1.0.0"},
  "methods": [
    {"name": "lightbar.color", "summary": "Its color.", "params": [],
     "result": {"name": "color", "schema": {"type": "string"}}},
    {"name": "lightbar.setColor", "summary": "Another color.",
     "params": [{"name": "value", "required": true, "schema": {"type": "string", "minLength": 1}}],
     "result": {"name": "result", "schema": {"type": "null"}}},
    {"name": "lightbar.changes", "summary": "How often its color has changed.", "params": [],
     "result": {"name": "count", "schema": {"type": "integer"}}}
  ]
})json";

using Lightbar = std::shared_ptr<thunder::ThunderDevice>;

/// Each call keeps the connection that it waits for.
ripple::Task<void> ask(ripple::Node node, Lightbar lightbar, std::string method,
                       ripple::RpcInvocation& call) {
  const auto reply = co_await ripple::await_asio(node, lightbar->call(method, call.params, 2s));
  if (!reply) co_return call.fail(reply.error());
  if (!*reply) {
    call.fail({ripple::ErrorCode::kNotAvailable, (*reply).error().message, {}});
    co_return;
  }
  call.reply(**reply);
}

ripple::Task<void> tell(ripple::RpcInvocation& call, int value) {
  call.reply(value);
  co_return;
}

ripple::Task<void> serve(ripple::Node node) {
  const auto endpoint = thunder::Endpoint::parse(node.config()["thunder"].asString());
  if (!endpoint) throw std::runtime_error("config \"thunder\": " + endpoint.error().message);
  thunder::DeviceConfig config;
  config.client.endpoint = *endpoint;
  const auto lightbar = std::make_shared<thunder::ThunderDevice>(*node.io_context(), config);
  int changes = 0;
  const auto subscription =
      lightbar->subscribe("Lightbar", "onColorChanged", [&](const Json::Value&) { ++changes; });
  const auto handle = [&](ripple::RpcInvocation& call) -> ripple::Task<void> {
    if (call.method() == "lightbar.changes") return tell(call, changes);
    const bool sets = call.method() == "lightbar.setColor";
    return ask(node, lightbar, sets ? "Lightbar.1.setColor" : "Lightbar.1.color", call);
  };
  co_await ripple::serve_rpc(node, handle);
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:extn:jsonrpsee:acme_lightbar")
                        .version("1.0.0")
                        .provides<ripple::contracts::JsonRpsee>()
                        .jsonrpc(kMethods, serve))
