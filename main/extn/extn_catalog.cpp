#include "main/extn/extn_catalog.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ripple/json.hpp"

namespace ripple::extn {
namespace {

using manifest::ExtnLibraryEntry;
using manifest::ExtnManifest;
using manifest::ExtnSymbol;

ContractSet set_of(const std::vector<RippleContract>& contracts) {
  ContractSet set;
  for (const RippleContract contract : contracts) set.set(static_cast<std::size_t>(contract));
  return set;
}

std::string names_of(ContractSet set) {
  std::string text;
  for (std::size_t i = 0; i < kContractCount; ++i) {
    if (!set.test(i)) continue;
    text.append(text.empty() ? "" : ", ").append(to_string(static_cast<RippleContract>(i)));
  }
  return text.empty() ? "nothing" : text;
}

/// Collects candidates and everything that is wrong, one line each.
class CatalogReader {
 public:
  explicit CatalogReader(const ExtnManifest& manifest) : manifest_(manifest) {}

  void read(const ExtnLibraryEntry& listed) {
    Result<ExtnLibrary> opened = ExtnLibrary::open(listed.path);
    if (!opened) {
      note(opened.error().message + " (listed at " + place(listed) + ")");
      return;
    }
    auto library = std::make_unique<ExtnLibrary>(std::move(*opened));
    for (const ExtnSymbol& symbol : listed.symbols) merge(*library, listed, symbol);
    for (const ExtnMetadata& entry : library->entries()) check_listed(*library, listed, entry);
    catalog_.libraries.push_back(std::move(library));
  }

  Result<ExtnCatalog> finish(std::vector<ExtnCandidate> builtins) {
    if (!problems_.empty()) return Error{ErrorCode::kStartFailed, std::move(problems_), {}};
    std::move(catalog_.candidates.begin(), catalog_.candidates.end(), std::back_inserter(builtins));
    catalog_.candidates = std::move(builtins);
    return std::move(catalog_);
  }

 private:
  void merge(const ExtnLibrary& library, const ExtnLibraryEntry& listed, const ExtnSymbol& symbol) {
    const std::vector<ExtnMetadata>& entries = library.entries();
    const auto entry =
        std::find_if(entries.begin(), entries.end(),
                     [&](const ExtnMetadata& offered) { return offered.id == symbol.id; });
    if (entry == entries.end()) {
      std::string offers;
      for (const ExtnMetadata& offered : entries) {
        offers.append(offers.empty() ? "" : ", ").append(offered.id.to_string());
      }
      note(library.path().string() + ": does not offer " + symbol.id.to_string() +
           ", which is listed at " + place(listed) + "; it offers " + offers);
      return;
    }
    const ContractSet fulfills = set_of(symbol.fulfills);
    const ContractSet provides = set_of(entry->provides);
    if ((fulfills & ~provides).any()) {
      note(library.path().string() + ": " + symbol.id.to_string() +
           ": the manifest's `fulfills` (" + place(listed) + ") has " +
           names_of(fulfills & ~provides) + ", the library provides " + names_of(provides));
      return;
    }
    catalog_.candidates.push_back({*entry, library.path().string(), set_of(symbol.uses), fulfills,
                                   symbol.uses_extns, print_json(symbol.config)});
  }

  void check_listed(const ExtnLibrary& library, const ExtnLibraryEntry& listed,
                    const ExtnMetadata& entry) {
    for (const ExtnLibraryEntry& other : manifest_.extns) {
      if (other.path != listed.path) continue;
      for (const ExtnSymbol& symbol : other.symbols) {
        if (symbol.id == entry.id) return;
      }
    }
    note(library.path().string() + ": offers " + entry.id.to_string() + ", which \"symbols\" at " +
         place(listed) + " does not list; add it there with its uses and fulfills");
  }

  std::string place(const ExtnLibraryEntry& listed) const {
    return listed.pointer + " of " + manifest_.file.string();
  }

  void note(const std::string& problem) {
    problems_.append(problems_.empty() ? "" : "\n").append(problem);
  }

  const ExtnManifest& manifest_;
  ExtnCatalog catalog_;
  std::string problems_;
};

}  // namespace

Result<ExtnCatalog> load_catalog(const ExtnManifest& manifest,
                                 std::vector<ExtnCandidate> builtins) {
  CatalogReader reader(manifest);
  for (const ExtnLibraryEntry& listed : manifest.extns) reader.read(listed);
  return reader.finish(std::move(builtins));
}

}  // namespace ripple::extn
