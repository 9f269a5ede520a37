#include "device_linux/device_channel.hpp"

#include <stdexcept>
#include <utility>

#include "device/device_settings.hpp"
#include "device_linux/device_events.hpp"
#include "device_linux/device_info.hpp"
#include "device_linux/device_storage.hpp"
#include "device_linux/local_storage.hpp"
#include "device_linux/machine.hpp"
#include "device_linux/secure_storage.hpp"

namespace ripple::device_linux {

Task<void> serve_device(Node node, DeviceSurroundings surroundings) {
  auto settings = co_await device::load_device_settings(node);
  if (!settings) {
    throw std::runtime_error("the manifest's values cannot be had: " + settings.error().message);
  }
  auto storage = DeviceStorage::open(settings->saved_dir, surroundings.wall_clock);
  if (!storage) {
    throw std::runtime_error(storage.error().message);
  }
  node.spawn(serve_local_storage(node, *storage), "local.storage");
  node.spawn(serve_secure_storage(node, *storage), "secure.storage");
  serve_event_contracts(node);

  auto machine = std::make_shared<Machine>(std::move(surroundings.files), std::move(*settings),
                                           surroundings.tz);
  DeviceEvents events(node, surroundings.io, machine);
  // Named: GCC 12 destroys an aggregate that is made inside a co_await expression twice.
  DeviceInfoParts parts{machine, *storage, events, surroundings.wall_clock};
  co_await serve_device_info(node, std::move(parts));
}

}  // namespace ripple::device_linux
