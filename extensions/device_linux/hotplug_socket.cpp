#include "device_linux/hotplug_socket.hpp"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace ripple::device_linux {
namespace {

constexpr unsigned kKernelGroup = 1;
/// The kernel's own limit for one uevent.
constexpr std::size_t kUeventLimit = 8192;

}  // namespace

bool is_about_displays(std::string_view uevent) {
  while (!uevent.empty()) {
    const auto end = uevent.find('\0');
    if (uevent.substr(0, end) == "SUBSYSTEM=drm") return true;
    uevent.remove_prefix(end == std::string_view::npos ? uevent.size() : end + 1);
  }
  return false;
}

Result<HotplugSocket> HotplugSocket::open() {
  posix::Descriptor socket(
      ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = kKernelGroup;
  if (!socket ||
      ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return Error{ErrorCode::kServiceFailure,
                 std::string("kernel uevents cannot be listened to: ") + std::strerror(errno), ""};
  }
  return HotplugSocket(std::move(socket));
}

bool HotplugSocket::drain() {
  std::array<char, kUeventLimit> buffer;
  bool changed = false;
  for (;;) {
    const auto size = ::recv(socket_.number(), buffer.data(), buffer.size(), 0);
    if (size >= 0) {
      changed = is_about_displays({buffer.data(), static_cast<std::size_t>(size)}) || changed;
    } else if (errno == ENOBUFS) {
      // Something was lost; it may have been about displays.
      changed = true;
    } else if (errno != EINTR) {
      return changed;
    }
  }
}

}  // namespace ripple::device_linux
