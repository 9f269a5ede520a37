#include "member_reader.hpp"

#include <algorithm>

#include "json_file.hpp"

namespace ripple::compiler {

MemberReader::MemberReader(const Json::Value& object, std::string_view file, std::string pointer,
                           Diagnostics& diagnostics)
    : object_(object), file_(file), pointer_(std::move(pointer)), diagnostics_(diagnostics) {
  if (!object_.isObject()) diagnostics_.add(file_, pointer_, "an object", found(&object_));
}

const Json::Value* MemberReader::find(const char* name) const {
  return has(name) ? &object_[name] : nullptr;
}

std::string MemberReader::at(std::string_view member) const {
  return pointer_ + "/" + pointer_token(member);
}

void MemberReader::report(std::string_view member, std::string_view expected,
                          const Json::Value* found_value) {
  diagnostics_.add(file_, at(member), expected, found(found_value));
}

std::string MemberReader::required_text(const char* name) {
  const Json::Value* value = find(name);
  if (value != nullptr && value->isString() && !value->asString().empty()) return value->asString();
  if (usable()) report(name, "a string that is not empty", value);
  return {};
}

std::string MemberReader::optional_text(const char* name) {
  return has(name) ? required_text(name) : std::string{};
}

bool MemberReader::flag(const char* name, bool otherwise) {
  const Json::Value* value = find(name);
  if (value == nullptr) return otherwise;
  if (value->isBool()) return value->asBool();
  report(name, "a boolean", value);
  return otherwise;
}

unsigned MemberReader::count(const char* name) {
  const Json::Value* value = find(name);
  if (value == nullptr) return 0;
  if (value->isUInt()) return value->asUInt();
  report(name, "a whole number, 0 or more", value);
  return 0;
}

std::vector<std::string> MemberReader::texts(const char* name) {
  const Json::Value* value = find(name);
  std::vector<std::string> result;
  if (value == nullptr) return result;
  const bool proper =
      value->isArray() &&
      std::all_of(value->begin(), value->end(), [](const auto& item) { return item.isString(); });
  if (!proper) {
    report(name, "a list of strings", value);
    return result;
  }
  for (const Json::Value& item : *value) result.push_back(item.asString());
  return result;
}

const Json::Value& MemberReader::required_list(const char* name) {
  const Json::Value* value = find(name);
  if (value != nullptr && value->isArray()) return *value;
  if (usable()) report(name, "an array", value);
  return Json::Value::nullSingleton();
}

const Json::Value& MemberReader::required_object(const char* name) {
  const Json::Value* value = find(name);
  if (value != nullptr && value->isObject()) return *value;
  if (usable()) report(name, "an object", value);
  return Json::Value::nullSingleton();
}

const Json::Value& MemberReader::optional_list(const char* name) {
  return has(name) ? required_list(name) : Json::Value::nullSingleton();
}

const Json::Value& MemberReader::optional_object(const char* name) {
  return has(name) ? required_object(name) : Json::Value::nullSingleton();
}

void MemberReader::only(std::initializer_list<std::string_view> names) {
  if (!usable()) return;
  for (const std::string& member : object_.getMemberNames()) {
    if (std::find(names.begin(), names.end(), member) != names.end()) continue;
    std::string known;
    for (const std::string_view name : names) {
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    diagnostics_.add(file_, at(member), "one of the members " + known, in_quotes(member));
  }
}

}  // namespace ripple::compiler
