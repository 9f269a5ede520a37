#include "main/manifest/field.hpp"

#include <algorithm>

#include "main/manifest/suggestion.hpp"

namespace ripple::manifest {
namespace {

std::string escaped(std::string_view key) {
  std::string text = "/";
  for (char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else if (static_cast<unsigned char>(c) < ' ') {
      text += '?';
    } else {
      text += c;
    }
  }
  return text;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongestQuote = 60;
  std::string quote = "\"";
  for (char c : text.substr(0, kLongestQuote)) {
    quote += static_cast<unsigned char>(c) < ' ' ? '?' : c;
  }
  return quote + (text.size() > kLongestQuote ? "...\"" : "\"");
}

std::string described(const Json::Value& value) {
  switch (value.type()) {
    case Json::nullValue:
      return "null";
    case Json::booleanValue:
      return value.asBool() ? "boolean true" : "boolean false";
    case Json::intValue:
    case Json::uintValue:
    case Json::realValue:
      return "number " + value.asString();
    case Json::stringValue:
      return "string " + in_quotes(value.asString());
    case Json::arrayValue:
      return "array";
    case Json::objectValue:
      return "object";
  }
  return "nothing";
}

}  // namespace

Field::Field(const JsonDocument& document, Findings& findings)
    : document_(&document), findings_(&findings), value_(&document.root()), near_(value_) {}

Field::Field(const Field& parent, const Json::Value* value, std::string_view key)
    : document_(parent.document_),
      findings_(parent.findings_),
      value_(value != nullptr && !value->isNull() ? value : nullptr),
      near_(value != nullptr ? value : parent.near_),
      pointer_(parent.pointer_ + escaped(key)) {}

Field Field::operator[](std::string_view key) const {
  const Json::Value* found = value_ != nullptr && value_->isObject()
                                 ? value_->find(key.data(), key.data() + key.size())
                                 : nullptr;
  return Field(*this, found, key);
}

const Json::Value& Field::value() const {
  return value_ != nullptr ? *value_ : Json::Value::nullSingleton();
}

Field Field::require(std::string_view hint) const {
  if (!present()) fail("expected a value, found none; add " + std::string(hint));
  return *this;
}

bool Field::is(Json::ValueType type, std::string_view what) const {
  if (!present()) return false;
  if (value_->type() == type) return true;
  fail_expected(what);
  return false;
}

std::string Field::text(std::string fallback) const {
  return is(Json::stringValue, "string") ? value_->asString() : std::move(fallback);
}

bool Field::flag(bool fallback) const {
  return is(Json::booleanValue, "boolean") ? value_->asBool() : fallback;
}

std::uint64_t Field::number(std::uint64_t fallback, std::uint64_t least, std::uint64_t most) const {
  if (!present()) return fallback;
  if (value_->isUInt64()) {
    const std::uint64_t number = value_->asUInt64();
    if (number >= least && number <= most) return number;
  }
  fail_expected("whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return fallback;
}

std::size_t Field::count(std::size_t fallback, std::size_t least, std::size_t most) const {
  return static_cast<std::size_t>(number(fallback, least, most));
}

double Field::real(double fallback) const {
  if (!present()) return fallback;
  if (value_->isNumeric() && !value_->isBool()) return value_->asDouble();
  fail_expected("number");
  return fallback;
}

std::chrono::milliseconds Field::time(std::chrono::milliseconds fallback) const {
  constexpr std::uint64_t kDay = 24ULL * 60 * 60 * 1000;
  if (!present()) return fallback;
  if (value_->isUInt64() && value_->asUInt64() >= 1 && value_->asUInt64() <= kDay) {
    return std::chrono::milliseconds(value_->asInt64());
  }
  fail_expected("milliseconds from 1 to " + std::to_string(kDay));
  return fallback;
}

std::filesystem::path Field::path() const {
  const std::string name = text();
  if (name.empty()) {
    if (present() && value_->isString()) fail_expected("path");
    return {};
  }
  if (name.find('\0') != std::string::npos) {
    fail_expected("path without a NUL character");
    return {};
  }
  const std::filesystem::path path(name);
  return path.is_absolute() ? path : document_->directory() / path;
}

std::string Field::word(std::initializer_list<const char*> words, std::string fallback) const {
  const std::string found = text(fallback);
  if (!present() || !value_->isString()) return fallback;
  const std::vector<std::string_view> known(words.begin(), words.end());
  if (std::find(known.begin(), known.end(), found) != known.end()) return found;
  std::string expected;
  for (const std::string_view name : known) {
    expected.append(expected.empty() ? "\"" : ", \"").append(name) += '"';
  }
  fail("expected one of " + expected + ", found " + described(*value_) + suggestion(found, known));
  return fallback;
}

Json::Value Field::object() const {
  return is(Json::objectValue, "object") ? *value_ : Json::Value(Json::objectValue);
}

std::vector<Field> Field::items() const {
  std::vector<Field> fields;
  if (!is(Json::arrayValue, "array")) return fields;
  fields.reserve(value_->size());
  for (Json::ArrayIndex i = 0; i < value_->size(); ++i) {
    const Json::Value& item = (*value_)[i];
    Field field(*this, &item, std::to_string(i));
    field.value_ = &item;
    fields.push_back(std::move(field));
  }
  return fields;
}

std::vector<std::pair<std::string, Field>> Field::members() const {
  std::vector<std::pair<std::string, Field>> fields;
  if (!is(Json::objectValue, "object")) return fields;
  for (const std::string& name : value_->getMemberNames()) fields.emplace_back(name, (*this)[name]);
  return fields;
}

std::vector<std::string> Field::texts() const {
  std::vector<std::string> texts;
  for (const Field& item : items()) texts.push_back(item.text());
  return texts;
}

std::map<std::string, std::string> Field::text_map() const {
  std::map<std::string, std::string> texts;
  for (const auto& [name, field] : members()) texts.emplace(name, field.require("a string").text());
  return texts;
}

std::string Field::story(std::string_view sentence) const {
  return document_->place(*near_) + ": " + (pointer_.empty() ? "/" : pointer_) + ": " +
         std::string(sentence);
}

void Field::fail(std::string_view sentence) const {
  if (!findings_->error) findings_->error = Error{ErrorCode::kBadManifest, story(sentence), {}};
}

void Field::warn(std::string_view sentence) const {
  findings_->warnings.push_back(story(sentence));
}

void Field::fail_expected(std::string_view what) const {
  fail("expected " + std::string(what) + ", found " + described(value()));
}

}  // namespace ripple::manifest
