#include "rules/endpoints/json_rpc_endpoint.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ripple/channel.hpp"
#include "ripple/json.hpp"
#include "ripple/timeout.hpp"
#include "rules/endpoints/json_rpc_message.hpp"
#include "rules/endpoints/lasting_socket.hpp"
#include "rules/endpoints/request_bound.hpp"

namespace ripple::rules {
namespace {

// Some servers read ids as signed numbers of 32 bits.
constexpr std::uint32_t kLastId = 0x7FFF'FFFF;

using Answer = Sender<Json::Value>;
using Pending = std::unordered_map<std::uint32_t, Answer>;

// A call's entry, for as long as its coroutine waits.
class Entry {
 public:
  Entry(Pending& pending, std::uint32_t id, Answer answer) : pending_(pending), id_(id) {
    pending_.emplace(id, std::move(answer));
  }
  ~Entry() { pending_.erase(id_); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  Pending& pending_;
  std::uint32_t id_;
};

struct Listener {
  Endpoint::EventHandler handle;
  bool is_active = true;
};

// What the server is asked for once, however many listen.
struct Registration {
  std::string alias;
  Json::Value params;
  /// Of the request that registered it on this connection; 0: none yet.
  std::uint32_t id = 0;
  bool is_confirmed = false;
  std::vector<std::shared_ptr<Listener>> listeners;

  bool is_meant_by(std::string_view method) const {
    return method == alias || (id != 0 && method.starts_with(std::to_string(id) + "."));
  }

  // A listener may take itself or others away.
  void tell(const Json::Value& event) const {
    const std::vector<std::shared_ptr<Listener>> listening = listeners;
    for (const auto& listener : listening) {
      if (listener->is_active) listener->handle(event);
    }
  }
};

}  // namespace

class JsonRpcEndpoint::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(Node node, const Url& url, const WebSocketLimits& limits)
      : node_(std::move(node)),
        url_(url.text),
        calls_(limits.max_calls_under_way),
        subscriptions_(limits.max_subscriptions) {}

  void start(boost::asio::io_context& loop, const Url& url, const WebSocketLimits& limits);
  void close();

  static Task<Result<Json::Value>> call(std::shared_ptr<Core> core, EndpointRequest request);
  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler handler);
  void give_up(const std::string& key, const std::shared_ptr<Listener>& listener);

 private:
  void on_open();
  void on_message(std::string_view text);
  void on_reply(std::uint32_t id, Json::Value reply);
  void on_notification(const JsonRpcMessage& message);
  void fail_pending(const Error& error);
  void register_at_server(Registration& registration);
  std::uint32_t next_id();

  Node node_;
  std::string url_;
  RequestBound calls_;
  RequestBound subscriptions_;
  std::shared_ptr<LastingSocket> socket_;
  Pending pending_;
  std::map<std::string, std::shared_ptr<Registration>> registrations_;
  std::uint32_t last_id_ = 0;
  bool has_complained_ = false;
};

class JsonRpcEndpoint::Subscription final : public EndpointSubscription {
 public:
  Subscription(std::weak_ptr<Core> core, std::string key, std::shared_ptr<Listener> listener,
               RequestBound::Place counted)
      : core_(std::move(core)),
        key_(std::move(key)),
        listener_(std::move(listener)),
        counted_(std::move(counted)) {}
  ~Subscription() override {
    listener_->is_active = false;
    if (const auto core = core_.lock()) core->give_up(key_, listener_);
  }

 private:
  std::weak_ptr<Core> core_;
  std::string key_;
  std::shared_ptr<Listener> listener_;
  RequestBound::Place counted_;
};

void JsonRpcEndpoint::Core::start(boost::asio::io_context& loop, const Url& url,
                                  const WebSocketLimits& limits) {
  LastingSocketEvents events;
  events.opened = [weak = weak_from_this()] {
    if (const auto core = weak.lock()) core->on_open();
  };
  events.message = [weak = weak_from_this()](std::string_view text) {
    if (const auto core = weak.lock()) core->on_message(text);
  };
  events.lost = [weak = weak_from_this()](const Error& reason) {
    const auto core = weak.lock();
    if (!core) return;
    core->fail_pending(
        {reason.code,
         reason.message + "; the call may have been carried out and is not sent again",
         {}});
  };
  thunder::Endpoint place{.host = url.host, .port = url.port, .path = *url.target({})};
  socket_ =
      std::make_shared<LastingSocket>(node_, loop, std::move(place), limits, std::move(events));
  socket_->start();
}

void JsonRpcEndpoint::Core::close() {
  socket_->close();
  fail_pending({ErrorCode::kCancelled, "the endpoint " + url_ + " has been given up", {}});
}

void JsonRpcEndpoint::Core::fail_pending(const Error& error) {
  for (const auto& [id, answer] : pending_) static_cast<void>(answer.fail(error));
}

std::uint32_t JsonRpcEndpoint::Core::next_id() {
  do {
    last_id_ = last_id_ == kLastId ? 1 : last_id_ + 1;
  } while (pending_.contains(last_id_));
  return last_id_;
}

Task<Result<Json::Value>> JsonRpcEndpoint::Core::call(std::shared_ptr<Core> core,
                                                      EndpointRequest request) {
  if (!core->socket_->is_open()) co_return core->socket_->not_available();
  const std::optional<RequestBound::Place> counted = core->calls_.take();
  if (!counted) co_return core->calls_.refusal("calls to " + core->url_, request.alias);
  const std::uint32_t id = core->next_id();
  const std::pair<Answer, Receiver<Json::Value>> answer =
      make_channel<Json::Value>(1, "the answer to " + request.alias);
  const Entry entry(core->pending_, id, answer.first);
  const Result<void> sent =
      core->socket_->send(json_rpc_request(id, request.alias, request.params));
  if (!sent) co_return sent.error();
  Result<Json::Value> reply =
      co_await with_timeout(answer.second.receive(), request.deadline.remaining(core->node_.now()));
  if (reply || reply.error().code != ErrorCode::kDeadlineExceeded) co_return reply;
  co_return Error{ErrorCode::kDeadlineExceeded,
                  "expected an answer to " + request.alias + " from " + core->url_ +
                      " before the request's deadline, found none",
                  {}};
}

Result<std::unique_ptr<EndpointSubscription>> JsonRpcEndpoint::Core::subscribe(
    EndpointRequest request, EventHandler handler) {
  std::optional<RequestBound::Place> counted = subscriptions_.take();
  if (!counted) return subscriptions_.refusal("subscriptions at " + url_, request.alias);
  std::string key = request.alias + '\n' + print_json(request.params);
  auto listener = std::make_shared<Listener>(Listener{std::move(handler)});
  std::shared_ptr<Registration>& registration = registrations_[key];
  const bool is_new = !registration;
  if (is_new) {
    registration = std::make_shared<Registration>();
    registration->alias = std::move(request.alias);
    registration->params = std::move(request.params);
  }
  registration->listeners.push_back(listener);
  if (is_new && socket_->is_open()) register_at_server(*registration);
  return std::unique_ptr<EndpointSubscription>(std::make_unique<Subscription>(
      weak_from_this(), std::move(key), std::move(listener), std::move(*counted)));
}

void JsonRpcEndpoint::Core::give_up(const std::string& key,
                                    const std::shared_ptr<Listener>& listener) {
  const auto found = registrations_.find(key);
  if (found == registrations_.end()) return;
  const std::shared_ptr<Registration> registration = found->second;
  std::erase(registration->listeners, listener);
  if (!registration->listeners.empty()) return;
  registrations_.erase(found);
  Json::Value params = registration->params;
  if (!params.isObject() || params["listen"] != Json::Value(true) || !socket_->is_open()) return;
  params["listen"] = false;
  // When it cannot be sent the connection is as good as lost, and the server forgets with it.
  static_cast<void>(socket_->send(json_rpc_request(next_id(), registration->alias, params)));
}

void JsonRpcEndpoint::Core::register_at_server(Registration& registration) {
  registration.id = next_id();
  registration.is_confirmed = false;
  const Result<void> sent =
      socket_->send(json_rpc_request(registration.id, registration.alias, registration.params));
  if (!sent) {
    node_.log(LogLevel::kWarning, "no events of " + registration.alias + " from " + url_ +
                                      " until the next connection: " + sent.error().message);
  }
}

void JsonRpcEndpoint::Core::on_open() {
  has_complained_ = false;
  for (const auto& [key, registration] : registrations_) register_at_server(*registration);
}

// One complaint a connection: a server that speaks something else does so all the time.
void JsonRpcEndpoint::Core::on_message(std::string_view text) {
  Result<JsonRpcMessage> message = parse_json_rpc(text);
  if (!message) {
    if (!std::exchange(has_complained_, true)) {
      node_.log(LogLevel::kWarning, message.error().message + " from " + url_);
    }
  } else if (message->id) {
    on_reply(*message->id, std::move(message->reply));
  } else {
    on_notification(*message);
  }
}

void JsonRpcEndpoint::Core::on_reply(std::uint32_t id, Json::Value reply) {
  const auto call = pending_.find(id);
  if (call != pending_.end()) {
    static_cast<void>(call->second.try_send(std::move(reply)));
    return;
  }
  const auto found = std::find_if(registrations_.begin(), registrations_.end(),
                                  [id](const auto& entry) { return entry.second->id == id; });
  if (found == registrations_.end()) return;
  const std::shared_ptr<Registration> registration = found->second;
  if (reply.isMember("error")) {
    node_.log(LogLevel::kWarning, url_ + " refuses events of " + registration->alias + ": " +
                                      reply["error"]["message"].asString());
  } else if (registration->is_confirmed) {
    registration->tell(reply["result"]);
  }
  registration->is_confirmed = true;
}

void JsonRpcEndpoint::Core::on_notification(const JsonRpcMessage& message) {
  std::vector<std::shared_ptr<Registration>> meant;
  for (const auto& [key, registration] : registrations_) {
    if (registration->is_meant_by(message.method)) meant.push_back(registration);
  }
  for (const auto& registration : meant) registration->tell(message.params);
}

JsonRpcEndpoint::JsonRpcEndpoint(Node node, boost::asio::io_context& loop, const Url& url,
                                 const WebSocketLimits& limits)
    : core_(std::make_shared<Core>(std::move(node), url, limits)) {
  core_->start(loop, url, limits);
}

JsonRpcEndpoint::~JsonRpcEndpoint() { core_->close(); }

Task<Result<Json::Value>> JsonRpcEndpoint::call(EndpointRequest request) {
  return Core::call(core_, std::move(request));
}

Result<std::unique_ptr<EndpointSubscription>> JsonRpcEndpoint::subscribe(EndpointRequest request,
                                                                         EventHandler handler) {
  return core_->subscribe(std::move(request), std::move(handler));
}

}  // namespace ripple::rules
