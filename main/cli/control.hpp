/// `ripple control SERVICE [JSON]`
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::cli {

/// Sends one line of JSON to the platform's control socket and prints the result. Blocks; the exit
/// code is 0, 1 when the answer is an error, EX_DATAERR, EX_UNAVAILABLE when no platform listens,
/// EX_NOPERM, EX_TEMPFAIL when no answer came in time, or EX_PROTOCOL.
int run_control(const ControlCommand& command, const Terminal& terminal);

}  // namespace ripple::cli
