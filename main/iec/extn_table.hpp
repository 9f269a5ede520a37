/// ExtnIds as small indices. Filled while bootstrap loads metadata, before any channel is built, and
/// never changed after: every thread may read it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ripple/abi.h"

namespace ripple::iec {

using ExtnIndex = std::uint32_t;
inline constexpr ExtnIndex kNoExtn = RIPPLE_NO_INDEX;
/// Main itself, "ripple:main:internal:main": the gateway's requests come from here.
inline constexpr ExtnIndex kMain = 0;

class ExtnTable {
 public:
  ExtnTable();

  /// The index of `id`, new if need be.
  ExtnIndex intern(std::string_view id);

  /// kNoExtn when unknown.
  ExtnIndex find(std::string_view id) const;

  /// Empty when unknown; lives as long as the table.
  std::string_view name(ExtnIndex index) const;
  std::size_t size() const { return names_.size(); }

 private:
  // A deque's strings would do as well; unique heap strings keep the views valid while it grows.
  std::vector<std::unique_ptr<const std::string>> names_;
  std::unordered_map<std::string_view, ExtnIndex> indices_;
};

}  // namespace ripple::iec
