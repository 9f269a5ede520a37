/// SocketEndpoint: a WebSocket connection for each request of rules; see websocket_endpoint.hpp.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "ripple/node.hpp"
#include "rules/endpoints/endpoint.hpp"
#include "rules/endpoints/request_bound.hpp"
#include "rules/endpoints/url.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"

namespace ripple::rules {

class SocketEndpoint final : public Endpoint {
 public:
  SocketEndpoint(Node node, boost::asio::io_context& loop, Url url, WebSocketLimits limits);

  Task<Result<Json::Value>> call(EndpointRequest request) override;
  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler handler) override;

  /// What the requests of one endpoint share; those under way keep it.
  struct Server {
    Node node;
    boost::asio::io_context& loop;
    Url url;
    WebSocketLimits limits;
    RequestBound calls;
    RequestBound subscriptions;
  };

 private:
  std::shared_ptr<Server> server_;
};

}  // namespace ripple::rules
