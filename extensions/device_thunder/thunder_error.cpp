#include "device_thunder/thunder_error.hpp"

#include <string>

namespace ripple::device_thunder {
namespace {

/// Thunder's ERROR_INVALID_INPUT_LENGTH.
constexpr std::int32_t kInvalidInputLength = 16;

ErrorCode code_for(const thunder::Error& error, bool plugin_is_ready) {
  using Thunder = thunder::ErrorCode;
  switch (error.code) {
    case Thunder::kDeadlineExceeded:
      return ErrorCode::kDeadlineExceeded;
    case Thunder::kLinkLost:
    case Thunder::kNotConnected:
    case Thunder::kRefused:
    case Thunder::kHandshakeFailed:
    case Thunder::kUnreachable:
      return ErrorCode::kNotAvailable;
    case Thunder::kPluginInactive:
      return plugin_is_ready ? ErrorCode::kNotSupported : ErrorCode::kNotAvailable;
    case Thunder::kIllegalState:
    case Thunder::kOpenFailed:
    case Thunder::kInProgress:
    case Thunder::kPendingConditions:
      return plugin_is_ready ? ErrorCode::kServiceFailure : ErrorCode::kNotAvailable;
    case Thunder::kUnknownMethod:
    case Thunder::kUnknownPlugin:
    case Thunder::kWrongVersion:
    case Thunder::kNotSupported:
      return ErrorCode::kNotSupported;
    case Thunder::kOverloaded:
      return ErrorCode::kOverloaded;
    case Thunder::kClosed:
      return ErrorCode::kCancelled;
    default:
      return error.framework_error == kInvalidInputLength ? ErrorCode::kTooLarge
                                                          : ErrorCode::kServiceFailure;
  }
}

}  // namespace

Error to_platform(std::string_view method, const thunder::Error& error, bool plugin_is_ready) {
  std::string message = std::string(method) + ": " + error.message;
  if (error.wire_code != 0) {
    message += " (Thunder's error " + std::to_string(error.wire_code) + ')';
  }
  return {code_for(error, plugin_is_ready), std::move(message), {}};
}

}  // namespace ripple::device_thunder
