/// A JSON file together with the place of every value in it.
///
///     Result<JsonDocument> document = JsonDocument::read("firebolt-extn-manifest.json");
///     document->place(document->root()["timeout"]);   // "firebolt-extn-manifest.json:3:13"
#pragma once

#include <json/value.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::manifest {

/// Strict JSON: an object at the top, no comments, no key twice, valid UTF-8, bounded depth.
class JsonDocument {
 public:
  /// Errors have code kBadManifest and begin with "file:line:column".
  static Result<JsonDocument> read(const std::filesystem::path& path);
  static Result<JsonDocument> parse(const std::filesystem::path& path, std::string text);

  const std::filesystem::path& path() const { return path_; }
  /// Relative paths in the document are meant from here.
  std::filesystem::path directory() const;
  const Json::Value& root() const { return root_; }
  /// "file:line:column" of a value of this document's tree.
  std::string place(const Json::Value& value) const;

 private:
  JsonDocument(std::filesystem::path path, std::string text);
  std::string place_at(std::size_t offset) const;

  std::filesystem::path path_;
  std::string text_;
  Json::Value root_;
};

}  // namespace ripple::manifest
