/// Generates `registry.cpp`: everything the documents say, as constant data.
#pragma once

#include <string>
#include <vector>

#include "document.hpp"

namespace ripple::compiler {

/// `documents` sorted by name.
std::string registry_source(const std::vector<Document>& documents);

}  // namespace ripple::compiler
