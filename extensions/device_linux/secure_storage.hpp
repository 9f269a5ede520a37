/// Contract secure.storage: values of apps, each app's apart from the others'.
///
/// Kept in a file that only the platform's user can read.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_linux/device_storage.hpp"

namespace ripple::device_linux {

/// Until the channel is asked to stop.
Task<void> serve_secure_storage(Node node, std::shared_ptr<DeviceStorage> storage);

}  // namespace ripple::device_linux
