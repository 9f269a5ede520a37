/// The kernel's announcements that a display came or went, as a socket to wait on.
///
///     auto socket = HotplugSocket::open();
///     wait_readable(socket->descriptor());
///     if (socket->drain()) show(read_display(files));
///
/// One thread. Errors: kServiceFailure, with the kernel's reason.
#pragma once

#include <ripple/error.hpp>
#include <string_view>

#include "posix/descriptor.hpp"

namespace ripple::device_linux {

/// Whether a kernel uevent ("change@/devices/...", then NAME=VALUE after NAME=VALUE, each ended by
/// a zero byte) is about displays.
bool is_about_displays(std::string_view uevent);

class HotplugSocket {
 public:
  static Result<HotplugSocket> open();

  /// Takes what has arrived, without waiting. True when displays may have changed.
  bool drain();

  int descriptor() const { return socket_.number(); }

 private:
  explicit HotplugSocket(posix::Descriptor socket) : socket_(std::move(socket)) {}

  posix::Descriptor socket_;
};

}  // namespace ripple::device_linux
