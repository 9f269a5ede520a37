/// Manifests and candidates for the tests of the catalog and of contract enforcement.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "main/extn/extn_catalog.hpp"
#include "ripple/contracts/registry.hpp"

namespace ripple::extn {

inline std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(RIPPLE_FIXTURES) / (name + ".so");
}

inline ExtnId id_of(const std::string& text) { return *ExtnId::parse(text); }

inline ContractSet contracts_of(const std::vector<RippleContract>& contracts) {
  ContractSet set;
  for (const RippleContract contract : contracts) set.set(static_cast<std::size_t>(contract));
  return set;
}

/// A library with one symbol, as a manifest lists it.
inline manifest::ExtnLibraryEntry listed(const std::string& name, const std::string& id,
                                         std::vector<RippleContract> fulfills) {
  return {
      fixture(name),
      "/extns/0",
      {manifest::ExtnSymbol{id_of(id), {RippleContract::kConfig}, std::move(fulfills), {}, {}}}};
}

/// A candidate of `library` that provides `provides` and by the manifest fulfills `fulfills`.
inline ExtnCandidate candidate(const std::string& id, const std::string& library,
                               const std::vector<RippleContract>& provides,
                               const std::vector<RippleContract>& fulfills) {
  ExtnMetadata metadata{id_of(id), "1.0.0", "", provides, {}, true, nullptr};
  return {std::move(metadata), library, {}, contracts_of(fulfills), {}, "{}"};
}

/// Main with every mandated contract, except those that are left out.
inline ExtnCandidate main_without(const std::vector<RippleContract>& left_out) {
  std::vector<RippleContract> mandated;
  for (const contracts::ContractInfo& contract : contracts::registry()) {
    if (contract.mandated && !contracts_of(left_out).test(static_cast<std::size_t>(contract.id))) {
      mandated.push_back(contract.id);
    }
  }
  return candidate("ripple:main:internal:main", "main", mandated, mandated);
}

}  // namespace ripple::extn
