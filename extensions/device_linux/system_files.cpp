#include "device_linux/system_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace ripple::device_linux {
namespace {

constexpr std::size_t kReadLimit = 64 * 1024;

bool is_padding(char c) { return c == '\0' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

SystemFiles::SystemFiles(std::filesystem::path root) : root_(std::move(root)) {}

std::filesystem::path SystemFiles::at(std::string_view path) const { return root_ / path; }

std::optional<std::string> SystemFiles::read_bytes(std::string_view path) const {
  std::ifstream file(at(path), std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes;
  std::array<char, 4096> chunk;
  // Files of /proc and /sys report no useful size, so it is read until the end.
  do {
    file.read(chunk.data(), chunk.size());
    bytes.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
  } while (file && bytes.size() < kReadLimit);
  if (file.bad()) return std::nullopt;
  return bytes;
}

std::optional<std::string> SystemFiles::read(std::string_view path) const {
  auto text = read_bytes(path);
  if (!text) return std::nullopt;
  const auto first = std::ranges::find_if_not(*text, is_padding);
  const auto last = std::find_if_not(text->rbegin(), text->rend(), is_padding).base();
  if (first >= last) return std::nullopt;
  return std::string(first, last);
}

std::vector<std::string> SystemFiles::list(std::string_view path) const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(at(path), error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

bool SystemFiles::exists(std::string_view path) const {
  std::error_code error;
  return std::filesystem::exists(at(path), error);
}

std::optional<std::string> SystemFiles::link_target(std::string_view path) const {
  std::error_code error;
  const auto target = std::filesystem::read_symlink(at(path), error);
  if (error) return std::nullopt;
  return target.string();
}

}  // namespace ripple::device_linux
