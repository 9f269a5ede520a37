// Adds two methods to the gateway: example.echo and example.add. Apps call them like any other.
#include <ripple/contracts/json_rpsee.hpp>
#include <ripple/sdk.hpp>

namespace {

constexpr const char* kMethods = R"json({
  "openrpc": "1.2.4",
  "info": {"title": "example", "version": "1.0.0"},
  "methods": [
    {
      "name": "example.echo",
      "summary": "Says again what it was told.",
      "params": [{"name": "text", "required": true, "schema": {"type": "string"}}],
      "result": {"name": "text", "schema": {"type": "string"}}
    },
    {
      "name": "example.add",
      "summary": "Adds two numbers.",
      "params": [
        {"name": "left", "required": true, "schema": {"type": "number"}},
        {"name": "right", "required": true, "schema": {"type": "number"}}
      ],
      "result": {"name": "sum", "schema": {"type": "number"}}
    }
  ]
})json";

ripple::Task<void> serve(ripple::Node node) {
  return ripple::serve_rpc(node, [](ripple::RpcInvocation& call) {
    const Json::Value& params = call.params;  // Main has checked them against the document above
    if (call.method() == "example.echo") {
      call.reply(params["text"]);
    } else {
      call.reply(params["left"].asDouble() + params["right"].asDouble());
    }
  });
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:extn:jsonrpsee:example")
                        .version("1.0.0")
                        .provides<ripple::contracts::JsonRpsee>()
                        .inline_jsonrpc(kMethods, serve))
