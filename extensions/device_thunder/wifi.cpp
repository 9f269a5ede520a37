#include "device_thunder/wifi.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <ripple/contracts/wifi.hpp>
#include <string>
#include <utility>
#include <vector>

#include "device_thunder/plugin_events.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"
#include "device_thunder/wifi_facts.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::Wifi;
namespace asio = boost::asio;

constexpr const char* kCallsign = "org.rdk.Wifi";
using Points = std::vector<Wifi::AccessPoint>;

thunder::Error failed(std::string message) {
  return {thunder::ErrorCode::kPlugin, std::move(message), 0, 0};
}

/// Until the plugin has no more to tell, or `until`, whichever is first.
asio::awaitable<thunder::Result<Points>> scan(std::shared_ptr<ThunderServer> server,
                                              thunder::Deadline until, thunder::Deadline deadline) {
  PluginEvents events(server, kCallsign);
  events.listen("onAvailableSSIDs");
  const auto ready = co_await events.ready(deadline);
  if (!ready) co_return ready.error();
  Json::Value params(Json::objectValue);
  params["incremental"] = false;
  params["ssid"] = "";
  params["frequency"] = "";
  const auto started = checked_reply(
      co_await server->device().call("org.rdk.Wifi.1.startScan", std::move(params), deadline));
  if (!started) co_return started.error();
  Points found;
  bool has_more = true;
  while (has_more) {
    const auto event = co_await events.next(deadline.or_sooner(until));
    const bool time_is_up = !event && event.error().code == thunder::ErrorCode::kDeadlineExceeded;
    if (time_is_up && !deadline.has_passed()) break;
    if (!event) co_return event.error();
    const Json::Value& networks = member_of(event->params, "ssids");
    for (const Json::Value& network : networks) found.push_back(access_point_from(network));
    const Json::Value& more = member_of(event->params, "moreData");
    has_more = more.isBool() && more.asBool();
  }
  co_return found;
}

/// Calls `method`, which begins to join a network, and waits until it is joined.
asio::awaitable<thunder::Result<Wifi::AccessPoint>> join(std::shared_ptr<ThunderServer> server,
                                                         std::string method, Json::Value params,
                                                         thunder::Deadline deadline) {
  PluginEvents events(server, kCallsign);
  events.listen("onWIFIStateChanged");
  events.listen("onError");
  const auto ready = co_await events.ready(deadline);
  if (!ready) co_return ready.error();
  const auto begun =
      checked_reply(co_await server->device().call(std::move(method), std::move(params), deadline));
  if (!begun) co_return begun.error();
  bool is_joined = false;
  while (!is_joined) {
    const auto event = co_await events.next(deadline);
    if (!event) co_return event.error();
    if (event->name == "onError") {
      co_return failed("the network was not joined: " + wifi_problem_from(event->params));
    }
    const WifiState state = wifi_state_from(event->params);
    if (state == WifiState::kFailed) co_return failed("the network was not joined");
    is_joined = state == WifiState::kConnected;
  }
  const auto network = checked_reply(
      co_await server->device().call("org.rdk.Wifi.1.getConnectedSSID", Json::Value(), deadline));
  if (!network) co_return network.error();
  co_return access_point_from(*network);
}

class WifiHandlers {
 public:
  explicit WifiHandlers(std::shared_ptr<ThunderServer> server) : server_(std::move(server)) {}

  Task<void> operator()(Wifi::Scan& c) const {
    const auto deadline = server_->to_thunder(c.deadline());
    const std::int64_t seconds = c.params.timeout.value_or(0);
    const auto until =
        seconds > 0 ? thunder::Deadline(std::chrono::seconds(seconds)) : thunder::Deadline::never();
    auto scanning = scan(server_, until, deadline);
    auto found = co_await server_->wait_for(std::move(scanning));
    if (!found) co_return c.fail(found.error());
    if (!*found) co_return c.fail(server_->explain("org.rdk.Wifi.startScan", found->error()));
    Wifi::AccessPointList answer;
    answer.list = std::move(**found);
    c.reply(answer);
  }

  Task<void> operator()(Wifi::Connect& c) const {
    Json::Value params(Json::objectValue);
    // Without a name the plugin joins the network that it knows already.
    params["ssid"] = c.params.ssid.value_or("");
    if (c.params.passphrase) params["passphrase"] = *c.params.passphrase;
    if (c.params.security) params["securityMode"] = security_number(*c.params.security);
    return join_network(c, "org.rdk.Wifi.1.connect", std::move(params));
  }

  Task<void> operator()(Wifi::Disconnect& c) const {
    const auto done =
        co_await server_->call("org.rdk.Wifi.1.disconnect", Json::Value(), c.deadline());
    if (!done) co_return c.fail(done.error());
    c.reply(nullptr);
  }

  Task<void> operator()(Wifi::Wps& c) const {
    using Pin = Wifi::WPSSecurityPin;
    const Pin pin = c.params.security.value_or(Pin::kPushButton);
    if (pin == Pin::kPin) {
      return answer_now(
          c, Result<Wifi::AccessPoint>(
                 Error{ErrorCode::kNotSupported,
                       "#/security: expected pushButton or manufacturerPin, found pin: there is no "
                       "parameter for the pin itself",
                       {}}));
    }
    Json::Value params(Json::objectValue);
    params["method"] = pin == Pin::kPushButton ? "PBC" : "SERIALIZED_PIN";
    return join_network(c, "org.rdk.Wifi.1.initiateWPSPairing", std::move(params));
  }

  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  template <typename Call>
  Task<void> join_network(Call& c, std::string method, Json::Value params) const {
    auto joining = join(server_, method, std::move(params), server_->to_thunder(c.deadline()));
    const auto point = co_await server_->wait_for(std::move(joining));
    if (!point) co_return c.fail(point.error());
    if (!*point) co_return c.fail(server_->explain(method, point->error()));
    c.reply(**point);
  }

  std::shared_ptr<ThunderServer> server_;
};

}  // namespace

Task<void> serve_wifi(Node node, std::shared_ptr<ThunderServer> server) {
  WifiHandlers handlers(server);
  return serve_while_there<Wifi>(std::move(node), std::move(server), std::move(handlers));
}

}  // namespace ripple::device_thunder
