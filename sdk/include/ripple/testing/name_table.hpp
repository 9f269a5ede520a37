/// NameTable: names as indices, as Main hands them out.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "ripple/abi.h"

namespace ripple::testing {

/// Every name gets the next index when it is first seen. Indices therefore differ from those that
/// an extension was compiled with, as they may in Main.
class NameTable {
 public:
  std::uint32_t intern(std::string_view name) {
    const std::uint32_t found = find(name);
    if (found != RIPPLE_NO_INDEX) return found;
    names_.emplace_back(name);
    return static_cast<std::uint32_t>(names_.size() - 1);
  }

  /// RIPPLE_NO_INDEX for a name that was never interned.
  std::uint32_t find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return static_cast<std::uint32_t>(i);
    }
    return RIPPLE_NO_INDEX;
  }

  /// Empty for an unknown index. Lives as long as the table.
  std::string_view name(std::uint32_t index) const {
    return index < names_.size() ? std::string_view(names_[index]) : std::string_view();
  }

 private:
  std::deque<std::string> names_;
};

}  // namespace ripple::testing
