/// Stable identifiers of this machine that do not give away its machine-id.
///
///     DeviceIdentity identity("4a1c...", "the distributor's salt");
///     identity.id();               // the same after every boot
///     identity.uid("com.example"); // another one for each app, so apps cannot compare notes
///
/// Both are SHA-256 of salt, machine-id (and app id), written as a UUID of version 8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

class DeviceIdentity {
 public:
  DeviceIdentity(std::string machine_id, std::string salt);

  const std::string& id() const { return id_; }
  std::string uid(std::string_view app_id) const;

 private:
  std::string salt_;
  std::string id_;
};

/// /etc/machine-id, or the older D-Bus file. Absent in an image that has not been booted yet.
std::optional<std::string> read_machine_id(const SystemFiles& files);

}  // namespace ripple::device_linux
