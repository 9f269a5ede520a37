/// JSON text to values and back, with errors that say where.
///
///     Result<Json::Value> config = parse_json(R"({"ports":[3473]})");
///     std::vector<std::int64_t> ports;
///     if (auto read = read_member(*config, "ports", ports); !read) return read.error();
///     print_json(to_json(ports));   // "[3473]"
///
/// A type joins by two functions in its own namespace: `Json::Value to_json(const T&)` and
/// `Result<void> from_json(const Json::Value&, T&)`.
#pragma once

#include <json/json.h>

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ripple/error.hpp"

namespace ripple {

/// How deep objects and arrays may nest in a document.
inline constexpr int kJsonDepthLimit = 64;

/// Parses documents one after another. Making one costs more than parsing a small document, so
/// whoever parses often keeps one. Not for two threads at once.
class JsonReader {
 public:
  JsonReader() : reader_(make_reader()) {}

  /// Strict JSON, any value at the root; duplicate keys, comments and trailing text are refused.
  /// Errors: kParse, "line 3, column 7: ...".
  Result<Json::Value> parse(std::string_view text) {
    const std::size_t zero = text.find('\0');
    if (zero != std::string_view::npos) return refuse(text, zero, "a zero byte is not JSON");
    Json::Value value;
    std::string errors;
    try {
      if (reader_->parse(text.data(), text.data() + text.size(), &value, &errors)) return value;
    } catch (const std::exception&) {
      return refuse(text, too_deep_at(text),
                    "nested deeper than " + std::to_string(kJsonDepthLimit) + " levels");
    }
    return Error{ErrorCode::kParse, one_line(errors), {}};
  }

 private:
  static std::unique_ptr<Json::CharReader> make_reader() {
    Json::CharReaderBuilder builder;
    Json::CharReaderBuilder::strictMode(&builder.settings_);
    builder["strictRoot"] = false;
    builder["failIfExtra"] = true;
    builder["rejectDupKeys"] = true;
    builder["skipBom"] = false;
    builder["stackLimit"] = kJsonDepthLimit;
    return std::unique_ptr<Json::CharReader>(builder.newCharReader());
  }

  static Error refuse(std::string_view text, std::size_t at, const std::string& reason) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (const char c : text.substr(0, at)) {
      column = c == '\n' ? 1 : column + 1;
      if (c == '\n') ++line;
    }
    return Error{
        ErrorCode::kParse,
        "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + reason,
        {}};
  }

  static std::size_t too_deep_at(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (quoted && c == '\\')
        ++i;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && (c == '{' || c == '[') && ++depth > kJsonDepthLimit)
        return i;
      else if (!quoted && (c == '}' || c == ']'))
        --depth;
    }
    return text.size();
  }

  // jsoncpp says "* Line 1, Column 5\n  Missing ...\n" once per error; the first is the cause.
  static std::string one_line(const std::string& errors) {
    const std::size_t first = errors.find('\n');
    if (errors.rfind("* Line ", 0) != 0 || first == std::string::npos) return errors;
    std::string where = errors.substr(2, first - 2);
    where[0] = 'l';
    const std::size_t column = where.find("Column");
    if (column != std::string::npos) where[column] = 'c';
    const std::size_t begin = errors.find_first_not_of(" \n", first);
    if (begin == std::string::npos) return where;
    return where + ": " + errors.substr(begin, errors.find('\n', begin) - begin);
  }

  std::unique_ptr<Json::CharReader> reader_;
};

/// One document; see JsonReader::parse.
inline Result<Json::Value> parse_json(std::string_view text) { return JsonReader().parse(text); }

/// Appends `text` with quotes and escapes. Bytes above 0x7F are taken to be UTF-8 and kept.
inline void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  std::size_t clean = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, clean, i - clean);
    clean = i + 1;
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        out.append("\\u00").append({kHex[c >> 4U], kHex[c & 15U]});
    }
  }
  out.append(text, clean, text.size() - clean);
  out.push_back('"');
}

/// The shortest text that reads back as the same number; null for what JSON cannot say.
template <typename Number>
requires(std::is_arithmetic_v<Number> &&
         !std::same_as<Number, bool>) void append_json_number(std::string& out, Number number) {
  if constexpr (std::floating_point<Number>) {
    if (!std::isfinite(number)) {
      out.append("null");
      return;
    }
  }
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof text, number).ptr;
  const std::string_view written(text, static_cast<std::size_t>(end - text));
  out.append(written);
  if constexpr (std::floating_point<Number>) {
    if (written.find_first_of(".e") == std::string_view::npos) out.append(".0");
  }
}

/// Appends the value as compact JSON text.
inline void append_json(std::string& out, const Json::Value& value) {
  switch (value.type()) {
    case Json::nullValue:
      out.append("null");
      return;
    case Json::booleanValue:
      out.append(value.asBool() ? "true" : "false");
      return;
    case Json::intValue:
      append_json_number(out, value.asLargestInt());
      return;
    case Json::uintValue:
      append_json_number(out, value.asLargestUInt());
      return;
    case Json::realValue:
      append_json_number(out, value.asDouble());
      return;
    case Json::stringValue: {
      const char* begin = nullptr;
      const char* end = nullptr;
      value.getString(&begin, &end);
      append_json_string(out, std::string_view(begin, static_cast<std::size_t>(end - begin)));
      return;
    }
    case Json::arrayValue: {
      char separator = '[';
      for (const Json::Value& element : value) {
        out.push_back(std::exchange(separator, ','));
        append_json(out, element);
      }
      out.append(value.empty() ? "[]" : "]");
      return;
    }
    case Json::objectValue: {
      char separator = '{';
      for (auto member = value.begin(); member != value.end(); ++member) {
        const char* end = nullptr;
        const char* const begin = member.memberName(&end);
        out.push_back(std::exchange(separator, ','));
        append_json_string(out, std::string_view(begin, static_cast<std::size_t>(end - begin)));
        out.push_back(':');
        append_json(out, *member);
      }
      out.append(value.empty() ? "{}" : "}");
      return;
    }
  }
}

/// Compact JSON text.
inline std::string print_json(const Json::Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

/// The kind of a value in the words of JSON Schema: "object", "string", "number", ...
inline std::string_view json_kind(const Json::Value& value) {
  switch (value.type()) {
    case Json::nullValue:
      return "null";
    case Json::booleanValue:
      return "boolean";
    case Json::intValue:
    case Json::uintValue:
    case Json::realValue:
      return "number";
    case Json::stringValue:
      return "string";
    case Json::arrayValue:
      return "array";
    case Json::objectValue:
      return "object";
  }
  return "nothing";
}

/// "#: expected string, found number". The '#' is the place; `within` makes it longer.
inline Error unexpected_json(std::string_view expected, const Json::Value& found) {
  return Error{ErrorCode::kInvalidParams,
               "#: expected " + std::string(expected) + ", found " + std::string(json_kind(found)),
               {}};
}

/// The same error seen from the object or array around it: "#: ..." becomes "#/member: ...".
inline Error within(std::string_view member, Error error) {
  std::string step = "/";
  for (const char c : member) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  if (error.message.rfind('#', 0) == 0) error.message.insert(1, step);
  return error;
}

inline Json::Value to_json(const Json::Value& value) { return value; }
inline Json::Value to_json(std::nullptr_t) { return Json::Value(); }
inline Json::Value to_json(std::string_view text) {
  return Json::Value(text.data(), text.data() + text.size());
}
inline Json::Value to_json(const std::string& text) { return Json::Value(text); }
inline Json::Value to_json(const char* text) { return Json::Value(text); }
template <std::same_as<bool> T>
Json::Value to_json(T value) {
  return Json::Value(value);
}
template <std::integral T>
requires(!std::same_as<T, bool>) Json::Value to_json(T value) {
  if constexpr (std::signed_integral<T>)
    return Json::Value(static_cast<Json::Int64>(value));
  else
    return Json::Value(static_cast<Json::UInt64>(value));
}
template <std::floating_point T>
Json::Value to_json(T value) {
  return Json::Value(static_cast<double>(value));
}
template <typename T>
Json::Value to_json(const std::vector<T>& values);
template <typename T>
Json::Value to_json(const std::optional<T>& value);
template <typename T>
Json::Value to_json(const std::map<std::string, T>& members);

inline Result<void> from_json(const Json::Value& value, Json::Value& out) {
  out = value;
  return {};
}
inline Result<void> from_json(const Json::Value& value, std::nullptr_t& out) {
  out = nullptr;
  if (!value.isNull()) return unexpected_json("null", value);
  return {};
}
inline Result<void> from_json(const Json::Value& value, std::string& out) {
  if (!value.isString()) return unexpected_json("string", value);
  out = value.asString();
  return {};
}
inline Result<void> from_json(const Json::Value& value, bool& out) {
  if (!value.isBool()) return unexpected_json("boolean", value);
  out = value.asBool();
  return {};
}
template <std::integral T>
requires(!std::same_as<T, bool>) Result<void> from_json(const Json::Value& value, T& out) {
  if (std::signed_integral<T> ? !value.isInt64() : !value.isUInt64()) {
    return unexpected_json("integer", value);
  }
  using Wide = std::conditional_t<std::signed_integral<T>, Json::Int64, Json::UInt64>;
  Wide wide = 0;
  if constexpr (std::signed_integral<T>)
    wide = value.asInt64();
  else
    wide = value.asUInt64();
  if (!std::in_range<T>(wide)) {
    return Error{ErrorCode::kInvalidParams,
                 "#: expected integer from " + std::to_string(std::numeric_limits<T>::min()) +
                     " to " + std::to_string(std::numeric_limits<T>::max()) + ", found " +
                     std::to_string(wide),
                 {}};
  }
  out = static_cast<T>(wide);
  return {};
}
template <std::floating_point T>
Result<void> from_json(const Json::Value& value, T& out) {
  if (!value.isNumeric()) return unexpected_json("number", value);
  out = static_cast<T>(value.asDouble());
  return {};
}
template <typename T>
Result<void> from_json(const Json::Value& value, std::vector<T>& out);
/// null reads as nothing.
template <typename T>
Result<void> from_json(const Json::Value& value, std::optional<T>& out);
template <typename T>
Result<void> from_json(const Json::Value& value, std::map<std::string, T>& out);

template <typename T>
Json::Value to_json(const std::vector<T>& values) {
  Json::Value array(Json::arrayValue);
  for (const auto& value : values) array.append(to_json(static_cast<const T&>(value)));
  return array;
}
template <typename T>
Json::Value to_json(const std::optional<T>& value) {
  return value ? to_json(*value) : Json::Value();
}
template <typename T>
Json::Value to_json(const std::map<std::string, T>& members) {
  Json::Value object(Json::objectValue);
  for (const auto& [name, value] : members) object[name] = to_json(value);
  return object;
}

template <typename T>
Result<void> from_json(const Json::Value& value, std::vector<T>& out) {
  if (!value.isArray()) return unexpected_json("array", value);
  out.clear();
  out.reserve(value.size());
  for (Json::ArrayIndex i = 0; i < value.size(); ++i) {
    T element{};
    if (auto read = from_json(value[i], element); !read) {
      return within(std::to_string(i), read.error());
    }
    out.push_back(std::move(element));
  }
  return {};
}
template <typename T>
Result<void> from_json(const Json::Value& value, std::optional<T>& out) {
  out.reset();
  if (value.isNull()) return {};
  return from_json(value, out.emplace());
}
template <typename T>
Result<void> from_json(const Json::Value& value, std::map<std::string, T>& out) {
  if (!value.isObject()) return unexpected_json("object", value);
  out.clear();
  for (auto member = value.begin(); member != value.end(); ++member) {
    if (auto read = from_json(*member, out[member.name()]); !read) {
      return within(member.name(), read.error());
    }
  }
  return {};
}

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// Reads one member of an object. A missing one is an error, unless `out` is an optional.
template <typename T>
Result<void> read_member(const Json::Value& object, std::string_view name, T& out) {
  if (!object.isObject()) return unexpected_json("object", object);
  const Json::Value* const member = object.find(name.data(), name.data() + name.size());
  if (member == nullptr) {
    if constexpr (kIsOptional<T>) {
      out.reset();
      return {};
    } else {
      return Error{ErrorCode::kInvalidParams,
                   "#: expected member \"" + std::string(name) + "\", found none",
                   {}};
    }
  }
  if (auto read = from_json(*member, out); !read) return within(name, read.error());
  return {};
}

/// Writes one member; an empty optional writes nothing.
template <typename T>
void write_member(Json::Value& object, std::string_view name, const T& value) {
  if constexpr (kIsOptional<T>) {
    if (!value) return;
  }
  *object.demand(name.data(), name.data() + name.size()) = to_json(value);
}

/// Appends any value that has a to_json as text; strings and numbers without a tree in between.
template <typename T>
void append_as_json(std::string& out, const T& value) {
  if constexpr (std::same_as<T, std::nullptr_t>) {
    out.append("null");
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    append_json_string(out, value);
  } else if constexpr (std::same_as<T, bool>) {
    out.append(value ? "true" : "false");
  } else if constexpr (std::is_arithmetic_v<T>) {
    append_json_number(out, value);
  } else if constexpr (std::same_as<T, Json::Value>) {
    append_json(out, value);
  } else {
    append_json(out, to_json(value));
  }
}

}  // namespace ripple
