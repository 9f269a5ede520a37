/// What Thunder's messages look like: errors by release, replies, events.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ripple::thunder::emulator {

enum class Generation { kR44, kR5 };

/// Thunder's own errors; numbers as in its list of errors.
enum class FrameworkError : std::int32_t {
  kGeneral = 1,
  kUnavailable = 2,
  kIllegalState = 5,
  kOpeningFailed = 6,
  kInProgress = 12,
  kUnknownKey = 22,
  kDuplicateKey = 29,
  kBadRequest = 30,
  kPendingConditions = 31,
  kInvalidSignature = 38,
  kUnknownPlugin = 43,
  kNotSupported = 44,
  kInProcess = 47,
  kRegistrationFailed = 48,
  kParseFailure = 50,
};

inline constexpr std::int32_t kUnknownMethod = -32601;
inline constexpr std::int32_t kInvalidParameters = -32602;
inline constexpr std::int32_t kNotAllowed = -32604;

/// `{code, message}` with the number that `generation` uses, and Thunder's own words unless
/// `message` gives others.
Json::Value wire_error(FrameworkError error, Generation generation, std::string_view message = {});
Json::Value wire_error(std::int32_t code, std::string_view message);

struct Request {
  std::optional<std::uint32_t> id;
  std::string method;
  std::optional<Json::Value> params;
};

/// What a request led to: a result or an error.
struct Outcome {
  Json::Value result;
  Json::Value error;
  /// Thunder answers a call that the caller may not make with the call itself, and the error.
  bool echoes_request = false;

  static Outcome of(Json::Value result) { return {std::move(result), {}, false}; }
  static Outcome failed(Json::Value error) { return {{}, std::move(error), false}; }
};

/// The reply to `request`; empty for a notification that succeeded.
std::string reply_text(const Request& request, const Outcome& outcome);
std::string error_text(const Json::Value& error);
std::string event_text(const std::string& method, const Json::Value& params);

/// Text as Thunder writes it: slashes come escaped, and everything beyond ASCII as \uXXXX.
std::string thunder_json(const Json::Value& value);

}  // namespace ripple::thunder::emulator
