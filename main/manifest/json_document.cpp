#include "main/manifest/json_document.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>

#include "ripple/json.hpp"

namespace ripple::manifest {
namespace {

constexpr std::size_t kLargestFile = 16 << 20;

Error bad_manifest(std::string message) {
  return Error{ErrorCode::kBadManifest, std::move(message), {}};
}

std::string place_of(const std::filesystem::path& path, std::size_t line, std::size_t column) {
  return path.string() + ':' + std::to_string(line) + ':' + std::to_string(column);
}

std::optional<std::size_t> line_with_invalid_utf8(std::string_view text) {
  if (simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
  std::size_t line = 1;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!simdjson::validate_utf8(text.data(), end)) return line;
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
}

/// Where a comment begins: jsoncpp lets one pass between the members of an object.
std::optional<std::size_t> first_comment(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
    if (!quoted && text[i] == '/') return i;
  }
  return std::nullopt;
}

/// "line 3, column 7: Missing ','" -> "file:3:7: not JSON: Missing ','"
std::string placed(const std::filesystem::path& path, const std::string& finding) {
  std::size_t line = 1;
  std::size_t column = 1;
  int begin = 0;
  if (std::sscanf(finding.c_str(), "line %zu, column %zu: %n", &line, &column, &begin) != 2) {
    begin = 0;
  }
  return place_of(path, line, column) +
         ": not JSON: " + finding.substr(static_cast<std::size_t>(begin));
}

}  // namespace

JsonDocument::JsonDocument(std::filesystem::path path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {}

Result<JsonDocument> JsonDocument::read(const std::filesystem::path& path) {
  std::error_code status_error;
  const std::filesystem::file_status status = std::filesystem::status(path, status_error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return bad_manifest(path.string() + ": no such file; expected a JSON manifest there");
  }
  if (status.type() == std::filesystem::file_type::directory) {
    return bad_manifest(path.string() + ": expected a file, found a directory");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return bad_manifest(path.string() + ": cannot be read: " + std::strerror(errno));
  std::string text;
  char block[16384];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kLargestFile) {
      return bad_manifest(path.string() + ": expected at most " + std::to_string(kLargestFile) +
                          " bytes, found more; is this a manifest?");
    }
  }
  return parse(path, std::move(text));
}

Result<JsonDocument> JsonDocument::parse(const std::filesystem::path& path, std::string text) {
  if (const auto line = line_with_invalid_utf8(text)) {
    return bad_manifest(place_of(path, *line, 1) +
                        ": not JSON: invalid UTF-8 in this line; save the file as UTF-8");
  }
  JsonDocument document(path, std::move(text));
  Result<Json::Value> root = parse_json(document.text_);
  if (!root) return bad_manifest(placed(path, root.error().message));
  if (const auto comment = first_comment(document.text_)) {
    return bad_manifest(document.place_at(*comment) + ": not JSON: comments are not allowed");
  }
  // jsoncpp takes a little more than JSON (leading zeros, control characters in strings).
  simdjson::dom::parser judge;
  if (const auto error = judge.parse(document.text_).error()) {
    return bad_manifest(path.string() + ": not JSON: " + simdjson::error_message(error));
  }
  document.root_ = std::move(*root);
  if (!document.root_.isObject()) {
    return bad_manifest(document.place(document.root_) + ": /: expected object at the top");
  }
  return document;
}

std::filesystem::path JsonDocument::directory() const {
  const std::filesystem::path parent = path_.parent_path();
  return parent.empty() ? std::filesystem::path(".") : parent;
}

std::string JsonDocument::place(const Json::Value& value) const {
  return place_at(static_cast<std::size_t>(std::max<std::ptrdiff_t>(value.getOffsetStart(), 0)));
}

std::string JsonDocument::place_at(std::size_t offset) const {
  const std::string_view before = std::string_view(text_).substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column =
      newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return place_of(path_, line, column);
}

}  // namespace ripple::manifest
