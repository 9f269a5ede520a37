#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "main/extn/extn_catalog.hpp"
#include "ripple/contracts/registry.hpp"

namespace ripple::extn {
namespace {

using contracts::ContractInfo;
using manifest::ExtnManifest;

bool is_required(const ExtnManifest& manifest, RippleContract contract) {
  const auto& required = manifest.required_contracts;
  return std::find(required.begin(), required.end(), contract) != required.end();
}

/// Positions of the candidates that fulfill the contract.
std::vector<std::size_t> providers_of(const ExtnCatalog& catalog, RippleContract contract) {
  std::vector<std::size_t> providers;
  for (std::size_t i = 0; i < catalog.candidates.size(); ++i) {
    if (catalog.candidates[i].fulfills.test(static_cast<std::size_t>(contract))) {
      providers.push_back(i);
    }
  }
  return providers;
}

std::string name_of(const ExtnCandidate& candidate) {
  return candidate.metadata.id.to_string() + " (" + candidate.library + ')';
}

/// The entries whose library could serve the contract if the manifest said so.
std::string could_provide(const ExtnCatalog& catalog, RippleContract contract) {
  std::string names;
  for (const ExtnCandidate& candidate : catalog.candidates) {
    const auto& provides = candidate.metadata.provides;
    if (std::find(provides.begin(), provides.end(), contract) == provides.end()) continue;
    names.append(names.empty() ? "" : ", ").append(name_of(candidate));
  }
  return names;
}

/// Decides contract by contract and collects what is wrong, one line each.
class Enforcement {
 public:
  Enforcement(const ExtnCatalog& catalog, const ExtnManifest& manifest)
      : catalog_(catalog), manifest_(manifest) {}

  void enforce(const ContractInfo& contract) {
    const std::vector<std::size_t> providers = providers_of(catalog_, contract.id);
    const bool required = is_required(manifest_, contract.id);
    if (providers.empty() && (contract.mandated || required)) note_missing(contract);
    if (contract.plural) return;
    const auto preferred = manifest_.preferred_providers.find(contract.id);
    if (preferred != manifest_.preferred_providers.end()) {
      choose_preferred(contract, providers, preferred->second);
    } else if (providers.size() > 1) {
      note_ambiguous(contract, providers);
    } else if (providers.size() == 1) {
      table_[static_cast<std::size_t>(contract.id)] = providers.front();
    }
  }

  Result<ProviderTable> finish() {
    if (!problems_.empty()) return Error{ErrorCode::kStartFailed, std::move(problems_), {}};
    return table_;
  }

 private:
  void note_missing(const ContractInfo& contract) {
    const std::string entries = could_provide(catalog_, contract.id);
    note("contract \"" + std::string(contract.name) + "\" is " +
         (contract.mandated ? "mandated" : "in required_contracts") + " and has no provider; " +
         (entries.empty() ? "no loaded library provides it, add one to " + manifest_.file.string()
                          : "add it to the `fulfills` of " + entries));
  }

  void note_ambiguous(const ContractInfo& contract, const std::vector<std::size_t>& providers) {
    std::string names;
    for (const std::size_t i : providers) {
      names.append(names.empty() ? "" : " and ").append(name_of(catalog_.candidates[i]));
    }
    note("contract \"" + std::string(contract.name) + "\" has " + std::to_string(providers.size()) +
         " providers: " + names + "; name one of them in \"preferred_providers\" of " +
         manifest_.file.string());
  }

  void choose_preferred(const ContractInfo& contract, const std::vector<std::size_t>& providers,
                        const ExtnId& preferred) {
    const auto chosen = std::find_if(providers.begin(), providers.end(), [&](std::size_t i) {
      return catalog_.candidates[i].metadata.id == preferred;
    });
    if (chosen != providers.end()) {
      table_[static_cast<std::size_t>(contract.id)] = *chosen;
      return;
    }
    note("contract \"" + std::string(contract.name) + "\": the preferred provider " +
         preferred.to_string() + " does not fulfill it; correct \"preferred_providers\" of " +
         manifest_.file.string());
  }

  void note(const std::string& problem) {
    problems_.append(problems_.empty() ? "" : "\n").append(problem);
  }

  const ExtnCatalog& catalog_;
  const ExtnManifest& manifest_;
  ProviderTable table_{};
  std::string problems_;
};

}  // namespace

Result<ProviderTable> enforce_contracts(const ExtnCatalog& catalog, const ExtnManifest& manifest) {
  Enforcement enforcement(catalog, manifest);
  for (const ContractInfo& contract : contracts::registry()) enforcement.enforce(contract);
  return enforcement.finish();
}

std::vector<ContractRow> contract_table(const ExtnCatalog& catalog, const ExtnManifest& manifest) {
  std::vector<ContractRow> rows;
  for (const ContractInfo& contract : contracts::registry()) {
    ContractRow row{contract.id, contract.mandated, is_required(manifest, contract.id), {}, {}};
    const std::vector<std::size_t> providers = providers_of(catalog, contract.id);
    for (const std::size_t i : providers) {
      row.provider = catalog.candidates[i].metadata.id.to_string();
      row.library = catalog.candidates[i].library;
      rows.push_back(row);
    }
    if (providers.empty() && (row.mandated || row.required)) rows.push_back(row);
  }
  return rows;
}

}  // namespace ripple::extn
