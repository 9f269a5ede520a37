// ripple-contract-compiler --documents DIR --aliases FILE --output DIR
//
// Turns contract documents into C++: <output>/include/ripple/contracts/*.hpp and
// <output>/registry.cpp. Any problem with a document is printed and nothing is written; exit 1.
// Exit 64 for a wrong command line.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract_enum.hpp"
#include "contract_header.hpp"
#include "document.hpp"
#include "generated_file.hpp"
#include "registry_source.hpp"

namespace ripple::compiler {
namespace {

struct Arguments {
  std::filesystem::path documents;
  std::filesystem::path aliases;
  std::filesystem::path output;
};

std::optional<Arguments> parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  std::map<std::string, std::filesystem::path*> options = {{"--documents", &arguments.documents},
                                                           {"--aliases", &arguments.aliases},
                                                           {"--output", &arguments.output}};
  if (words.size() != 2 * options.size()) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const auto option = options.find(words[i]);
    if (option == options.end() || !option->second->empty()) return std::nullopt;
    *option->second = words[i + 1];
  }
  return arguments;
}

std::vector<Document> load_documents(const std::filesystem::path& folder,
                                     Diagnostics& diagnostics) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  if (paths.empty()) {
    diagnostics.add(folder.generic_string() + ": expected a folder of contract documents, found " +
                    (error ? error.message() : "no .json file"));
  }
  std::vector<Document> documents;
  for (const auto& path : paths) {
    if (auto document = load_document(path, diagnostics)) documents.push_back(std::move(*document));
  }
  std::ranges::sort(documents, {}, &Document::name);
  return documents;
}

void generate(const Arguments& arguments, Diagnostics& diagnostics) {
  const std::vector<Document> documents = load_documents(arguments.documents, diagnostics);
  check_together(documents, diagnostics);
  const std::vector<Alias> aliases = load_aliases(arguments.aliases, documents, diagnostics);
  if (!diagnostics.empty()) return;

  const std::filesystem::path headers = arguments.output / "include" / "ripple" / "contracts";
  std::map<std::filesystem::path, std::string> files;
  for (const Document& document : documents) {
    files[headers / (document.file_stem() + ".hpp")] = contract_header(document, diagnostics);
  }
  if (!diagnostics.empty()) return;
  files[headers / "ripple_contract.hpp"] = contract_enum(documents, aliases);
  files[arguments.output / "registry.cpp"] = registry_source(documents);
  for (const auto& [path, text] : files) write_if_changed(path, text, diagnostics);
}

}  // namespace
}  // namespace ripple::compiler

int main(int argc, char** argv) {
  const auto arguments = ripple::compiler::parse_arguments({argv + 1, argv + argc});
  if (!arguments) {
    std::cerr << "usage: ripple-contract-compiler --documents DIR --aliases FILE --output DIR\n";
    return 64;
  }
  ripple::compiler::Diagnostics diagnostics;
  ripple::compiler::generate(*arguments, diagnostics);
  for (const std::string& line : diagnostics.lines()) std::cerr << line << '\n';
  return diagnostics.empty() ? 0 : 1;
}
