#include "device_linux/time_zone.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace ripple::device_linux {
namespace {

constexpr std::string_view kDatabase = "usr/share/zoneinfo/";

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '+' || c == '/';
}

Error refused(std::string_view name, const std::filesystem::path& path, std::error_code error) {
  const bool rights = error == std::errc::permission_denied ||
                      error == std::errc::operation_not_permitted ||
                      error == std::errc::read_only_file_system;
  return {rights ? ErrorCode::kNotPermitted : ErrorCode::kServiceFailure,
          "cannot set the time zone to " + std::string(name) + ": writing " + path.string() +
              " failed: " + error.message() +
              (rights ? "; run the platform with the right to write there" : ""),
          ""};
}

}  // namespace

TimeZone::TimeZone(const SystemFiles& files) : files_(files) {}

std::optional<std::string> TimeZone::read() const {
  if (const auto target = files_.link_target("etc/localtime")) {
    static constexpr std::string_view kMark = "zoneinfo/";
    const auto at = target->find(kMark);
    if (at != std::string::npos) return target->substr(at + kMark.size());
  }
  return files_.read("etc/timezone");
}

bool TimeZone::is_known(std::string_view name) const {
  // Without dots and a leading slash a name cannot lead out of the database.
  const bool plain =
      !name.empty() && name.front() != '/' && std::ranges::all_of(name, is_name_part);
  std::error_code error;
  return plain && std::filesystem::is_regular_file(
                      files_.at(std::string(kDatabase) + std::string(name)), error);
}

Result<void> TimeZone::set(std::string_view name) const {
  if (!is_known(name)) {
    return Error{ErrorCode::kInvalidParams,
                 "expected the name of a time zone that this machine knows, such as "
                 "\"Europe/Berlin\", found \"" +
                     std::string(name) + "\"; see " + files_.at(kDatabase).string(),
                 ""};
  }
  const auto link = files_.at("etc/localtime");
  const auto fresh = files_.at("etc/localtime.ripple");
  std::error_code error;
  std::filesystem::remove(fresh, error);
  error.clear();
  std::filesystem::create_symlink("/" + std::string(kDatabase) + std::string(name), fresh, error);
  if (!error) std::filesystem::rename(fresh, link, error);
  if (error) return refused(name, link, error);
  return {};
}

}  // namespace ripple::device_linux
