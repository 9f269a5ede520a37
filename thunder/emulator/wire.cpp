#include "emulator/wire.hpp"

#include <json/writer.h>

namespace ripple::thunder::emulator {
namespace {

std::string_view words_of(FrameworkError error) {
  switch (error) {
    case FrameworkError::kGeneral:
      return "ERROR_GENERAL";
    case FrameworkError::kUnavailable:
      return "The service is not active.";
    case FrameworkError::kIllegalState:
      return "The service is in an illegal state.";
    case FrameworkError::kOpeningFailed:
      return "ERROR_OPENING_FAILED";
    case FrameworkError::kInProgress:
      return "ERROR_INPROGRESS";
    case FrameworkError::kUnknownKey:
      return "ERROR_UNKNOWN_KEY";
    case FrameworkError::kDuplicateKey:
      return "ERROR_DUPLICATE_KEY";
    case FrameworkError::kBadRequest:
      return "ERROR_BAD_REQUEST";
    case FrameworkError::kPendingConditions:
      return "ERROR_PENDING_CONDITIONS";
    case FrameworkError::kInvalidSignature:
      return "Requested version is not supported.";
    case FrameworkError::kUnknownPlugin:
      return "The service is not available.";
    case FrameworkError::kNotSupported:
      return "ERROR_NOT_SUPPORTED";
    case FrameworkError::kInProcess:
      return "ERROR_INPROC";
    case FrameworkError::kRegistrationFailed:
      return "Registration failed.";
    case FrameworkError::kParseFailure:
      return "ERROR_PARSE_FAILURE";
  }
  return "ERROR_GENERAL";
}

std::int32_t number_of(FrameworkError error, Generation generation) {
  const auto number = static_cast<std::int32_t>(error);
  if (generation == Generation::kR5) return -31000 - number;
  switch (error) {
    case FrameworkError::kInvalidSignature:
      return -32602;
    case FrameworkError::kBadRequest:
      return -32603;
    case FrameworkError::kNotSupported:
      return 2;
    case FrameworkError::kRegistrationFailed:
      return 22;
    default:
      return number;
  }
}

Json::Value head() {
  Json::Value message(Json::objectValue);
  message["jsonrpc"] = "2.0";
  return message;
}

}  // namespace

Json::Value wire_error(FrameworkError error, Generation generation, std::string_view message) {
  const bool is_old_duplicate =
      generation == Generation::kR44 && error == FrameworkError::kRegistrationFailed;
  if (message.empty()) {
    message = is_old_duplicate ? "Registration already done!!!." : words_of(error);
  }
  return wire_error(number_of(error, generation), message);
}

Json::Value wire_error(std::int32_t code, std::string_view message) {
  Json::Value error(Json::objectValue);
  error["code"] = code;
  error["message"] = std::string(message);
  return error;
}

std::string reply_text(const Request& request, const Outcome& outcome) {
  const bool failed = !outcome.error.isNull();
  if (!request.id && !failed) return {};
  Json::Value message = head();
  if (request.id) message["id"] = *request.id;
  if (outcome.echoes_request) {
    message["method"] = request.method;
    if (request.params) message["params"] = *request.params;
  }
  if (failed) {
    message["error"] = outcome.error;
  } else {
    message["result"] = outcome.result;
  }
  return thunder_json(message);
}

std::string error_text(const Json::Value& error) {
  Json::Value message = head();
  message["error"] = error;
  return thunder_json(message);
}

std::string event_text(const std::string& method, const Json::Value& params) {
  Json::Value message = head();
  message["method"] = method;
  message["params"] = params;
  return thunder_json(message);
}

std::string thunder_json(const Json::Value& value) {
  static const Json::StreamWriterBuilder builder = [] {
    Json::StreamWriterBuilder one_line;
    one_line["indentation"] = "";
    return one_line;
  }();
  const std::string plain = Json::writeString(builder, value);
  std::string text;
  text.reserve(plain.size());
  for (const char c : plain) {
    if (c == '/') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace ripple::thunder::emulator
