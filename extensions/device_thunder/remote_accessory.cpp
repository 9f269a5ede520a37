#include "device_thunder/remote_accessory.hpp"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <ripple/contracts/remote_accessory.hpp>
#include <string>
#include <utility>

#include "device_thunder/accessory_facts.hpp"
#include "device_thunder/plugin_events.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::RemoteAccessory;
namespace asio = boost::asio;

constexpr const char* kNetStatus = "org.rdk.RemoteControl.1.getNetStatus";
constexpr const char* kStartPairing = "org.rdk.RemoteControl.1.startPairing";

/// Until the plugin says that a remote control was paired, or that none was.
asio::awaitable<thunder::Result<RemoteAccessory::Accessory>> pair(
    std::shared_ptr<ThunderServer> server, int network, std::optional<std::int64_t> timeout,
    thunder::Deadline deadline) {
  PluginEvents events(server, "org.rdk.RemoteControl");
  events.listen("onStatus");
  const auto ready = co_await events.ready(deadline);
  if (!ready) co_return ready.error();
  Json::Value params(Json::objectValue);
  params["netType"] = network;
  const auto status = checked_reply(co_await server->device().call(kNetStatus, params, deadline));
  if (!status) co_return status.error();
  const Accessories before = accessories_from(member_of(*status, "status"));
  if (timeout) params["timeout"] = Json::Int64{*timeout};
  const auto begun =
      checked_reply(co_await server->device().call(kStartPairing, std::move(params), deadline));
  if (!begun) co_return begun.error();
  while (true) {
    const auto event = co_await events.next(deadline);
    if (!event) co_return event.error();
    const Json::Value& told = member_of(event->params, "status");
    const std::string state = text_of(told, "pairingState").value_or("");
    if (state == "FAILED") {
      co_return thunder::Error{thunder::ErrorCode::kPlugin, "no remote control was paired", 0, 0};
    }
    if (state != "COMPLETE") continue;
    const auto paired = newest_of(accessories_from(told), before);
    if (paired) co_return *paired;
  }
}

class RemoteAccessoryHandlers {
 public:
  RemoteAccessoryHandlers(std::shared_ptr<ThunderServer> server, int network)
      : server_(std::move(server)), network_(network) {}

  Task<void> operator()(RemoteAccessory::Pair& c) const {
    auto pairing = pair(server_, network_, c.params.timeout, server_->to_thunder(c.deadline()));
    const auto paired = co_await server_->wait_for(std::move(pairing));
    if (!paired) co_return c.fail(paired.error());
    if (!*paired) co_return c.fail(server_->explain(kStartPairing, paired->error()));
    c.reply(**paired);
  }

  Task<void> operator()(RemoteAccessory::List& c) const {
    return answer_with(c, list(c.deadline()));
  }

  Task<void> operator()(RemoteAccessory::Get& c) const {
    const auto all = co_await list(c.deadline());
    if (!all) co_return c.fail(all.error());
    const auto found = std::ranges::find(*all, c.params.id, &RemoteAccessory::Accessory::id);
    if (found == all->end()) {
      co_return c.fail({ErrorCode::kNothingToReturn,
                        "no remote control " + std::to_string(c.params.id) + " is paired",
                        {}});
    }
    c.reply(*found);
  }

  Task<void> operator()(RemoteAccessory::Request& c) const { return answer_unsupported(c); }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  Task<Result<Accessories>> list(Deadline deadline) const {
    Json::Value params(Json::objectValue);
    params["netType"] = network_;
    const auto reply = co_await server_->call(kNetStatus, std::move(params), deadline);
    if (!reply) co_return reply.error();
    co_return accessories_from(member_of(*reply, "status"));
  }

  std::shared_ptr<ThunderServer> server_;
  int network_;
};

}  // namespace

Task<void> serve_remote_accessory(Node node, std::shared_ptr<ThunderServer> server, int network) {
  RemoteAccessoryHandlers handlers(server, network);
  return serve_while_there<RemoteAccessory>(std::move(node), std::move(server),
                                            std::move(handlers));
}

}  // namespace ripple::device_thunder
