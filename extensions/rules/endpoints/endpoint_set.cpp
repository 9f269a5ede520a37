#include "rules/endpoints/endpoint_set.hpp"

#include <memory>
#include <optional>
#include <ripple/contracts/config.hpp>
#include <ripple/thunder/endpoint.hpp>
#include <utility>

#include "ripple/json.hpp"
#include "rules/endpoints/extn_endpoint.hpp"
#include "rules/endpoints/http_endpoint.hpp"
#include "rules/endpoints/thunder_endpoint.hpp"
#include "rules/endpoints/url.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"
#include "rules/json_member.hpp"

namespace ripple::rules {
namespace {

Error bad(std::string message) { return {ErrorCode::kBadManifest, std::move(message), {}}; }

Result<std::string> platform_gateway(const Result<Json::Value>& parameters) {
  if (!parameters) return parameters.error();
  const Json::Value* const gateway = member_of(*parameters, "gateway");
  if (gateway != nullptr && gateway->isString()) return gateway->asString();
  return bad(
      "a Thunder endpoint has no url: expected \"gateway\" in platform_parameters of the "
      "device manifest, or \"thunder\" in the config of this channel");
}

Result<std::unique_ptr<Endpoint>> open_endpoint(const Node& node, const EndpointSpec& spec,
                                                const std::string& url,
                                                ThunderConnections& connections) {
  if (spec.protocol == "thunder") return connections.endpoint(url);
  if (spec.protocol == "http") return make_http_endpoint(node, url);
  if (spec.protocol == "websocket") return make_websocket_endpoint(node, url, spec.jsonrpc);
  return make_extn_endpoint(node);
}

}  // namespace

Result<EndpointSpec> read_endpoint(const Json::Value& json) {
  EndpointSpec spec;
  std::optional<std::string> url;
  std::optional<bool> jsonrpc;
  auto read = read_member(json, "protocol", spec.protocol);
  if (read) read = read_member(json, "url", url);
  if (read) read = read_member(json, "jsonrpc", jsonrpc);
  if (!read) return bad(read.error().message);
  spec.url = url.value_or("");
  spec.jsonrpc = jsonrpc.value_or(true);
  return Result<EndpointSpec>(std::move(spec));
}

Result<void> check_endpoint(const EndpointSpec& spec) {
  if (spec.protocol == "thunder") {
    if (spec.url.empty()) return {};
    const auto url = thunder::Endpoint::parse(spec.url);
    if (!url) return bad(url.error().message);
    return {};
  }
  if (spec.protocol == "http" || spec.protocol == "websocket") {
    const auto url = Url::parse(spec.url, spec.protocol == "http" ? "http" : "ws");
    if (!url) return url.error();
    return {};
  }
  if (spec.protocol == "workflow" || spec.protocol == "extn") return {};
  return bad("protocol \"" + spec.protocol +
             "\" is not supported; expected thunder, websocket, http, workflow or extn");
}

Task<Result<EndpointSet>> open_endpoints(Node node, std::map<std::string, EndpointSpec> specs) {
  EndpointSet endpoints;
  ThunderConnections connections(node);
  for (const auto& [name, spec] : specs) {
    if (spec.protocol == "workflow") continue;
    std::string url = spec.url;
    if (spec.protocol == "thunder" && url.empty()) {
      url = node.config().get("thunder", "").asString();
    }
    if (spec.protocol == "thunder" && url.empty()) {
      auto gateway = platform_gateway(co_await node.call(contracts::Config::platform_parameters{}));
      if (!gateway) co_return gateway.error();
      url = std::move(*gateway);
    }
    auto endpoint = open_endpoint(node, spec, url, connections);
    if (!endpoint) co_return bad("endpoint " + name + ": " + endpoint.error().message);
    endpoints.add(name, std::move(*endpoint));
  }
  co_return Result<EndpointSet>(std::move(endpoints));
}

}  // namespace ripple::rules
