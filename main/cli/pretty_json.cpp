#include "main/cli/pretty_json.hpp"

#include <cstddef>

#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

void append(std::string& text, const Json::Value& value, std::size_t depth) {
  if (!(value.isArray() || value.isObject()) || value.empty()) {
    append_json(text, value);
    return;
  }
  const std::string indent(2 * (depth + 1), ' ');
  text += value.isArray() ? '[' : '{';
  const char* separator = "\n";
  for (auto item = value.begin(); item != value.end(); ++item) {
    text.append(separator).append(indent);
    separator = ",\n";
    if (value.isObject()) {
      append_json_string(text, item.name());
      text += ": ";
    }
    append(text, *item, depth + 1);
  }
  text.append("\n").append(2 * depth, ' ') += value.isArray() ? ']' : '}';
}

}  // namespace

std::string pretty_json(const Json::Value& value) {
  std::string text;
  append(text, value, 0);
  return text;
}

}  // namespace ripple::cli
