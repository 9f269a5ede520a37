/// `ripple version`
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::cli {

int run_version(const VersionCommand& command, const Terminal& terminal);

}  // namespace ripple::cli
