#include "device_linux/platform_version.hpp"

#include <string>

namespace ripple::device_linux {

using device::parse_version_number;

namespace {

std::string unquote(std::string_view value) {
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                      value.back() == value.front();
  if (!quoted) return std::string(value);
  const bool escapes = value.front() == '"';
  value = value.substr(1, value.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (escapes && value[i] == '\\' && i + 1 < value.size()) ++i;
    text.push_back(value[i]);
  }
  return text;
}

}  // namespace

std::optional<std::string> os_release_value(std::string_view os_release, std::string_view key) {
  while (!os_release.empty()) {
    const auto line_end = os_release.find('\n');
    auto line = os_release.substr(0, line_end);
    os_release.remove_prefix(line_end == std::string_view::npos ? os_release.size() : line_end + 1);
    if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != '=') continue;
    auto value = unquote(line.substr(key.size() + 1));
    if (value.empty()) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

PlatformVersion read_platform_version(const SystemFiles& files) {
  PlatformVersion version;
  version.kernel = files.read("proc/sys/kernel/osrelease");

  auto os_release = files.read("etc/os-release");
  if (!os_release) os_release = files.read("usr/lib/os-release");
  const std::string text = os_release.value_or("");
  version.name = os_release_value(text, "NAME").value_or("Linux");
  version.description = os_release_value(text, "PRETTY_NAME").value_or(version.name);

  version.os = parse_version_number(os_release_value(text, "VERSION_ID").value_or(""));
  if (!version.os) version.os = parse_version_number(version.kernel.value_or(""));
  if (version.os) version.os->readable = version.description;

  for (const auto* key : {"IMAGE_VERSION", "VERSION_ID", "BUILD_ID"}) {
    if (!version.image_version) version.image_version = os_release_value(text, key);
  }
  version.firmware = version.os;
  if (const auto image = os_release_value(text, "IMAGE_VERSION")) {
    version.firmware = parse_version_number(*image);
    if (!version.firmware) version.firmware.emplace();
    version.firmware->readable = *image;
  }

  if (version.kernel) version.description += ", Linux " + *version.kernel;
  return version;
}

}  // namespace ripple::device_linux
