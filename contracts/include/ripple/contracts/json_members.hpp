/// What the generated to_json and from_json need beyond <ripple/json.hpp>. Errors are
/// kInvalidParams and begin with the pointer of the offending value:
/// `#/state: expected one of "connected", "disconnected", found "gone"`.
#pragma once

#include <cstddef>
#include <optional>
#include <ripple/error.hpp>
#include <ripple/json.hpp>
#include <span>
#include <string>
#include <string_view>

namespace ripple::contracts {

using ripple::from_json;
using ripple::to_json;

inline Result<void> expect_object(const Json::Value& json) {
  if (json.isObject()) return {};
  return unexpected_json("object", json);
}

/// A member that may be null but not absent.
template <typename T>
Result<void> read_nullable_member(const Json::Value& object, std::string_view name,
                                  std::optional<T>& value) {
  if (object.find(name.data(), name.data() + name.size()) == nullptr) {
    return Error{ErrorCode::kInvalidParams,
                 "#: expected member \"" + std::string(name) + "\", found none",
                 {}};
  }
  return read_member(object, name, value);
}

template <typename T>
void write_nullable_member(Json::Value& object, const char* name, const std::optional<T>& value) {
  object[name] = to_json(value);
}

/// The position in `words` of the word that `json` is.
inline Result<std::size_t> word_index(const Json::Value& json,
                                      std::span<const std::string_view> words) {
  if (!json.isString()) return unexpected_json("string", json);
  const std::string text = json.asString();
  std::string expected;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return i;
    expected += (i == 0 ? "\"" : ", \"") + std::string(words[i]) + "\"";
  }
  return Error{
      ErrorCode::kInvalidParams, "#: expected one of " + expected + ", found \"" + text + "\"", {}};
}

}  // namespace ripple::contracts
