#include "device_thunder/thunder_server.hpp"

#include <chrono>

#include "device_thunder/plugin_events.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/thunder_error.hpp"

namespace ripple::device_thunder {
namespace {

constexpr std::chrono::seconds kNoDeadline{10};

// What Asio has yet to finish lives in the channel's io_context, so it must not keep the channel.
thunder::DeviceConfig with_log(thunder::DeviceConfig config, const std::weak_ptr<const Node>& weak,
                               const std::shared_ptr<std::string>& last_words) {
  const auto log = [weak, last_words](std::string_view text) {
    *last_words = text;
    if (const auto node = weak.lock()) node->log(LogLevel::kDebug, text);
  };
  config.client.log = log;
  config.subscriptions.log = log;
  config.state.log = log;
  return config;
}

}  // namespace

ThunderServer::ThunderServer(Node node, boost::asio::io_context& io, thunder::DeviceConfig config)
    : node_(std::make_shared<const Node>(std::move(node))),
      io_(io),
      authority_(config.client.endpoint.authority()),
      device_(io, with_log(std::move(config), node_, last_words_)) {
  thunder::ClientEvents events;
  events.connected = [this] {
    node_->log(LogLevel::kInfo, "Thunder is there at " + authority_);
    for (const auto& function : connected_) function();
  };
  events.lost = [this](const thunder::Error& error) {
    node_->log(LogLevel::kWarning, "Thunder is away: " + error.message);
    const std::set<PluginEvents*> waiting = waiting_;
    for (PluginEvents* const one : waiting) one->on_lost(error);
  };
  device_.pool().events().watch(std::move(events));
}

Error ThunderServer::away() const {
  return {ErrorCode::kNotAvailable,
          "there is no connection to Thunder at " + authority_ + " at the moment" +
              (last_words_->empty() ? "" : ": " + *last_words_),
          {}};
}

thunder::Deadline ThunderServer::to_thunder(Deadline deadline) const {
  if (!deadline.is_set()) return kNoDeadline;
  return deadline.remaining(node_->now());
}

Task<thunder::Result<Json::Value>> ThunderServer::ask(std::string method, Json::Value params,
                                                      Deadline deadline) {
  auto asking = device_.call(std::move(method), std::move(params), to_thunder(deadline));
  auto reply = co_await wait_for(std::move(asking));
  if (!reply) {
    co_return thunder::Error{thunder::ErrorCode::kClosed, reply.error().message, 0, 0};
  }
  co_return checked_reply(std::move(*reply));
}

Error ThunderServer::explain(std::string_view method, const thunder::Error& error) {
  const std::string callsign = thunder::callsign_of(method);
  return to_platform(method, error, thunder::is_ready(device_.state().state_of(callsign)));
}

Task<Result<Json::Value>> ThunderServer::call(std::string method, Json::Value params,
                                              Deadline deadline) {
  auto reply = co_await ask(method, std::move(params), deadline);
  if (!reply) co_return explain(method, reply.error());
  co_return std::move(*reply);
}

thunder::Result<Json::Value> checked_reply(thunder::Result<Json::Value> reply) {
  if (!reply || !reply->isObject() || !reply->isMember("success")) return reply;
  const Json::Value& success = member_of(*reply, "success");
  if (!success.isBool() || success.asBool()) return reply;
  std::string message = "the plugin says that it did not succeed";
  for (const char* member : {"message", "error_message", "errorMessage", "error"}) {
    if (const auto words = text_of(*reply, member)) message += ": " + *words;
  }
  return thunder::Error{thunder::ErrorCode::kPlugin, std::move(message), 0, 0};
}

}  // namespace ripple::device_thunder
