/// `ripple inspect LIB`
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::cli {

/// Loads the library and prints what it declares; nothing of it is built or started. The exit code
/// is 0 or EX_SOFTWARE.
int run_inspect(const InspectCommand& command, const Terminal& terminal);

}  // namespace ripple::cli
