/// JsonRpcEndpoint: JSON-RPC 2.0 on one lasting WebSocket connection; see websocket_endpoint.hpp.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "ripple/node.hpp"
#include "rules/endpoints/endpoint.hpp"
#include "rules/endpoints/url.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"

namespace ripple::rules {

class JsonRpcEndpoint final : public Endpoint {
 public:
  JsonRpcEndpoint(Node node, boost::asio::io_context& loop, const Url& url,
                  const WebSocketLimits& limits);
  ~JsonRpcEndpoint() override;

  Task<Result<Json::Value>> call(EndpointRequest request) override;
  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler handler) override;

 private:
  class Core;
  class Subscription;
  std::shared_ptr<Core> core_;
};

}  // namespace ripple::rules
