/// `ripple call METHOD [PARAMS]`
#pragma once

#include "main/cli/command_line.hpp"
#include "main/cli/terminal.hpp"

namespace ripple::cli {

/// Dials the gateway, sends one request, prints the answer. Blocks; the exit code is 0, 1 when the
/// answer is an error, EX_DATAERR, EX_UNAVAILABLE, EX_TEMPFAIL when no answer came in time, or
/// EX_PROTOCOL when what came is no answer.
int run_call(const CallCommand& command, const Terminal& terminal);

}  // namespace ripple::cli
