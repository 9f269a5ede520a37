/// Contract window_manager, on org.rdk.RDKShell.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Until the channel is asked to stop.
Task<void> serve_window_manager(Node node, std::shared_ptr<ThunderServer> server);

}  // namespace ripple::device_thunder
