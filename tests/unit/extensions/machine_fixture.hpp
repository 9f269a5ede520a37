/// A directory that stands for the root of a machine, gone with the object.
///
///     MachineFixture machine;
///     machine.write("proc/uptime", "350.1 200.0\n");
///     read_uptime(machine.files());
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "device_linux/system_files.hpp"

class MachineFixture {
 public:
  MachineFixture() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ripple-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  MachineFixture(const MachineFixture&) = delete;
  MachineFixture& operator=(const MachineFixture&) = delete;
  ~MachineFixture() { std::filesystem::remove_all(root_); }

  const std::filesystem::path& root() const { return root_; }
  ripple::device_linux::SystemFiles files() const {
    return ripple::device_linux::SystemFiles(root_);
  }

  void write(std::string_view path, std::string_view text) const {
    const auto file = root_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void link(std::string_view path, const std::filesystem::path& target) const {
    const auto file = root_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::create_symlink(target, file);
  }

 private:
  std::filesystem::path root_;
};
