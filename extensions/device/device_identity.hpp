/// Stable identifiers of a device that do not give away what they are made from.
///
///     DeviceIdentity identity("4a1c...", "the distributor's salt");
///     identity.id();               // the same after every boot
///     identity.uid("com.example"); // another one for each app, so apps cannot compare notes
///
/// Both are SHA-256 of salt, secret (and app id), written as a UUID of version 8.
#pragma once

#include <string>
#include <string_view>

namespace ripple::device {

class DeviceIdentity {
 public:
  /// `secret`: what only this device has: its machine-id, its serial number.
  DeviceIdentity(std::string secret, std::string salt);

  const std::string& id() const { return id_; }
  std::string uid(std::string_view app_id) const;

 private:
  std::string salt_;
  std::string id_;
};

}  // namespace ripple::device
