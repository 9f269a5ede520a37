#include "ripple/thunder/error.hpp"

#include <array>
#include <utility>

namespace ripple::thunder {
namespace {

struct FrameworkError {
  std::int32_t number;
  ErrorCode code;
};

constexpr std::array<FrameworkError, 15> kFrameworkErrors = {{
    {1, ErrorCode::kGeneral},
    {2, ErrorCode::kPluginInactive},
    {5, ErrorCode::kIllegalState},
    {6, ErrorCode::kOpenFailed},
    {12, ErrorCode::kInProgress},
    {22, ErrorCode::kUnknownKey},
    {29, ErrorCode::kDuplicateKey},
    {30, ErrorCode::kBadRequest},
    {31, ErrorCode::kPendingConditions},
    {38, ErrorCode::kWrongVersion},
    {43, ErrorCode::kUnknownPlugin},
    {44, ErrorCode::kNotSupported},
    {47, ErrorCode::kInProcess},
    {48, ErrorCode::kRegistrationFailed},
    {50, ErrorCode::kParseFailure},
}};

// Framework errors and those of COM-RPC have 500 numbers each, on the wire and here.
constexpr std::int64_t kRange = 1000;
constexpr std::int64_t kR5Base = -31000;
// Above this a positive code can only be a plugin's own.
constexpr std::int64_t kLastSmallNumber = 99;

ErrorCode code_of(std::int32_t framework_error) {
  for (const FrameworkError& error : kFrameworkErrors) {
    if (error.number == framework_error) return error.code;
  }
  return ErrorCode::kFramework;
}

std::int32_t framework_error_of(std::int64_t code, Generation generation) {
  if (generation != Generation::kR44 && code < kR5Base && code > kR5Base - kRange) {
    return static_cast<std::int32_t>(kR5Base - code);
  }
  const std::int64_t last = generation == Generation::kR44 ? kRange - 1 : kLastSmallNumber;
  if (generation != Generation::kR5 && code > 0 && code <= last) {
    return static_cast<std::int32_t>(code);
  }
  return 0;
}

ErrorCode json_rpc_code(std::int64_t code, Generation generation) {
  switch (code) {
    case -32700:
      return ErrorCode::kParseFailure;
    case -32601:
      return ErrorCode::kUnknownMethod;
    case -32602:
      return generation == Generation::kR44 ? ErrorCode::kWrongVersion : ErrorCode::kInvalidParams;
    case -32603:
      return generation == Generation::kR44 ? ErrorCode::kBadRequest : ErrorCode::kGeneral;
    case -32604:
      return ErrorCode::kNotAllowed;
    case -32000:
      return ErrorCode::kServerTimeout;
    default:
      return ErrorCode::kPlugin;
  }
}

}  // namespace

Error error_from_wire(std::int64_t code, std::string message, Generation generation) {
  const std::int32_t framework_error = framework_error_of(code, generation);
  const ErrorCode kind =
      framework_error != 0 ? code_of(framework_error) : json_rpc_code(code, generation);
  return Error{kind, std::move(message), code, framework_error};
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kLinkLost:
      return "link_lost";
    case ErrorCode::kNotConnected:
      return "not_connected";
    case ErrorCode::kDeadlineExceeded:
      return "deadline_exceeded";
    case ErrorCode::kOverloaded:
      return "overloaded";
    case ErrorCode::kClosed:
      return "closed";
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kRefused:
      return "refused";
    case ErrorCode::kHandshakeFailed:
      return "handshake_failed";
    case ErrorCode::kUnreachable:
      return "unreachable";
    case ErrorCode::kGeneral:
      return "general";
    case ErrorCode::kUnknownMethod:
      return "unknown_method";
    case ErrorCode::kUnknownPlugin:
      return "unknown_plugin";
    case ErrorCode::kPluginInactive:
      return "plugin_inactive";
    case ErrorCode::kIllegalState:
      return "illegal_state";
    case ErrorCode::kOpenFailed:
      return "open_failed";
    case ErrorCode::kInProgress:
      return "in_progress";
    case ErrorCode::kUnknownKey:
      return "unknown_key";
    case ErrorCode::kDuplicateKey:
      return "duplicate_key";
    case ErrorCode::kBadRequest:
      return "bad_request";
    case ErrorCode::kPendingConditions:
      return "pending_conditions";
    case ErrorCode::kWrongVersion:
      return "wrong_version";
    case ErrorCode::kNotSupported:
      return "not_supported";
    case ErrorCode::kInProcess:
      return "in_process";
    case ErrorCode::kRegistrationFailed:
      return "registration_failed";
    case ErrorCode::kParseFailure:
      return "parse_failure";
    case ErrorCode::kInvalidParams:
      return "invalid_params";
    case ErrorCode::kNotAllowed:
      return "not_allowed";
    case ErrorCode::kServerTimeout:
      return "server_timeout";
    case ErrorCode::kFramework:
      return "framework";
    case ErrorCode::kPlugin:
      return "plugin";
    case ErrorCode::kMalformedReply:
      return "malformed_reply";
  }
  return "unknown";
}

}  // namespace ripple::thunder
