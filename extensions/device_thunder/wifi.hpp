/// Contract wifi, on org.rdk.Wifi.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Until the channel is asked to stop.
Task<void> serve_wifi(Node node, std::shared_ptr<ThunderServer> server);

}  // namespace ripple::device_thunder
