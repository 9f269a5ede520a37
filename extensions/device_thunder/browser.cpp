#include "device_thunder/browser.hpp"

#include <ripple/contracts/browser.hpp>
#include <string>
#include <utility>

#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::Browser;

class BrowserHandlers {
 public:
  explicit BrowserHandlers(std::shared_ptr<ThunderServer> server) : server_(std::move(server)) {}

  Task<void> operator()(Browser::Launch& c) const {
    Json::Value params(Json::objectValue);
    if (c.params.bounds) params = to_json(*c.params.bounds);
    params["callsign"] = c.params.name;
    params["uri"] = c.params.uri;
    if (c.params.type) params["type"] = *c.params.type;
    if (c.params.visible) params["visible"] = *c.params.visible;
    if (c.params.focused) params["focused"] = *c.params.focused;
    if (c.params.suspended) params["suspend"] = *c.params.suspended;
    const auto done =
        co_await server_->call("org.rdk.RDKShell.1.launch", std::move(params), c.deadline());
    if (!done) co_return c.fail(done.error());
    c.reply(nullptr);
  }

  Task<void> operator()(Browser::Destroy& c) const {
    Json::Value params(Json::objectValue);
    params["callsign"] = c.params.name;
    const auto done =
        co_await server_->call("org.rdk.RDKShell.1.destroy", std::move(params), c.deadline());
    if (!done) co_return c.fail(done.error());
    c.reply(nullptr);
  }

  Task<void> operator()(Browser::Properties& c) const {
    constexpr const char* kBounds = "org.rdk.RDKShell.1.getBounds";
    constexpr const char* kVisibility = "org.rdk.RDKShell.1.getVisibility";
    Json::Value params(Json::objectValue);
    params["client"] = c.params.name;
    Browser::BrowserProperties properties;
    const auto bounds = co_await server_->call(kBounds, params, c.deadline());
    if (!bounds) co_return c.fail(bounds.error());
    if (!from_json(member_of(*bounds, "bounds"), properties.bounds)) {
      co_return c.fail(unexpected_reply(kBounds, "bounds with x, y, w and h", *bounds));
    }
    const auto visibility = co_await server_->call(kVisibility, std::move(params), c.deadline());
    if (!visibility) co_return c.fail(visibility.error());
    const Json::Value& visible = member_of(*visibility, "visible");
    if (!visible.isBool()) {
      co_return c.fail(unexpected_reply(kVisibility, "visible as true or false", *visibility));
    }
    properties.visible = visible.asBool();
    c.reply(properties);
  }

  Task<void> operator()(Browser::Request& c) const { return answer_unsupported(c); }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  std::shared_ptr<ThunderServer> server_;
};

}  // namespace

Task<void> serve_browser(Node node, std::shared_ptr<ThunderServer> server) {
  BrowserHandlers handlers(server);
  return serve_while_there<Browser>(std::move(node), std::move(server), std::move(handlers));
}

}  // namespace ripple::device_thunder
