/// `ripple check DIR|FILE`
#pragma once

#include <functional>
#include <vector>

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"
#include "main/extn/extn_catalog.hpp"

namespace ripple::cli {

/// Builds what the manifest lists.
using BuildChannels = std::function<Result<void>(manifest::Manifest)>;

/// Loads the manifest and the libraries, enforces the contracts, prints the table, and has every
/// channel built when nothing is wrong so far. Starts nothing. `builtins` are Main's own channels.
/// The exit code is 0, EX_CONFIG or EX_SOFTWARE.
int run_check(const CheckCommand& command, std::vector<extn::ExtnCandidate> builtins,
              const BuildChannels& build_channels, const Terminal& terminal);

}  // namespace ripple::cli
