/// The channel that serves device contracts from the Linux machine it runs on.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <ripple/node.hpp>

#include "device_linux/key_value_store.hpp"
#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

/// Where a channel finds itself; tests bring their own.
struct DeviceSurroundings {
  SystemFiles files;
  /// Runs on the channel's thread.
  boost::asio::io_context& io;
  /// Milliseconds since 1970.
  KeyValueStore::WallClock wall_clock;
  /// The environment's TZ, or NULL.
  const char* tz = nullptr;
};

/// Serves device_info, local.storage, secure.storage and the *.device_events contracts until the
/// channel is asked to stop. Throws std::runtime_error when the manifest's values cannot be had, or
/// `saved_dir` cannot be written.
Task<void> serve_device(Node node, DeviceSurroundings surroundings);

}  // namespace ripple::device_linux
