/// Tells when somebody changes the time zone of the machine, whoever it is.
///
///     auto watch = TimeZoneWatch::open(files);
///     wait_readable(watch->descriptor());
///     if (watch->drain()) announce(zone.read());
///
/// One thread. Errors: kServiceFailure, with the kernel's reason.
#pragma once

#include <ripple/error.hpp>

#include "device_linux/system_files.hpp"
#include "posix/descriptor.hpp"

namespace ripple::device_linux {

class TimeZoneWatch {
 public:
  static Result<TimeZoneWatch> open(const SystemFiles& files);

  /// Takes what has arrived, without waiting. True when the time zone may have changed.
  bool drain();

  int descriptor() const { return inotify_.number(); }

 private:
  explicit TimeZoneWatch(posix::Descriptor inotify) : inotify_(std::move(inotify)) {}

  posix::Descriptor inotify_;
};

}  // namespace ripple::device_linux
