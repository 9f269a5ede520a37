/// Which operating system and kernel this machine runs.
///
///     auto version = read_platform_version(files);
///     version.os->readable;        // "Debian GNU/Linux 12 (bookworm)"
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "device/version_number.hpp"
#include "device_linux/system_files.hpp"

namespace ripple::device_linux {

using device::VersionNumber;

/// The value of `key` in the text of an os-release file, unquoted.
std::optional<std::string> os_release_value(std::string_view os_release, std::string_view key);

struct PlatformVersion {
  /// VERSION_ID of os-release; a rolling distribution has none, and its kernel's number is used.
  std::optional<VersionNumber> os;
  /// IMAGE_VERSION of os-release, where the system was installed as one image; else the same as os.
  std::optional<VersionNumber> firmware;
  /// What the kernel calls its release: "6.1.0-18-amd64".
  std::optional<std::string> kernel;
  /// Of the image, as written: IMAGE_VERSION, else VERSION_ID, else BUILD_ID.
  std::optional<std::string> image_version;
  /// The name without the version: "Debian GNU/Linux"; "Linux" where os-release has none.
  std::string name;
  /// Name, version and kernel in one line, for people who read logs.
  std::string description;
};

PlatformVersion read_platform_version(const SystemFiles& files);

}  // namespace ripple::device_linux
