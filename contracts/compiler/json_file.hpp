/// Reads JSON files strictly: no comments, no duplicate keys, nothing after the value.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics.hpp"

namespace ripple::compiler {

/// The parsed file, or nothing and a diagnostic with file, line and column.
std::optional<Json::Value> read_json_file(const std::filesystem::path& path,
                                          Diagnostics& diagnostics);

/// JSON text on one line, keys sorted.
std::string compact(const Json::Value& value);

/// "a string", "an object", "nothing" (for a null pointer), ...: what a diagnostic says was found.
std::string found(const Json::Value* value);

std::string in_quotes(std::string_view text);

/// `token` as one segment of a JSON pointer.
std::string pointer_token(std::string_view token);

}  // namespace ripple::compiler
