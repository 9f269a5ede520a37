/// Generates `ripple/contracts/<contract>.hpp`: the typed face of one contract.
#pragma once

#include <string>

#include "diagnostics.hpp"
#include "document.hpp"

namespace ripple::compiler {

/// The header's text. Reports names that clash in C++.
std::string contract_header(const Document& document, Diagnostics& diagnostics);

}  // namespace ripple::compiler
