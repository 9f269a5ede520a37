/// Contract local.storage, on org.rdk.PersistentStore.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/local_values.hpp"
#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Until the channel is asked to stop.
Task<void> serve_local_storage(Node node, std::shared_ptr<ThunderServer> server,
                               std::shared_ptr<LocalValues> values);

}  // namespace ripple::device_thunder
