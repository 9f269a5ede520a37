/// What reading manifests has brought to light: the first error and every warning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::manifest {

struct Findings {
  std::optional<Error> error;         ///< the first one in the order of reading
  std::vector<std::string> warnings;  ///< each "file:line:column: pointer: sentence"
};

}  // namespace ripple::manifest
