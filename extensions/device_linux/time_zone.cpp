#include "device_linux/time_zone.hpp"

#include <algorithm>
#include <ctime>
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

TimeZone::TimeZone(const SystemFiles& files, const char* environment) : files_(files) {
  std::string_view name(environment == nullptr ? "" : environment);
  if (name.starts_with(':')) name.remove_prefix(1);
  if (is_known(name)) environment_ = name;
}

std::optional<std::string> TimeZone::read() const {
  if (environment_) return environment_;
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
  if (environment_) {
    return Error{ErrorCode::kNotPermitted,
                 "cannot set the time zone to " + std::string(name) +
                     ": the environment variable TZ fixes it to " + *environment_ +
                     "; start the platform without TZ",
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

std::vector<std::string> TimeZone::available() const {
  const auto database = files_.at(kDatabase);
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry(database, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && entry != end;
       entry.increment(error)) {
    // Beside the zones, whose names begin in upper case, there are tables, and "posix" and "right"
    // with all zones again.
    const auto name = entry->path().filename().string();
    const bool zone_or_region =
        name.front() >= 'A' && name.front() <= 'Z' && std::ranges::all_of(name, is_name_part);
    if (entry->is_directory() && !zone_or_region) entry.disable_recursion_pending();
    if (entry->is_regular_file() && zone_or_region) {
      names.push_back(entry->path().lexically_relative(database).string());
    }
  }
  std::ranges::sort(names);
  return names;
}

std::int64_t utc_offset(std::int64_t time) {
  // Looks again at TZ and /etc/localtime, which may have changed; localtime_r alone does not.
  ::tzset();
  const std::time_t seconds = time;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local.tm_gmtoff;
}

}  // namespace ripple::device_linux
