/// `ripple check DIR|FILE`
#pragma once

#include <vector>

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"
#include "main/extn/extn_catalog.hpp"

namespace ripple::cli {

/// Loads the manifest and the libraries, enforces the contracts, prints the table. Starts nothing.
/// `builtins` are Main's own channels. The exit code is 0, EX_CONFIG or EX_SOFTWARE.
int run_check(const CheckCommand& command, std::vector<extn::ExtnCandidate> builtins,
              const Terminal& terminal);

}  // namespace ripple::cli
