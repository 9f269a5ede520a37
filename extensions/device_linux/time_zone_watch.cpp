#include "device_linux/time_zone_watch.hpp"

#include <sys/inotify.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace ripple::device_linux {

Result<TimeZoneWatch> TimeZoneWatch::open(const SystemFiles& files) {
  const auto directory = files.at("etc");
  posix::Descriptor inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  // The link is replaced, not written, so the directory is what has to be watched.
  if (!inotify || ::inotify_add_watch(inotify.number(), directory.c_str(),
                                      IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE) < 0) {
    return Error{ErrorCode::kServiceFailure,
                 directory.string() + " cannot be watched: " + std::strerror(errno), ""};
  }
  return TimeZoneWatch(std::move(inotify));
}

bool TimeZoneWatch::drain() {
  alignas(inotify_event) std::array<std::byte, 4096> buffer;
  bool changed = false;
  for (;;) {
    const auto size = ::read(inotify_.number(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return changed;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const std::string_view name(
          event.len == 0 ? "" : reinterpret_cast<const char*>(buffer.data() + at + sizeof(event)));
      changed =
          changed || name == "localtime" || name == "timezone" || (event.mask & IN_Q_OVERFLOW) != 0;
      at += sizeof(event) + event.len;
    }
  }
}

}  // namespace ripple::device_linux
