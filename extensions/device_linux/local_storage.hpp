/// Contract local.storage: values of extensions, kept over restarts.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_linux/device_storage.hpp"

namespace ripple::device_linux {

/// Until the channel is asked to stop.
Task<void> serve_local_storage(Node node, std::shared_ptr<DeviceStorage> storage);

}  // namespace ripple::device_linux
