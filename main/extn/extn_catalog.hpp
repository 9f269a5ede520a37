/// Everything that can become a channel, merged from libraries, builtins and the manifest, and the
/// enforcement of contracts over it (design D5).
#pragma once

#include <array>
#include <bitset>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "main/extn/extn_library.hpp"
#include "main/manifest/manifest.hpp"
#include "ripple/contracts/ripple_contract.hpp"

namespace ripple::extn {

using ContractSet = std::bitset<kContractCount>;

/// One symbol that will be built: what the library declares, narrowed by the manifest.
struct ExtnCandidate {
  ExtnMetadata metadata;
  std::string library;   ///< path, or "main" for a builtin
  ContractSet uses;      ///< manifest's `uses`; Main allows nothing else
  ContractSet fulfills;  ///< manifest's `fulfills`, all of which the library provides
  std::vector<ExtnId> uses_extns;
  std::string config = "{}";  ///< JSON text
};

/// Libraries stay loaded as long as the catalog lives; candidates are in the manifest's order,
/// builtins first.
struct ExtnCatalog {
  std::vector<std::unique_ptr<ExtnLibrary>> libraries;
  std::vector<ExtnCandidate> candidates;
};

/// Loads every library of the manifest and merges. The error (kStartFailed) reports every bad
/// library and entry, one line each: absent, no library, no metadata symbol, other ABI, an entry
/// that the manifest does not list, a symbol that the library does not offer, a `fulfills` that the
/// library does not provide, a builder that is missing.
Result<ExtnCatalog> load_catalog(const manifest::ExtnManifest& manifest,
                                 std::vector<ExtnCandidate> builtins);

/// Who provides each contract; index = RippleContract. Plural contracts are left out.
using ProviderTable = std::array<std::optional<std::size_t>, kContractCount>;  // candidate index

/// The error (kStartFailed) names, all in one message, every mandated or required contract without
/// provider with the entries that could have provided it, and every contract with two providers and
/// no preference.
Result<ProviderTable> enforce_contracts(const ExtnCatalog& catalog,
                                        const manifest::ExtnManifest& manifest);

/// One line of `ripple check`.
struct ContractRow {
  RippleContract contract;
  bool mandated = false, required = false;
  std::string provider;  ///< ExtnId, empty when missing
  std::string library;
};
std::vector<ContractRow> contract_table(const ExtnCatalog& catalog,
                                        const manifest::ExtnManifest& manifest);

}  // namespace ripple::extn
