/// The time zone of the machine, by its name in the tz database.
///
///     TimeZone zone(files);
///     zone.read();                       // "Europe/Berlin"
///     if (auto set = zone.set("Asia/Tokyo"); !set) return set.error();
#pragma once

#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

class TimeZone {
 public:
  explicit TimeZone(const SystemFiles& files);

  /// From where /etc/localtime points to, else from /etc/timezone. Absent when neither says.
  std::optional<std::string> read() const;

  /// Points /etc/localtime elsewhere in one step, so that no reader ever finds it missing. Affects
  /// every program on the machine, and needs the rights for it.
  /// Errors: kInvalidParams when the tz database has no such zone, kNotPermitted without the
  /// rights, kServiceFailure when the file system refuses for another reason.
  Result<void> set(std::string_view name) const;

 private:
  bool is_known(std::string_view name) const;

  const SystemFiles& files_;
};

}  // namespace ripple::device_linux
