/// The channel that serves device contracts from the plugins of a Thunder server.
///
/// Where that server is: `"thunder"` of the symbol's config, or else `gateway` of the manifest's
/// `configuration.platform_parameters`. It need not be there: the channel is ready without it, and
/// says that it is not available until it is.
#pragma once

#include <boost/asio/io_context.hpp>
#include <ripple/node.hpp>
#include <ripple/thunder/device.hpp>

#include "device_thunder/local_values.hpp"

namespace ripple::device_thunder {

/// Where a channel finds itself; tests bring their own.
struct DeviceSurroundings {
  /// Runs on the channel's thread.
  boost::asio::io_context& io;
  WallClock wall_clock;
  /// All but the endpoint.
  thunder::DeviceConfig thunder{};
};

/// Serves until the channel is asked to stop. Throws std::runtime_error when the manifest's values
/// cannot be had, or the address is none.
Task<void> serve_device(Node node, DeviceSurroundings surroundings);

}  // namespace ripple::device_thunder
