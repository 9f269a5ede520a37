/// RIPPLE_EXTN_LIBRARY: exports a library's entries to Main, once per library.
///
///     RIPPLE_EXTN_LIBRARY(
///         ripple::entry("ripple:channel:device:acme").version("1.0.0").channel(serve))
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "ripple/abi.h"
#include "ripple/entry.hpp"

#ifndef RIPPLE_LIBRARY_NAME
#define RIPPLE_LIBRARY_NAME "extension"
#endif

namespace ripple::detail {

template <typename... Entries>
std::array<Entry, sizeof...(Entries)> list_entries(const Entries&... entries) {
  return {entries...};
}

/// `Source` makes the entries when Main first asks; what goes wrong then is a missing entry.
template <typename Source>
struct LibraryEntries {
  static const ripple_entry* at(std::uint32_t index) noexcept {
    try {
      static const auto entries = Source::make();
      return index < entries.size() ? entries[index].to_abi() : nullptr;
    } catch (...) {
      return nullptr;
    }
  }
};

}  // namespace ripple::detail

#define RIPPLE_EXTN_LIBRARY(...)                                                            \
  namespace {                                                                               \
  struct RippleLibrarySource {                                                              \
    static auto make() { return ::ripple::detail::list_entries(__VA_ARGS__); }              \
  };                                                                                        \
  constexpr char kRippleLibraryName[] = RIPPLE_LIBRARY_NAME;                                \
  }                                                                                         \
  extern "C" {                                                                              \
  __attribute__((visibility("default"))) extern const ripple_library ripple_extn_library;   \
  const ripple_library ripple_extn_library = {                                              \
      sizeof(ripple_library),                                                               \
      RIPPLE_ABI_MAJOR,                                                                     \
      RIPPLE_ABI_MINOR,                                                                     \
      {kRippleLibraryName, sizeof kRippleLibraryName - 1},                                  \
      static_cast<std::uint32_t>(std::tuple_size_v<decltype(RippleLibrarySource::make())>), \
      &::ripple::detail::LibraryEntries<RippleLibrarySource>::at};                          \
  }
