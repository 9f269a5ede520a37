/// The kernel's announcements about links, addresses and routes, as a socket to wait on.
///
///     auto socket = RouteSocket::open();
///     if (!socket) return socket.error();
///     socket->load(table);                    // what is so now
///     wait_readable(socket->descriptor());    // then, for each change
///     socket->drain(table);
///
/// One thread. Errors: kServiceFailure, with the kernel's reason.
#pragma once

#include <ripple/error.hpp>
#include <vector>

#include "device_linux/network_table.hpp"
#include "posix/descriptor.hpp"

namespace ripple::device_linux {

class RouteSocket {
 public:
  static Result<RouteSocket> open();

  /// Forgets what `table` holds and fills it anew. The kernel answers at once; this waits for it.
  Result<void> load(NetworkTable& table);

  /// Applies whatever has arrived, without waiting; loads anew when the kernel had to drop
  /// announcements.
  Result<void> drain(NetworkTable& table);

  /// Readable when drain() has something to do. Stays owned by this object.
  int descriptor() const { return socket_.number(); }

 private:
  explicit RouteSocket(posix::Descriptor socket);

  Result<void> dump(NetworkTable& table, unsigned short request);

  posix::Descriptor socket_;
  std::vector<std::byte> buffer_;
};

}  // namespace ripple::device_linux
