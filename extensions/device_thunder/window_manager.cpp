#include "device_thunder/window_manager.hpp"

#include <ripple/contracts/window_manager.hpp>
#include <string>
#include <utility>
#include <vector>

#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::WindowManager;

Json::Value params_of(const std::string& client) {
  Json::Value params(Json::objectValue);
  params["client"] = client;
  return params;
}

class WindowManagerHandlers {
 public:
  explicit WindowManagerHandlers(std::shared_ptr<ThunderServer> server)
      : server_(std::move(server)) {}

  Task<void> operator()(WindowManager::Show& c) const { return set_visible(c, true); }
  Task<void> operator()(WindowManager::Hide& c) const { return set_visible(c, false); }
  Task<void> operator()(WindowManager::ToFront& c) const {
    return order(c, "org.rdk.RDKShell.1.moveToFront", params_of(c.params.client));
  }
  Task<void> operator()(WindowManager::ToBack& c) const {
    return order(c, "org.rdk.RDKShell.1.moveToBack", params_of(c.params.client));
  }
  Task<void> operator()(WindowManager::Focus& c) const {
    return order(c, "org.rdk.RDKShell.1.setFocus", params_of(c.params.client));
  }
  Task<void> operator()(WindowManager::SetBounds& c) const {
    Json::Value params = to_json(c.params.bounds);
    params["client"] = c.params.client;
    return order(c, "org.rdk.RDKShell.1.setBounds", std::move(params));
  }
  Task<void> operator()(WindowManager::Bounds& c) const {
    constexpr const char* kMethod = "org.rdk.RDKShell.1.getBounds";
    const auto reply = co_await server_->call(kMethod, params_of(c.params.client), c.deadline());
    if (!reply) co_return c.fail(reply.error());
    WindowManager::WindowBounds bounds;
    if (!from_json(member_of(*reply, "bounds"), bounds)) {
      co_return c.fail(unexpected_reply(kMethod, "bounds with x, y, w and h", *reply));
    }
    c.reply(bounds);
  }
  Task<void> operator()(WindowManager::IsVisible& c) const {
    constexpr const char* kMethod = "org.rdk.RDKShell.1.getVisibility";
    const auto reply = co_await server_->call(kMethod, params_of(c.params.client), c.deadline());
    if (!reply) co_return c.fail(reply.error());
    const Json::Value& visible = member_of(*reply, "visible");
    if (!visible.isBool()) {
      co_return c.fail(unexpected_reply(kMethod, "visible as true or false", *reply));
    }
    c.reply(visible.asBool());
  }
  Task<void> operator()(WindowManager::Windows& c) const {
    constexpr const char* kMethod = "org.rdk.RDKShell.1.getClients";
    const auto reply = co_await server_->call(kMethod, Json::Value(), c.deadline());
    if (!reply) co_return c.fail(reply.error());
    std::vector<std::string> clients;
    if (!from_json(member_of(*reply, "clients"), clients)) {
      co_return c.fail(unexpected_reply(kMethod, "the list clients", *reply));
    }
    c.reply(clients);
  }
  Task<void> operator()(WindowManager::Request& c) const { return answer_unsupported(c); }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  template <typename Call>
  Task<void> order(Call& c, const char* method, Json::Value params) const {
    const auto done = co_await server_->call(method, std::move(params), c.deadline());
    if (!done) co_return c.fail(done.error());
    c.reply(nullptr);
  }

  template <typename Call>
  Task<void> set_visible(Call& c, bool visible) const {
    Json::Value params = params_of(c.params.client);
    params["visible"] = visible;
    return order(c, "org.rdk.RDKShell.1.setVisibility", std::move(params));
  }

  std::shared_ptr<ThunderServer> server_;
};

}  // namespace

Task<void> serve_window_manager(Node node, std::shared_ptr<ThunderServer> server) {
  WindowManagerHandlers handlers(server);
  return serve_while_there<WindowManager>(std::move(node), std::move(server), std::move(handlers));
}

}  // namespace ripple::device_thunder
