/// Errors of Thunder and of the way to it, as values with one meaning for every Thunder release.
///
///     ripple::thunder::Result<Json::Value> reply = co_await client.call("Controller.1.status", {},
///     2s); if (!reply && reply.error().code == ErrorCode::kPluginInactive) ...
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ripple::thunder {

enum class ErrorCode {
  /// The connection broke while the call was under way. It may or may not have been carried out;
  /// it is never sent again.
  kLinkLost,
  /// No connection at the moment; nothing was sent.
  kNotConnected,
  /// No answer in time. The call may have been carried out; a late answer is dropped.
  kDeadlineExceeded,
  /// A bounded table or queue on this side is full; nothing was sent.
  kOverloaded,
  /// The client was closed or destroyed.
  kClosed,
  /// The caller passed something that cannot be sent.
  kInvalidArgument,

  /// The handshake was refused with HTTP 403: no token, or a token that is not valid.
  kRefused,
  /// The handshake was answered with something else than an upgrade (HTTP 503 for unknown paths).
  kHandshakeFailed,
  /// The server could not be reached: name not found, connection refused, no answer.
  kUnreachable,

  /// Everything below is an answer of the server.
  kGeneral,
  kUnknownMethod,
  kUnknownPlugin,
  /// The plugin is not active. Thunder uses the same code for a value that is not there and for
  /// setting a read-only property, so ask for the plugin's status before acting on it.
  kPluginInactive,
  kIllegalState,
  kOpenFailed,
  kInProgress,
  kUnknownKey,
  kDuplicateKey,
  kBadRequest,
  kPendingConditions,
  kWrongVersion,
  kNotSupported,
  kInProcess,
  kRegistrationFailed,
  kParseFailure,
  kInvalidParams,
  kNotAllowed,
  kServerTimeout,
  /// Another of Thunder's own errors; `framework_error` says which.
  kFramework,
  /// The plugin's own code; `wire_code` has it as it came.
  kPlugin,
  /// The server sent what is no JSON-RPC.
  kMalformedReply,
};

/// Which numbering of errors a server uses.
enum class Generation {
  /// Tell them apart by range; right for all codes but those that R4.4 and R5 use differently.
  kUnknown,
  kR44,
  kR5,
};

struct Error {
  ErrorCode code = ErrorCode::kGeneral;
  /// What was expected, what was found, and where; for an answer of the server its own words.
  std::string message;
  /// The number as the server sent it; 0 when the error arose on this side.
  std::int64_t wire_code = 0;
  /// Thunder's error number, whatever the release calls it on the wire; 0 when it is none.
  std::int32_t framework_error = 0;
};

/// Makes boost::system::result throw std::runtime_error when value() is called on an error.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::runtime_error(error.message);
}

/// Either a T or an Error. `*result` and `result->` need a value; `result.error()` an error.
template <typename T>
using Result = boost::system::result<T, Error>;

/// The Error for `code` and `message` as a server of `generation` sent them.
Error error_from_wire(std::int64_t code, std::string message,
                      Generation generation = Generation::kUnknown);

/// "plugin_inactive" for kPluginInactive; for logs and tests.
std::string_view name_of(ErrorCode code);

}  // namespace ripple::thunder
