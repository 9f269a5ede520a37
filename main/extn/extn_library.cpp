#include "main/extn/extn_library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <system_error>
#include <utility>

namespace ripple::extn {
namespace {

// How much of ripple_library must be there to learn which ABI the rest follows, and how much of it
// ABI 1.0 has.
constexpr std::size_t kVersionSize =
    offsetof(ripple_library, abi_minor) + sizeof(ripple_library::abi_minor);
constexpr std::size_t kLibrarySize =
    offsetof(ripple_library, entry) + sizeof(ripple_library::entry);

constexpr std::uint32_t kMostEntries = 1024;

Error start_failed(const std::filesystem::path& path, const std::string& sentence) {
  return Error{ErrorCode::kStartFailed, path.string() + ": " + sentence, {}};
}

std::string abi(std::uint32_t major, std::uint32_t minor) {
  return "ABI " + std::to_string(major) + '.' + std::to_string(minor);
}

/// dlerror() without the path that it begins with, which the message has already.
std::string loader_text(const std::filesystem::path& path) {
  const char* text = dlerror();
  if (text == nullptr) return "the dynamic loader gives no reason";
  std::string reason(text);
  const std::string prefix = path.string() + ": ";
  if (reason.starts_with(prefix)) reason.erase(0, prefix.size());
  return reason;
}

Result<boost::dll::shared_library> load(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return start_failed(path, "no such file; expected an extension library there");
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    return start_failed(path, "not a library: expected a file, found a directory or a device");
  }
  try {
    boost::dll::fs::error_code load_error;
    boost::dll::shared_library handle;
    handle.load(std::filesystem::absolute(path),
                boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local, load_error);
    if (!load_error && handle.is_loaded()) return handle;
    return start_failed(path, "not a library that this machine can load: " +
                                  loader_text(std::filesystem::absolute(path)));
  } catch (const std::exception& exception) {
    return start_failed(path, std::string("cannot be loaded: ") + exception.what());
  }
}

Result<const ripple_library*> find_library(const boost::dll::shared_library& handle,
                                           const std::filesystem::path& path) {
  try {
    if (!handle.has(RIPPLE_LIBRARY_SYMBOL)) {
      return start_failed(path, "no symbol " RIPPLE_LIBRARY_SYMBOL
                                "; an extension library exports it with RIPPLE_EXTN_LIBRARY");
    }
    return &handle.get<const ripple_library>(RIPPLE_LIBRARY_SYMBOL);
  } catch (const std::exception& exception) {
    return start_failed(path, std::string("symbol " RIPPLE_LIBRARY_SYMBOL ": ") + exception.what());
  }
}

Result<void> check_abi(const ripple_library& library, const std::filesystem::path& path) {
  const std::string symbol = "symbol " RIPPLE_LIBRARY_SYMBOL ": ";
  if (library.struct_size < kVersionSize) {
    return start_failed(path, symbol + "says it has " + std::to_string(library.struct_size) +
                                  " bytes, too few to tell its ABI version");
  }
  const std::string both = symbol + "built for " + abi(library.abi_major, library.abi_minor) +
                           ", Main has " + abi(RIPPLE_ABI_MAJOR, RIPPLE_ABI_MINOR);
  if (library.abi_major != RIPPLE_ABI_MAJOR) {
    return start_failed(path, both + "; rebuild it with the SDK of this Main");
  }
  if (library.abi_minor > RIPPLE_ABI_MINOR) {
    return start_failed(path, both + "; update Main, or rebuild it with an older SDK");
  }
  if (library.struct_size < kLibrarySize) {
    return start_failed(path, symbol + "says it has " + std::to_string(library.struct_size) +
                                  " bytes, expected at least " + std::to_string(kLibrarySize));
  }
  return {};
}

/// All entries, or all that is wrong with them, one line each.
Result<std::vector<ExtnMetadata>> read_entries(const ripple_library& library,
                                               const std::filesystem::path& path) {
  if (library.entry == nullptr || library.entry_count == 0) {
    return start_failed(path, "symbol " RIPPLE_LIBRARY_SYMBOL ": offers no entry");
  }
  if (library.entry_count > kMostEntries) {
    return start_failed(path, "symbol " RIPPLE_LIBRARY_SYMBOL ": expected at most " +
                                  std::to_string(kMostEntries) + " entries, found " +
                                  std::to_string(library.entry_count));
  }
  std::vector<ExtnMetadata> entries;
  std::string problems;
  const auto note = [&](const std::string& problem) {
    problems.append(problems.empty() ? "" : "\n").append(problem);
  };
  for (std::uint32_t i = 0; i < library.entry_count; ++i) {
    const ripple_entry* entry = library.entry(i);
    if (entry == nullptr) {
      note(path.string() + ": entry " + std::to_string(i) + " of " +
           std::to_string(library.entry_count) + " is NULL");
      continue;
    }
    Result<ExtnMetadata> metadata = read_metadata(*entry, path.string());
    if (!metadata) {
      note(metadata.error().message);
      continue;
    }
    const bool is_double = std::any_of(entries.begin(), entries.end(),
                                       [&](const auto& other) { return other.id == metadata->id; });
    if (is_double) note(path.string() + ": offers " + metadata->id.to_string() + " twice");
    entries.push_back(std::move(*metadata));
  }
  if (!problems.empty()) return Error{ErrorCode::kStartFailed, problems, {}};
  return entries;
}

}  // namespace

Result<ExtnLibrary> ExtnLibrary::open(const std::filesystem::path& path) {
  auto handle = load(path);
  if (!handle) return handle.error();
  const auto found = find_library(*handle, path);
  if (!found) return found.error();
  const ripple_library& declared = **found;
  if (auto checked = check_abi(declared, path); !checked) return checked.error();
  auto entries = read_entries(declared, path);
  if (!entries) return entries.error();

  ExtnLibrary library;
  library.handle_ = std::move(*handle);
  library.path_ = path;
  if (declared.name.data != nullptr) library.name_.assign(declared.name.data, declared.name.size);
  library.abi_major_ = declared.abi_major;
  library.abi_minor_ = declared.abi_minor;
  library.entries_ = std::move(*entries);
  return library;
}

}  // namespace ripple::extn
