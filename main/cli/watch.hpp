/// `ripple watch EVENT [PARAMS]`
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::cli {

/// Subscribes and prints each value as one line of JSON, until `count` of them have come or SIGINT
/// or SIGTERM does. Blocks; exit codes as of run_call().
int run_watch(const WatchCommand& command, const Terminal& terminal);

}  // namespace ripple::cli
