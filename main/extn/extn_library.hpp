/// One loaded extension library: its handle and its checked metadata.
///
///     Result<ExtnLibrary> library = ExtnLibrary::open("libdevice_linux.so");
///     for (const ExtnMetadata& entry : library->entries()) ...
#pragma once

#include <boost/dll/shared_library.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "ripple/abi.h"
#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/error.hpp"
#include "ripple/extn_id.hpp"

namespace ripple::extn {

/// An ExtnMetadataEntry after all names have been checked.
struct ExtnMetadata {
  ExtnId id;
  std::string version, required_version;
  std::vector<RippleContract> provides, uses;
  bool is_inline = false;
  const ripple_entry* entry = nullptr;  ///< lives as long as the library
};

/// Checks what a library, or a builtin, declares: contracts known, versions compatible (same major
/// version of each contract document, `required_version` not above Main's), builder present.
/// `where` goes into the message.
Result<ExtnMetadata> read_metadata(const ripple_entry& entry, const std::string& where);

class ExtnLibrary {
 public:
  /// Opens with RTLD_LOCAL | RTLD_NOW and checks the ABI. Errors have code kStartFailed and name
  /// the library, the symbol and both versions.
  static Result<ExtnLibrary> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const std::string& name() const { return name_; }
  std::uint32_t abi_major() const { return abi_major_; }
  std::uint32_t abi_minor() const { return abi_minor_; }
  const std::vector<ExtnMetadata>& entries() const { return entries_; }

 private:
  ExtnLibrary() = default;
  boost::dll::shared_library handle_;
  std::filesystem::path path_;
  std::string name_;
  std::uint32_t abi_major_ = 0, abi_minor_ = 0;
  std::vector<ExtnMetadata> entries_;
};

}  // namespace ripple::extn
