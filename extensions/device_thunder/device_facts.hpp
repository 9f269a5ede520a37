/// DeviceFacts: what the device is, asked from its Thunder plugins, then from the distributor.
///
///     auto make = co_await facts->make(call.deadline());
///
/// What neither plugins nor the manifest's default_values know is kNotSupported, with a sentence
/// that says who could have known. Other errors: those of ThunderServer. Nothing is remembered.
#pragma once

#include <cstdint>
#include <memory>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/voice_guidance_device_events.hpp>
#include <ripple/deadline.hpp>
#include <ripple/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "device/device_settings.hpp"
#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

class DeviceFacts {
 public:
  using DeviceInfo = contracts::DeviceInfo;
  using Pixels = std::vector<std::int64_t>;
  using VoiceGuidance = contracts::VoiceGuidanceDeviceEvents::VoiceGuidanceSettings;

  DeviceFacts(std::shared_ptr<ThunderServer> server, device::DeviceSettings settings)
      : server_(std::move(server)), settings_(std::move(settings)) {}

  Task<Result<std::string>> make(Deadline deadline);
  /// By its friendly name, where the manifest has one for the model's number.
  Task<Result<std::string>> model(Deadline deadline);
  Task<Result<std::string>> sku(Deadline deadline);
  Task<Result<std::string>> serial_number(Deadline deadline);
  /// What apps know devices with Thunder by, unless the distributor says another name.
  std::string platform() const;
  Task<Result<DeviceInfo::DeviceVersion>> version(Deadline deadline);
  Task<Result<DeviceInfo::FirmwareImage>> firmware(Deadline deadline);
  Task<Result<Json::Value>> build_info(Deadline deadline);
  Task<Result<DeviceInfo::MemoryUse>> memory(Deadline deadline);
  Task<Result<double>> uptime(Deadline deadline);

  Task<Result<std::string>> name(Deadline deadline);
  Task<Result<void>> set_name(std::string name, Deadline deadline);
  Task<Result<std::string>> time_zone(Deadline deadline);
  Task<Result<void>> set_time_zone(std::string zone, Deadline deadline);
  Task<Result<std::vector<std::string>>> time_zones(Deadline deadline);
  Task<Result<DeviceInfo::ZoneOffset>> time_zone_offset(Deadline deadline);
  Task<Result<DeviceInfo::PowerLevel>> power_state(Deadline deadline);

  Task<Result<DeviceInfo::NetworkInfoResult>> network(Deadline deadline);
  Task<Result<std::string>> mac_address(Deadline deadline);
  Task<Result<DeviceInfo::Connectivity>> connectivity(Deadline deadline);

  Task<Result<DeviceInfo::HDCPVersionMap>> hdcp(Deadline deadline);
  Task<Result<bool>> display_connected(Deadline deadline);
  Task<Result<DeviceInfo::HDRFormatMap>> hdr(Deadline deadline);
  Task<Result<DeviceInfo::AudioProfiles>> audio(Deadline deadline);
  Task<Result<Pixels>> screen_resolution(Deadline deadline);
  Task<Result<Pixels>> video_resolution(Deadline deadline);

  Task<Result<VoiceGuidance>> voice_guidance(Deadline deadline);

  const device::DeviceSettings& settings() const { return settings_; }

 private:
  /// A member of a method's reply.
  struct Source {
    const char* method;
    const char* member;
  };

  /// The first source that knows; empty when none does, or none has the plugin.
  Task<Result<std::optional<std::string>>> ask_for_text(std::span<const Source> sources,
                                                        Deadline deadline);
  /// The same, then what the distributor says, then the error.
  Task<Result<std::string>> text(std::span<const Source> sources,
                                 std::optional<std::string> otherwise, const char* what,
                                 const char* who, Deadline deadline);
  /// The reply; null where no such plugin or method is there.
  Task<Result<Json::Value>> reply_if_any(const char* method, Deadline deadline);
  Result<Pixels> default_resolution(const char* what) const;

  std::shared_ptr<ThunderServer> server_;
  device::DeviceSettings settings_;
};

}  // namespace ripple::device_thunder
