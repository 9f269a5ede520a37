/// `ripple run`: the platform from its manifest to its end; and `ripple check`, which stops short.
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::bootstrap {

/// Blocks until SIGINT or SIGTERM. The exit code is 0, EX_CONFIG or EX_SOFTWARE.
int run_platform(const cli::RunCommand& options, const cli::Terminal& terminal);

/// Loads and enforces without starting. The same exit codes.
int check_platform(const cli::CheckCommand& command, const cli::Terminal& terminal);

}  // namespace ripple::bootstrap
