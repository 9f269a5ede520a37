/// Writes generated files, leaving those that would not change alone so that nothing is rebuilt.
#pragma once

#include <filesystem>
#include <string>

#include "diagnostics.hpp"

namespace ripple::compiler {

void write_if_changed(const std::filesystem::path& path, const std::string& text,
                      Diagnostics& diagnostics);

}  // namespace ripple::compiler
