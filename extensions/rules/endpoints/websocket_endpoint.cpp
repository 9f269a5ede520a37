#include "rules/endpoints/websocket_endpoint.hpp"

#include <utility>

#include "rules/endpoints/channel_loop.hpp"
#include "rules/endpoints/json_rpc_endpoint.hpp"
#include "rules/endpoints/socket_endpoint.hpp"
#include "rules/endpoints/url.hpp"

namespace ripple::rules {

Result<std::unique_ptr<Endpoint>> make_websocket_endpoint(Node node, const std::string& url,
                                                          bool jsonrpc, WebSocketLimits limits) {
  Result<Url> parsed = Url::parse(url, "ws");
  if (!parsed) return parsed.error();
  const Result<boost::asio::io_context*> loop = loop_of(node, url);
  if (!loop) return loop.error();
  if (!jsonrpc) {
    return std::unique_ptr<Endpoint>(std::make_unique<SocketEndpoint>(
        std::move(node), **loop, std::move(*parsed), std::move(limits)));
  }
  return std::unique_ptr<Endpoint>(std::make_unique<JsonRpcEndpoint>(
      std::move(node), **loop, std::move(*parsed), std::move(limits)));
}

}  // namespace ripple::rules
