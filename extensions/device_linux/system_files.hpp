/// The files by which a Linux machine describes itself, below a root of the caller's choice.
///
///     SystemFiles files;                                   // this machine
///     auto vendor = files.read("sys/class/dmi/id/sys_vendor");
///
/// Paths are relative to the root. Nothing here throws; what cannot be read is absent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ripple::device_linux {

class SystemFiles {
 public:
  explicit SystemFiles(std::filesystem::path root = "/");

  /// The file's text without leading and trailing white space and NUL bytes. Empty optional when
  /// the file is absent, unreadable, or holds nothing else. At most 64 KiB are read.
  std::optional<std::string> read(std::string_view path) const;

  /// The file's bytes as they are, at most 64 KiB.
  std::optional<std::string> read_bytes(std::string_view path) const;

  /// Names in a directory, sorted; empty when there is no such directory.
  std::vector<std::string> list(std::string_view path) const;

  bool exists(std::string_view path) const;

  /// What a symbolic link says, unresolved.
  std::optional<std::string> link_target(std::string_view path) const;

  /// The real path of `path`.
  std::filesystem::path at(std::string_view path) const;

 private:
  std::filesystem::path root_;
};

}  // namespace ripple::device_linux
