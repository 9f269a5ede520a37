#include "device_thunder/device_channel.hpp"

#include <ripple/contracts/config.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "device/device_settings.hpp"
#include "device_thunder/browser.hpp"
#include "device_thunder/device_events.hpp"
#include "device_thunder/device_facts.hpp"
#include "device_thunder/device_info.hpp"
#include "device_thunder/local_storage.hpp"
#include "device_thunder/persistent_store.hpp"
#include "device_thunder/remote_accessory.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/secure_storage.hpp"
#include "device_thunder/thunder_server.hpp"
#include "device_thunder/wifi.hpp"
#include "device_thunder/window_manager.hpp"

namespace ripple::device_thunder {
namespace {

/// The kind of network that remote controls of today are on: Bluetooth Low Energy.
constexpr int kBluetoothNetwork = 1;

Task<Result<thunder::Endpoint>> find_server(Node node) {
  std::string where = "the symbol's config \"thunder\"";
  auto url = text_of(node.config(), "thunder");
  if (!url) {
    const auto parameters = co_await node.call(contracts::Config::platform_parameters{});
    if (!parameters) co_return parameters.error();
    where = "configuration.platform_parameters.gateway";
    url = text_of(*parameters, "gateway");
  }
  if (!url) {
    co_return Error{ErrorCode::kBadManifest,
                    where +
                        ": expected the address of Thunder, such as "
                        "\"ws://127.0.0.1:9998/jsonrpc\", found none",
                    {}};
  }
  const auto endpoint = thunder::Endpoint::parse(*url);
  if (!endpoint) {
    co_return Error{ErrorCode::kBadManifest, where + ": " + endpoint.error().message, {}};
  }
  co_return *endpoint;
}

}  // namespace

Task<void> serve_device(Node node, DeviceSurroundings surroundings) {
  auto settings = co_await device::load_device_settings(node);
  if (!settings) {
    throw std::runtime_error("the manifest's values cannot be had: " + settings.error().message);
  }
  const auto endpoint = co_await find_server(node);
  if (!endpoint) throw std::runtime_error(endpoint.error().message);
  surroundings.thunder.client.endpoint = *endpoint;

  auto server =
      std::make_shared<ThunderServer>(node, surroundings.io, std::move(surroundings.thunder));
  auto store = std::make_shared<PersistentStore>(server);
  auto values = std::make_shared<LocalValues>(store, surroundings.wall_clock);
  auto facts = std::make_shared<DeviceFacts>(server, std::move(*settings));
  auto events = std::make_shared<DeviceEvents>(node, server, facts);
  events->begin();

  const auto network = integer_of(member_of(node.config(), "remote_network"));
  node.spawn(serve_local_storage(node, server, values), "local.storage");
  node.spawn(serve_secure_storage(node, server, store, surroundings.wall_clock), "secure.storage");
  node.spawn(serve_wifi(node, server), "wifi");
  node.spawn(serve_window_manager(node, server), "window_manager");
  node.spawn(serve_browser(node, server), "browser");
  node.spawn(
      serve_remote_accessory(node, server, static_cast<int>(network.value_or(kBluetoothNetwork))),
      "remote_accessory");
  serve_event_contracts(node, server);
  // Named: GCC 12 destroys an aggregate that is made inside a co_await expression twice.
  DeviceInfoParts parts{server, facts, events, values};
  co_await serve_device_info(node, std::move(parts));
}

}  // namespace ripple::device_thunder
