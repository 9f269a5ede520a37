/// Endpoint: where the requests of rules go: Thunder, a WebSocket or HTTP server, other methods,
/// another extension.
///
///     Result<Json::Value> reply = co_await endpoint.call({.alias = "/weather", .deadline = by});
///     if (!reply) co_return reply.error();               // nothing came back
///     if (reply->isMember("error")) ...                  // the other side said no
///
/// All members are for the channel's own thread. What an endpoint leaves to Asio lives in the
/// channel's io_context, so a callback there must not hold a Node: the channel would keep itself
/// for ever.
#pragma once

#include <json/value.h>

#include <functional>
#include <memory>
#include <string>

#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/task.hpp"

namespace ripple::rules {

struct EndpointRequest {
  /// As the rule has it: a Thunder method, a path behind the endpoint's URL, an ExtnId, ...
  std::string alias;
  Json::Value params;   ///< after the request transform, if there is one; null: none
  Json::Value context;  ///< who asks: {"app_id":TEXT, ..}
  Deadline deadline;    ///< always set
  /// A request transform made `params`; else they are the caller's own.
  bool is_transformed = false;
};

/// Holds a subscription; giving it up ends it.
class EndpointSubscription {
 public:
  virtual ~EndpointSubscription() = default;
};

class Endpoint {
 public:
  /// Called with the data of each event, in order.
  using EventHandler = std::function<void(const Json::Value& event)>;

  virtual ~Endpoint() = default;

  /// What came back, in the form that response transforms see: {"result":ANY}, or {"error":{"code":
  /// NUMBER,"message":TEXT}} as the other side said it. Errors: kNotAvailable when it cannot be
  /// reached, at once; kDeadlineExceeded; kOverloaded when its queue is full; kServiceFailure when
  /// what came back cannot be read; kCancelled when the channel stops.
  virtual Task<Result<Json::Value>> call(EndpointRequest request) = 0;

  /// The events of `request.alias` from now on, across lost connections, until what it returns
  /// goes. Error: kUnsupportedOperation where the endpoint has no events.
  virtual Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                                  EventHandler handler) = 0;
};

}  // namespace ripple::rules
