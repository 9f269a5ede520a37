/// Designator: the parts of a method's name, `[callsign.][version.]method[@index]`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ripple::thunder::emulator {

struct Designator {
  /// Controller when there is none.
  std::string callsign;
  /// Nothing for none, and for 255 and 256, which Thunder takes for none.
  std::optional<int> version;
  std::string method;
  std::string index;

  static Designator parse(std::string_view text);
};

}  // namespace ripple::thunder::emulator
