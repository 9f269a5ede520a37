#include "registration.hpp"

namespace ripple::thunder {

// R4.4 uses its number for other things too, so there the words decide.
bool is_registered_already(const Error& error) {
  const bool says_so = error.message.find("already") != std::string::npos;
  return error.code == ErrorCode::kRegistrationFailed ||
         (error.code == ErrorCode::kUnknownKey && says_so);
}

bool is_worth_a_retry(const Error& error) {
  switch (error.code) {
    case ErrorCode::kPluginInactive:
    case ErrorCode::kUnknownPlugin:
    case ErrorCode::kLinkLost:
    case ErrorCode::kNotConnected:
    case ErrorCode::kClosed:
      return false;
    default:
      return true;
  }
}

}  // namespace ripple::thunder
