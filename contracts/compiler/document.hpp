/// A contract document, checked and ready to be turned into C++.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics.hpp"

namespace ripple::compiler {

struct Parameter {
  std::string name;
  bool required = false;
  Json::Value schema;
};

struct Method {
  std::string name;     // "device.setName"
  std::string type;     // "SetName": last segment, or x-type
  std::string pointer;  // "#/methods/3"
  std::string summary;
  bool event = false;
  bool for_apps = true;
  std::vector<Parameter> params;
  Json::Value result_schema;
  bool result_stream = false;  // any number of results
  Json::Value item_schema;     // of what the caller streams; null: nothing
  std::vector<std::string> uses;
  std::vector<std::string> manages;
  std::string provides;
  std::string rpcv2_field;  // events only
  unsigned timeout_ms = 0;  // 0: the default of the platform
};

struct Document {
  std::string file;  // as diagnostics name it
  std::string name;  // "local.storage"
  std::string type;  // "LocalStorage"
  std::string version;
  std::string description;
  bool mandated = false;
  bool plural = false;
  std::vector<Method> methods;
  Json::Value root;

  [[nodiscard]] const Json::Value& components() const;
  /// "local_storage": the header's name without its extension.
  [[nodiscard]] std::string file_stem() const;
  [[nodiscard]] std::string enumerator() const { return "k" + type; }
};

/// Reads and checks one document. Problems go to `diagnostics`; the document is then incomplete.
std::optional<Document> load_document(const std::filesystem::path& path, Diagnostics& diagnostics);

/// Reports contracts and methods that two documents claim.
void check_together(const std::vector<Document>& documents, Diagnostics& diagnostics);

/// An older spelling and the contract it stands for.
struct Alias {
  std::string older;
  std::string canonical;
};

/// Reads the table of older spellings, sorted by spelling.
std::vector<Alias> load_aliases(const std::filesystem::path& path,
                                const std::vector<Document>& documents, Diagnostics& diagnostics);

}  // namespace ripple::compiler
