/// The time zone of the machine, by its name in the tz database.
///
///     TimeZone zone(files);
///     zone.read();                       // "Europe/Berlin"
///     if (auto set = zone.set("Asia/Tokyo"); !set) return set.error();
#pragma once

#include <cstdint>
#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

class TimeZone {
 public:
  /// `environment`: the TZ variable of the process, which the C library prefers to the files;
  /// NULL when there is none. `files` must outlive this.
  explicit TimeZone(const SystemFiles& files, const char* environment = nullptr);

  /// From TZ, else from where /etc/localtime points to, else from /etc/timezone. Absent when none
  /// of them names a zone.
  std::optional<std::string> read() const;

  /// Points /etc/localtime elsewhere in one step, so that no reader ever finds it missing. Affects
  /// every program on the machine, and needs the rights for it.
  /// Errors: kInvalidParams when the tz database has no such zone, kNotPermitted without the
  /// rights, kServiceFailure when the file system refuses for another reason.
  Result<void> set(std::string_view name) const;

  /// All zones that set() accepts, sorted.
  std::vector<std::string> available() const;

 private:
  bool is_known(std::string_view name) const;

  const SystemFiles& files_;
  std::optional<std::string> environment_;
};

/// What local time has more than UTC at `time` (seconds since 1970), by the C library's idea of the
/// zone of this process; in seconds.
std::int64_t utc_offset(std::int64_t time);

}  // namespace ripple::device_linux
