#include "json_file.hpp"

#include <json/reader.h>
#include <json/writer.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

namespace ripple::compiler {
namespace {

/// jsoncpp reports "* Line 3, Column 5\n  Missing ..."; compilers and editors expect "3:5:
/// Missing".
std::string located(const std::string& file, const std::string& report) {
  unsigned line = 0;
  unsigned column = 0;
  if (std::sscanf(report.c_str(), "* Line %u, Column %u", &line, &column) != 2) {
    return file + ": expected JSON, found: " + report;
  }
  std::string text = report.substr(report.find('\n') + 1);
  text = text.substr(0, text.find('\n'));
  text.erase(0, text.find_first_not_of(' '));
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) +
         ": expected JSON, found: " + text;
}

}  // namespace

std::optional<Json::Value> read_json_file(const std::filesystem::path& path,
                                          Diagnostics& diagnostics) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    diagnostics.add(path.generic_string() + ": expected a readable file, found none");
    return std::nullopt;
  }
  std::stringstream buffer;
  buffer << in.rdbuf();
  const std::string text = buffer.str();

  Json::CharReaderBuilder builder;
  Json::CharReaderBuilder::strictMode(&builder.settings_);
  builder["stackLimit"] = 200;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  Json::Value value;
  std::string report;
  try {
    if (reader->parse(text.data(), text.data() + text.size(), &value, &report)) return value;
  } catch (const Json::Exception& error) {
    report = error.what();
  }
  diagnostics.add(located(path.generic_string(), report));
  return std::nullopt;
}

std::string compact(const Json::Value& value) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  builder["emitUTF8"] = true;
  return Json::writeString(builder, value);
}

std::string found(const Json::Value* value) {
  if (value == nullptr) return "nothing";
  switch (value->type()) {
    case Json::nullValue:
      return "null";
    case Json::objectValue:
      return "an object";
    case Json::arrayValue:
      return "an array";
    default:
      return compact(*value);
  }
}

std::string in_quotes(std::string_view text) {
  return std::string(1, '"').append(text).append(1, '"');
}

std::string pointer_token(std::string_view token) {
  std::string escaped;
  for (const char c : token) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace ripple::compiler
