/// Exit codes of sysexits.h, by what went wrong.
#pragma once

#include <sysexits.h>

#include "ripple/error.hpp"

namespace ripple::cli {

/// The gateway answered with a JSON-RPC error.
inline constexpr int kExitRequestFailed = 1;

/// 78 for a manifest at fault, 70 for a start that failed.
constexpr int exit_code_of(const Error& error) {
  return error.code == ErrorCode::kBadManifest ? EX_CONFIG : EX_SOFTWARE;
}

}  // namespace ripple::cli
