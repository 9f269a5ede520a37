/// Everything device_info tells about this machine: what the machine says of itself, else what the
/// distributor's `default_values` say, else a kNotSupported error that says who could have known.
///
///     Machine machine(files, settings, std::getenv("TZ"));
///     auto make = machine.make();
///     make ? show(*make) : explain(make.error());
///
/// One thread. Nothing here waits for anything but files of /proc, /sys and /etc.
#pragma once

#include <cstdint>
#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <ripple/error.hpp>
#include <string>
#include <vector>

#include "device/device_identity.hpp"
#include "device/device_settings.hpp"
#include "device_linux/display.hpp"
#include "device_linux/hardware.hpp"
#include "device_linux/network_table.hpp"
#include "device_linux/platform_version.hpp"
#include "device_linux/system_files.hpp"
#include "device_linux/time_zone.hpp"

namespace ripple::device_linux {

using device::DeviceIdentity;
using device::DeviceSettings;

class Machine {
 public:
  using DeviceInfo = contracts::DeviceInfo;
  using Pixels = std::vector<std::int64_t>;

  /// `tz`: the environment's TZ, or NULL.
  Machine(SystemFiles files, DeviceSettings settings, const char* tz);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Result<std::string> make() const;
  /// By its friendly name, where the manifest has one.
  Result<std::string> model() const;
  Result<std::string> sku() const;
  Result<std::string> serial_number() const;
  Result<std::string> host_name() const;
  Result<std::string> platform() const;
  Result<DeviceInfo::DeviceVersion> version() const;
  Result<DeviceInfo::FirmwareImage> firmware() const;
  Json::Value build_info() const;

  Result<std::string> id() const;
  /// `app_id`: of the app that asks; empty when none does, which is an error.
  Result<std::string> uid(const std::string& app_id) const;

  Result<DeviceInfo::HDRFormatMap> hdr() const;
  Result<DeviceInfo::AudioProfiles> audio() const;
  Result<Pixels> screen_resolution() const;
  Result<Pixels> video_resolution() const;
  Result<DeviceInfo::HDCPVersionMap> hdcp() const;

  Result<DeviceInfo::MemoryUse> memory() const;
  Result<double> uptime() const;

  Result<DeviceInfo::NetworkInfoResult> network() const;
  Result<std::string> mac_address() const;
  NetworkTable& network_table() { return network_; }

  Result<std::string> time_zone() const;
  Result<void> set_time_zone(const std::string& name) const { return time_zone_.set(name); }
  std::vector<std::string> time_zones() const { return time_zone_.available(); }
  /// `time`: seconds since 1970.
  Result<DeviceInfo::ZoneOffset> time_zone_offset(std::int64_t time) const;

  const DeviceSettings& settings() const { return settings_; }
  const SystemFiles& files() const { return files_; }

 private:
  Result<Pixels> default_resolution(const char* what) const;

  SystemFiles files_;
  DeviceSettings settings_;
  /// What stays the same while the platform runs is read once.
  Hardware hardware_;
  PlatformVersion platform_;
  std::optional<DeviceIdentity> identity_;
  NetworkTable network_{files_};
  TimeZone time_zone_;
};

}  // namespace ripple::device_linux
