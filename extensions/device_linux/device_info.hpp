/// Contract device_info: requests to facts.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_linux/device_events.hpp"
#include "device_linux/device_storage.hpp"
#include "device_linux/machine.hpp"

namespace ripple::device_linux {

struct DeviceInfoParts {
  std::shared_ptr<Machine> machine;
  std::shared_ptr<DeviceStorage> storage;
  /// Outlives the task.
  DeviceEvents& events;
  KeyValueStore::WallClock wall_clock;
};

/// Until the channel is asked to stop.
Task<void> serve_device_info(Node node, DeviceInfoParts parts);

}  // namespace ripple::device_linux
