#include "main/cli/inspect.hpp"

#include <sysexits.h>

#include <string>
#include <string_view>
#include <vector>

#include "main/cli/exit_code.hpp"
#include "main/cli/pretty_json.hpp"
#include "main/extn/extn_library.hpp"

namespace ripple::cli {
namespace {

using extn::ExtnLibrary;
using extn::ExtnMetadata;

std::string abi_of(const ExtnLibrary& library) {
  return std::to_string(library.abi_major()) + '.' + std::to_string(library.abi_minor());
}

std::string builder_of(const ExtnMetadata& entry) {
  const ripple_string kind = entry.entry->builder->kind;
  return {kind.data, kind.size};
}

Json::Value names_of(const ripple_contract_reference* references, std::size_t count) {
  Json::Value names(Json::arrayValue);
  for (std::size_t i = 0; i < count; ++i) {
    Json::Value reference;
    reference["contract"] = std::string(references[i].name.data, references[i].name.size);
    reference["version"] = std::string(references[i].version.data, references[i].version.size);
    names.append(reference);
  }
  return names;
}

Json::Value report(const ExtnLibrary& library) {
  Json::Value report;
  report["library"] = library.path().string();
  report["name"] = library.name();
  report["abi"] = abi_of(library);
  report["entries"] = Json::Value(Json::arrayValue);
  for (const ExtnMetadata& entry : library.entries()) {
    Json::Value described;
    described["id"] = entry.id.to_string();
    described["version"] = entry.version;
    described["required_version"] = entry.required_version;
    described["builder"] = builder_of(entry);
    described["inline"] = entry.is_inline;
    described["provides"] = names_of(entry.entry->provides, entry.entry->provides_count);
    described["uses"] = names_of(entry.entry->uses, entry.entry->uses_count);
    report["entries"].append(described);
  }
  return report;
}

std::string listed(const Json::Value& references) {
  std::string text;
  for (const Json::Value& reference : references) {
    text += (text.empty() ? "" : ", ") + reference["contract"].asString() + ' ' +
            reference["version"].asString();
  }
  return text.empty() ? "nothing" : text;
}

void print_text(const Json::Value& report, const Terminal& terminal) {
  terminal.out() << terminal.bold(report["library"].asString()) << "  " << report["name"].asString()
                 << ", ABI " << report["abi"].asString() << '\n';
  for (const Json::Value& entry : report["entries"]) {
    const std::string required = entry["required_version"].asString();
    terminal.out() << "  " << terminal.green(entry["id"].asString()) << ' '
                   << entry["version"].asString() << '\n'
                   << "    builder     " << entry["builder"].asString()
                   << (entry["inline"].asBool() ? ", on Main's thread" : ", on its own thread")
                   << '\n'
                   << "    needs Main  " << (required.empty() ? "any" : required) << '\n'
                   << "    provides    " << listed(entry["provides"]) << '\n'
                   << "    uses        " << listed(entry["uses"]) << '\n';
  }
}

}  // namespace

int run_inspect(const InspectCommand& command, const Terminal& terminal) {
  const Result<ExtnLibrary> library = ExtnLibrary::open(command.library);
  if (!library) return terminal.fail(exit_code_of(library.error()), library.error().message);
  const Json::Value described = report(*library);
  if (command.json) {
    terminal.out() << pretty_json(described) << '\n';
  } else {
    print_text(described, terminal);
  }
  return EX_OK;
}

}  // namespace ripple::cli
