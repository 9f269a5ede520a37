#include "rules/endpoints/thunder_endpoint.hpp"

#include <limits>
#include <ripple/asio.hpp>
#include <ripple/thunder/callsign.hpp>
#include <ripple/thunder/device.hpp>
#include <string_view>
#include <utility>

#include "rules/reply.hpp"

namespace ripple::rules {

struct ThunderConnections::Server {
  Server(Node node, thunder::DeviceConfig config)
      : log(std::make_shared<const Node>(node)),
        device(*node.io_context(), with_log(std::move(config), log)) {}

  // What Asio has yet to finish lives in the channel's io_context, so it must not keep the channel.
  static thunder::DeviceConfig with_log(thunder::DeviceConfig config,
                                        const std::weak_ptr<const Node>& weak) {
    const auto write = [weak](std::string_view text) {
      if (const auto node = weak.lock()) node->log(LogLevel::kInfo, text);
    };
    config.client.log = config.subscriptions.log = config.state.log = write;
    return config;
  }

  std::shared_ptr<const Node> log;
  thunder::ThunderDevice device;
};

namespace {

using Device = std::shared_ptr<ThunderConnections::Server>;

/// Why there is no answer of a plugin.
ErrorCode code_of(thunder::ErrorCode code) {
  switch (code) {
    case thunder::ErrorCode::kDeadlineExceeded:
      return ErrorCode::kDeadlineExceeded;
    case thunder::ErrorCode::kOverloaded:
      return ErrorCode::kOverloaded;
    case thunder::ErrorCode::kInvalidArgument:
    case thunder::ErrorCode::kMalformedReply:
      return ErrorCode::kServiceFailure;
    default:
      return ErrorCode::kNotAvailable;
  }
}

Result<Json::Value> reply_of(const thunder::Result<Json::Value>& answer) {
  if (answer) return result_reply(*answer);
  const thunder::Error& error = answer.error();
  using Limits = std::numeric_limits<std::int32_t>;
  const bool is_of_the_server =
      error.wire_code != 0 && error.wire_code >= Limits::min() && error.wire_code <= Limits::max();
  if (!is_of_the_server) return Error{code_of(error.code), error.message, {}};
  return error_reply({static_cast<ErrorCode>(error.wire_code), error.message, {}});
}

struct Held final : EndpointSubscription {
  Held(Device device_, thunder::Subscription subscription_)
      : device(std::move(device_)), subscription(std::move(subscription_)) {}
  Device device;
  thunder::Subscription subscription;
};

class ThunderEndpoint final : public Endpoint {
 public:
  ThunderEndpoint(Node node, Device device) : node_(std::move(node)), device_(std::move(device)) {}

  Task<Result<Json::Value>> call(EndpointRequest request) override {
    // The call keeps the connections that it waits for.
    const Device device = device_;
    const auto left = request.deadline.remaining(node_.now());
    const auto answer = co_await await_asio(
        node_, device->device.call(std::move(request.alias), std::move(request.params), left));
    if (!answer) co_return answer.error();
    co_return reply_of(*answer);
  }

  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler handler) override {
    std::string callsign = thunder::callsign_of(request.alias);
    std::string event = request.alias.substr(request.alias.rfind('.') + 1);
    if (callsign.empty() || event.empty()) {
      return Error{ErrorCode::kServiceFailure,
                   "alias \"" + request.alias + "\": expected CALLSIGN.EVENT",
                   {}};
    }
    return std::unique_ptr<EndpointSubscription>(std::make_unique<Held>(
        device_,
        device_->device.subscribe(std::move(callsign), std::move(event), std::move(handler))));
  }

 private:
  Node node_;
  Device device_;
};

}  // namespace

ThunderConnections::ThunderConnections(Node node) : node_(std::move(node)) {}

Result<std::unique_ptr<Endpoint>> ThunderConnections::endpoint(const std::string& url) {
  Device& device = servers_[url];
  if (!device) {
    const auto parsed = thunder::Endpoint::parse(url);
    if (!parsed) return Error{ErrorCode::kBadManifest, parsed.error().message, {}};
    if (node_.io_context() == nullptr) {
      return Error{ErrorCode::kFailedPrecondition, "a channel without a thread of its own", {}};
    }
    thunder::DeviceConfig config;
    config.client.endpoint = *parsed;
    device = std::make_shared<Server>(node_, std::move(config));
  }
  return std::unique_ptr<Endpoint>(std::make_unique<ThunderEndpoint>(node_, device));
}

}  // namespace ripple::rules
