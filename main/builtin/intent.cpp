#include "main/builtin/intent.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace ripple::builtin {
namespace {

enum class Data { kNone, kOptional, kRequired };

struct KnownAction {
  std::string_view name;
  Data data;
  std::string_view member;  // what `data` must have
  Json::ValueType type;
};

constexpr std::array<KnownAction, 9> kKnownActions = {{
    {"home", Data::kNone, "", Json::nullValue},
    {"launch", Data::kNone, "", Json::nullValue},
    {"entity", Data::kRequired, "entityId", Json::stringValue},
    {"playback", Data::kRequired, "entityId", Json::stringValue},
    {"search", Data::kOptional, "query", Json::stringValue},
    {"section", Data::kRequired, "sectionName", Json::stringValue},
    {"tune", Data::kRequired, "entity", Json::objectValue},
    {"play-entity", Data::kRequired, "entity", Json::objectValue},
    {"play-query", Data::kRequired, "query", Json::stringValue},
}};

Error invalid(std::string_view pointer, std::string expected) {
  return Error{ErrorCode::kInvalidIntent,
               "intent " + std::string(pointer) + ": expected " + std::move(expected),
               {}};
}

Result<void> check_data(const KnownAction& action, const Json::Value& intent) {
  const bool present = intent.isMember("data");
  const std::string of_action = " of the action \"" + std::string(action.name) + "\"";
  if (action.data == Data::kNone) {
    if (present) return invalid("/data", "no data" + of_action + ", found some");
    return {};
  }
  if (!present) {
    if (action.data == Data::kOptional) return {};
    return invalid("/data", "the data" + of_action + ", found none");
  }
  const Json::Value& data = intent["data"];
  if (!data.isObject()) return invalid("/data", "an object");
  const Json::Value& member = data[std::string(action.member)];
  if (member.type() != action.type) {
    const bool text = action.type == Json::stringValue;
    return invalid("/data/" + std::string(action.member),
                   std::string(text ? "a string" : "an object") + of_action);
  }
  return {};
}

}  // namespace

Result<void> check_intent(const Json::Value& intent) {
  if (!intent.isObject()) return invalid("", "an object with action and context");
  const Json::Value& action = intent["action"];
  if (!action.isString() || action.asString().empty()) {
    return invalid("/action", "a non-empty string");
  }
  const Json::Value& context = intent["context"];
  if (!context.isObject() || !context["source"].isString()) {
    return invalid("/context/source", "a string such as \"voice\" or \"device\"");
  }
  const std::string name = action.asString();
  for (const KnownAction& known : kKnownActions) {
    if (known.name == name) return check_data(known, intent);
  }
  return {};
}

bool is_navigation(const Json::Value& intent) {
  return intent.isObject() && intent["action"].isString() && intent["action"] != "boot";
}

}  // namespace ripple::builtin
