#include "main/manifest/extn_manifest.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "main/manifest/default_paths.hpp"
#include "main/manifest/field.hpp"
#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

template <typename T>
void add_once(std::vector<T>& list, T value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

/// A contract by its name; an older name is accepted with a warning.
std::optional<RippleContract> read_contract(const Field& field, std::string_view name) {
  const Result<RippleContract> contract = parse_contract(name);
  if (!contract) {
    field.fail(contract.error().message);
    return std::nullopt;
  }
  if (is_alias(name)) {
    field.warn("\"" + std::string(name) + "\" is an older name, write \"" +
               std::string(to_string(*contract)) + "\"");
  }
  return *contract;
}

std::optional<ExtnId> read_extn_id(const Field& field) {
  const std::string text = field.text();
  if (!field.present() || !field.value().isString()) return std::nullopt;
  Result<ExtnId> id = ExtnId::parse(text);
  if (id) return std::move(*id);
  field.fail(id.error().message);
  return std::nullopt;
}

bool names_an_extn(const Field& field) {
  return field.value().isString() && field.value().asString().starts_with("ripple:");
}

std::vector<RippleContract> read_contracts(const Field& list) {
  std::vector<RippleContract> contracts;
  for (const Field& item : list.items()) {
    const std::string name = item.text();
    if (!item.value().isString()) continue;
    if (const auto contract = read_contract(item, name)) add_once(contracts, *contract);
  }
  return contracts;
}

void read_uses(const Field& list, ExtnSymbol& symbol) {
  for (const Field& item : list.items()) {
    if (names_an_extn(item)) {
      if (auto id = read_extn_id(item)) add_once(symbol.uses_extns, std::move(*id));
      continue;
    }
    const std::string name = item.text();
    if (!item.value().isString()) continue;
    if (const auto contract = read_contract(item, name)) add_once(symbol.uses, *contract);
  }
}

// Ripple writes an extension's own ExtnId among its contracts when it is addressed by id.
void read_fulfills(const Field& list, ExtnSymbol& symbol) {
  for (const Field& item : list.items()) {
    if (names_an_extn(item)) {
      const auto id = read_extn_id(item);
      if (id && *id != symbol.id) {
        item.fail("expected a contract or the symbol's own id \"" + symbol.id.to_string() +
                  "\", found \"" + id->to_string() + '"');
      }
      add_once(symbol.fulfills, RippleContract::kExtnProvider);
      continue;
    }
    const std::string name = item.text();
    if (!item.value().isString()) continue;
    if (const auto contract = read_contract(item, name)) add_once(symbol.fulfills, *contract);
  }
}

std::optional<ExtnSymbol> read_symbol(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kWarn);
  const Field id_field =
      reader["id"].require("\"id\": an ExtnId such as \"ripple:channel:device:linux\"");
  const Field uses = reader["uses"].require("\"uses\": the contracts it may request, or []");
  const Field fulfills = reader["fulfills"].require("\"fulfills\": the contracts it serves, or []");
  const Field config = reader["config"];
  auto id = read_extn_id(id_field);
  if (!id) return std::nullopt;
  if (id->is_main()) {
    id_field.fail("expected an id of type channel or extn, found \"" + id->to_string() +
                  "\", which is Main's own");
  }
  ExtnSymbol symbol{std::move(*id), {}, {}, {}, config.object()};
  read_uses(uses, symbol);
  read_fulfills(fulfills, symbol);
  return symbol;
}

void check_resolution(const Field& list) {
  for (const Field& item : list.items()) {
    ObjectReader resolution(item, UnknownKeys::kWarn);
    resolution["capability"].text();
    resolution["priority"].value();
    resolution["exclusion"].value();
  }
  if (list.present()) {
    list.warn("has no effect; name the provider of a contract in \"preferred_providers\"");
  }
}

/// Reads `extns` and keeps track of which ExtnId was listed where.
class ExtnsReader {
 public:
  ExtnsReader(std::filesystem::path directory, std::string extension)
      : directory_(std::move(directory)), extension_(std::move(extension)) {}

  std::optional<ExtnLibraryEntry> read(const Field& field) {
    ObjectReader reader(field, UnknownKeys::kWarn);
    const Field path = reader["path"].require("\"path\": the library's file name");
    const Field symbols = reader["symbols"].require("\"symbols\": [..]");
    check_resolution(reader["resolution"]);
    ExtnLibraryEntry entry{library_path(path.text()), field.pointer(), {}};
    for (const Field& symbol_field : symbols.items()) {
      if (auto symbol = read_symbol(symbol_field)) {
        note(symbol_field["id"], symbol->id);
        entry.symbols.push_back(std::move(*symbol));
      }
    }
    if (path.present() && path.value().isString() && path.value().asString().empty()) {
      path.warn("empty, so there is no library to load; the entry is left out");
      return std::nullopt;
    }
    return entry;
  }

 private:
  std::filesystem::path library_path(const std::string& name) const {
    std::filesystem::path path(name);
    if (!path.has_extension() && !extension_.empty()) path += "." + extension_;
    return path.is_absolute() ? path : directory_ / path;
  }

  void note(const Field& field, const ExtnId& id) {
    const auto [first, is_new] = listed_.emplace(id, field.pointer());
    if (!is_new) {
      field.fail("\"" + id.to_string() + "\" is listed twice, first at " + first->second +
                 "; an ExtnId belongs to one extension");
    }
  }

  std::filesystem::path directory_;
  std::string extension_;
  std::map<ExtnId, std::string> listed_;
};

std::map<RippleContract, ExtnId> read_preferred_providers(const Field& field) {
  std::map<RippleContract, ExtnId> preferred;
  for (const auto& [name, id_field] : field.members()) {
    const auto contract = read_contract(id_field, name);
    auto id = read_extn_id(id_field.require("the ExtnId of the provider"));
    if (contract && id) preferred.emplace(*contract, std::move(*id));
  }
  return preferred;
}

std::vector<std::filesystem::path> read_paths(const Field& list) {
  std::vector<std::filesystem::path> paths;
  for (const Field& item : list.items()) paths.push_back(item.path());
  return paths;
}

std::vector<std::string> read_provider_registrations(const Field& list) {
  if (list.present()) return list.texts();
  return {"AcknowledgeChallenge.",
          "PinChallenge.",
          "Discovery.userInterest",
          "Discovery.onRequestUserInterest",
          "Discovery.userInterestResponse",
          "Content.requestUserInterest",
          "Content.onUserInterest",
          "IntegratedPlayer.",
          "Keyboard."};
}

}  // namespace

ExtnManifest read_extn_manifest(const JsonDocument& document, Findings& findings,
                                const std::optional<std::filesystem::path>& extension_directory) {
  ExtnManifest manifest;
  manifest.file = document.path();
  ObjectReader root(Field(document, findings), UnknownKeys::kWarn);
  const std::string default_path =
      root["default_path"].require("\"default_path\": the directory of the libraries").text();
  const std::string extension =
      root["default_extension"].require("\"default_extension\": \"so\"").text();
  const std::filesystem::path directory =
      extension_directory ? *extension_directory
                          : find_extension_directory(default_path, document.directory());
  ExtnsReader extns(directory, extension);
  for (const Field& item : root["extns"].require("\"extns\": [..]").items()) {
    if (auto entry = extns.read(item)) manifest.extns.push_back(std::move(*entry));
  }
  manifest.required_contracts = read_contracts(root["required_contracts"]);
  manifest.preferred_providers = read_preferred_providers(root["preferred_providers"]);
  for (const auto& [method, aliases] : root["rpc_aliases"].members()) {
    manifest.rpc_aliases[method] = aliases.texts();
  }
  manifest.rpc_overrides = root["rpc_overrides"].text_map();
  manifest.timeout = root["timeout"].time(manifest.timeout);
  manifest.rules_path = read_paths(root["rules_path"]);
  manifest.extn_sdks = read_paths(root["extn_sdks"]);
  manifest.provider_registrations = read_provider_registrations(root["provider_registrations"]);
  return manifest;
}

}  // namespace ripple::manifest
