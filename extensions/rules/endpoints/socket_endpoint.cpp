#include "rules/endpoints/socket_endpoint.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/channel.hpp"
#include "ripple/json.hpp"
#include "ripple/timeout.hpp"
#include "rules/endpoints/lasting_socket.hpp"
#include "rules/endpoints/socket.hpp"

namespace ripple::rules {
namespace {

using Server = SocketEndpoint::Server;

Result<thunder::Endpoint> place_of(const Url& url, std::string_view alias) {
  Result<std::string> target = url.target(alias);
  if (!target) return target.error();
  return thunder::Endpoint{.host = url.host, .port = url.port, .path = std::move(*target)};
}

Json::Value value_of(std::string_view text) {
  Result<Json::Value> value = parse_json(text);
  return value ? std::move(*value) : Json::Value(std::string(text));
}

Task<Result<Json::Value>> exchange(std::shared_ptr<Server> server, thunder::Endpoint place,
                                   Json::Value params) {
  const std::pair<Sender<Json::Value>, Receiver<Json::Value>> answer =
      make_channel<Json::Value>(1, "the answer of " + server->url.text);
  SocketEvents events;
  events.text = [sender = answer.first](std::string_view text) {
    static_cast<void>(sender.try_send(value_of(text)));
  };
  events.lost = [sender = answer.first](const Error& reason) {
    static_cast<void>(sender.fail(reason));
  };
  Socket socket(server->loop, place, server->limits, std::move(events));
  const Result<void> opened = co_await socket.open(server->node);
  if (!opened) co_return opened.error();
  if (!params.isNull()) {
    const Result<void> sent = socket.send(print_json(params));
    if (!sent) co_return sent.error();
  }
  Result<Json::Value> value = co_await answer.second.receive();
  if (!value) co_return value.error();
  Json::Value reply;
  reply["result"] = std::move(*value);
  co_return reply;
}

Task<Result<Json::Value>> call_once(std::shared_ptr<Server> server, EndpointRequest request) {
  const std::optional<RequestBound::Place> counted = server->calls.take();
  if (!counted) co_return server->calls.refusal("calls to " + server->url.text, request.alias);
  Result<thunder::Endpoint> place = place_of(server->url, request.alias);
  if (!place) co_return place.error();
  Task<Result<Json::Value>> asked = exchange(server, std::move(*place), std::move(request.params));
  Result<Json::Value> reply =
      co_await with_timeout(std::move(asked), request.deadline.remaining(server->node.now()));
  if (reply || reply.error().code != ErrorCode::kDeadlineExceeded) co_return reply;
  co_return Error{ErrorCode::kDeadlineExceeded,
                  "expected an answer from " + server->url.text + request.alias +
                      " before the request's deadline, found none",
                  {}};
}

class Subscription final : public EndpointSubscription {
 public:
  Subscription(std::shared_ptr<LastingSocket> socket, RequestBound::Place counted)
      : socket_(std::move(socket)), counted_(std::move(counted)) {}
  ~Subscription() override { socket_->close(); }

 private:
  std::shared_ptr<LastingSocket> socket_;
  RequestBound::Place counted_;
};

}  // namespace

SocketEndpoint::SocketEndpoint(Node node, boost::asio::io_context& loop, Url url,
                               WebSocketLimits limits)
    : server_(std::make_shared<Server>(Server{std::move(node), loop, std::move(url), limits,
                                              RequestBound(limits.max_calls_under_way),
                                              RequestBound(limits.max_subscriptions)})) {}

Task<Result<Json::Value>> SocketEndpoint::call(EndpointRequest request) {
  return call_once(server_, std::move(request));
}

Result<std::unique_ptr<EndpointSubscription>> SocketEndpoint::subscribe(EndpointRequest request,
                                                                        EventHandler handler) {
  std::optional<RequestBound::Place> counted = server_->subscriptions.take();
  if (!counted) {
    return server_->subscriptions.refusal("subscriptions at " + server_->url.text, request.alias);
  }
  Result<thunder::Endpoint> place = place_of(server_->url, request.alias);
  if (!place) return place.error();
  LastingSocketEvents events;
  if (!request.params.isNull()) events.greeting = print_json(request.params);
  events.message = [handle = std::move(handler)](std::string_view text) { handle(value_of(text)); };
  auto socket = std::make_shared<LastingSocket>(server_->node, server_->loop, std::move(*place),
                                                server_->limits, std::move(events));
  socket->start();
  return std::unique_ptr<EndpointSubscription>(
      std::make_unique<Subscription>(std::move(socket), std::move(*counted)));
}

}  // namespace ripple::rules
