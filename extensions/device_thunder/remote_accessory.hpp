/// Contract remote_accessory, on org.rdk.RemoteControl.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Until the channel is asked to stop. `network`: the kind of network that remote controls are on,
/// as the plugin numbers them (`netType`).
Task<void> serve_remote_accessory(Node node, std::shared_ptr<ThunderServer> server, int network);

}  // namespace ripple::device_thunder
