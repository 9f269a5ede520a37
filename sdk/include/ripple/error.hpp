/// Errors as values: what went wrong, for whom, and what to do.
///
///     ripple::Result<int> port = parse_port(text);
///     if (!port) return port.error();
///     listen(*port);
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace ripple {

/// The JSON-RPC codes that clients see. Values up to -32000 are JSON-RPC's own or Ripple's; the
/// README lists each with its cause.
enum class ErrorCode : std::int32_t {
  kParse = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternal = -32603,
  /// A handler refused or failed for a reason of its own (Ripple: "Custom error: ...").
  kCustom = -32001,
  /// A bounded queue, or the number of requests in flight, is at its limit.
  kOverloaded = -32050,
  kRateLimited = -32051,
  kPolicySizeViolation = -32052,
  kPolicyTimeViolation = -32053,
  /// The receiver stopped, or the caller went away.
  kCancelled = -32054,
  kTooLarge = -32055,
  /// The operation exists for other services or states, not for this one.
  kUnsupportedOperation = -32056,
  /// The service has not been configured, or has been configured already.
  kFailedPrecondition = -32057,
  kNotSupported = -50100,
  kNotAvailable = -50300,
  kNotPermitted = -40300,
  kGrantProviderMissing = -40403,
  kNothingToReturn = -40400,
  kInvalidIntent = -40000,
  kServiceFailure = -50200,
  kDeadlineExceeded = -50400,
  /// Start-up only: the process exits with these (EX_CONFIG, EX_SOFTWARE).
  kBadManifest = 78,
  kStartFailed = 70,
};

/// An error with its story. `message` is one sentence or more: what was expected, what was found,
/// where, what to do. `context` is JSON text that becomes `error.data`, or empty.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string context;
};

/// Makes boost::system::result throw std::runtime_error when value() is called on an error.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::runtime_error(error.message);
}

/// Either a T or an Error. `*result` and `result->` need a value; `result.error()` an error.
template <typename T>
using Result = boost::system::result<T, Error>;

}  // namespace ripple
