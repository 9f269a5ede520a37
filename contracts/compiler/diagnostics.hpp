/// Collects what is wrong with the documents, so that one run reports everything.
///
///     diagnostics.add("contracts/documents/wifi.json", "#/methods/3/result", "an object", "a
///     string");
///     // contracts/documents/wifi.json: #/methods/3/result: expected an object, found a string
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ripple::compiler {

class Diagnostics {
 public:
  void add(std::string_view file, std::string_view pointer, std::string_view expected,
           std::string_view found) {
    lines_.push_back(std::string(file) + ": " + std::string(pointer) + ": expected " +
                     std::string(expected) + ", found " + std::string(found));
  }

  /// For problems that have a line and column instead of a pointer.
  void add(std::string line) { lines_.push_back(std::move(line)); }

  [[nodiscard]] bool empty() const { return lines_.empty(); }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace ripple::compiler
