/// Suggests what a misspelt word was meant to be.
///
///     const std::string_view nearest = nearest_name("devcie_info", names);   // "device_info"
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace ripple {

/// How many single-character changes turn `left` into `right`; upper and lower case count as equal.
inline std::size_t edit_distance(std::string_view left, std::string_view right) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (same(left[i - 1], right[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// The known name with the fewest differences from `word`, the first of equals. Empty when `known`
/// is. `word` is looked at up to 100 characters.
inline std::string_view nearest_name(std::string_view word,
                                     std::span<const std::string_view> known) {
  word = word.substr(0, 100);
  std::string_view nearest;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const std::string_view name : known) {
    const std::size_t distance = edit_distance(word, name);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace ripple
