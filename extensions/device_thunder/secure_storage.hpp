/// Contract secure.storage, on org.rdk.PersistentStore.
///
/// Secrets of an app are in the plugin's namespace "@app/<app id>", in the plugin's scope of the
/// same name, as {"value": TEXT, "expires": MILLISECONDS SINCE 1970}.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/local_values.hpp"
#include "device_thunder/persistent_store.hpp"
#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Until the channel is asked to stop.
Task<void> serve_secure_storage(Node node, std::shared_ptr<ThunderServer> server,
                                std::shared_ptr<PersistentStore> store, WallClock clock);

}  // namespace ripple::device_thunder
