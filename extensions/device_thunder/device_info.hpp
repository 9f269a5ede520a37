/// Contract device_info: requests to facts.
#pragma once

#include <memory>
#include <ripple/node.hpp>

#include "device_thunder/device_events.hpp"
#include "device_thunder/device_facts.hpp"
#include "device_thunder/local_values.hpp"
#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

struct DeviceInfoParts {
  std::shared_ptr<ThunderServer> server;
  std::shared_ptr<DeviceFacts> facts;
  std::shared_ptr<DeviceEvents> events;
  std::shared_ptr<LocalValues> values;
};

/// Until the channel is asked to stop.
Task<void> serve_device_info(Node node, DeviceInfoParts parts);

}  // namespace ripple::device_thunder
