/// Reads the keys of one JSON object and reports the keys that nobody asked for.
///
///     ObjectReader limits(host["limits"], UnknownKeys::kRefuse);
///     connections = limits["connections"].count(1000);
///     // end of scope: "unknown key "connectoins"; did you mean "connections"?"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "main/manifest/field.hpp"

namespace ripple::manifest {

enum class UnknownKeys {
  kWarn,   ///< Ripple's own schema: newer and older Ripples have other keys
  kRefuse  ///< what this platform adds: a key that is not known is a mistake
};

/// Unknown keys are reported when it goes out of scope. An absent object reads as an empty one.
class ObjectReader {
 public:
  ObjectReader(Field object, UnknownKeys unknown);
  ~ObjectReader();
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  Field operator[](std::string_view key);
  const Field& field() const { return object_; }

 private:
  Field object_;
  UnknownKeys unknown_;
  std::vector<std::string> known_;
};

}  // namespace ripple::manifest
