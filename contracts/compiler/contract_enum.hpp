/// Generates `ripple/contracts/ripple_contract.hpp`: the closed enumeration, its names and aliases.
#pragma once

#include <string>
#include <vector>

#include "document.hpp"

namespace ripple::compiler {

/// `documents` sorted by name, `aliases` by spelling.
std::string contract_enum(const std::vector<Document>& documents,
                          const std::vector<Alias>& aliases);

}  // namespace ripple::compiler
