#include "main/cli/check.hpp"

#include <sysexits.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "main/cli/exit_code.hpp"
#include "main/cli/pretty_json.hpp"

namespace ripple::cli {
namespace {

using extn::ContractRow;

/// What the check has found; the error is the first that `ripple run` would stop at.
struct Findings {
  std::vector<ContractRow> rows;
  std::vector<std::string> warnings;
  std::optional<Error> error;
};

Findings check(const CheckCommand& command, std::vector<extn::ExtnCandidate> builtins,
               const BuildChannels& build_channels) {
  Findings findings;
  Result<manifest::Manifest> manifest =
      manifest::load_manifest(command.manifest, command.overrides);
  if (!manifest) {
    findings.error = manifest.error();
    return findings;
  }
  findings.warnings = std::move(manifest->warnings);
  const auto catalog = extn::load_catalog(manifest->extn, std::move(builtins));
  if (!catalog) {
    findings.error = catalog.error();
    return findings;
  }
  findings.rows = extn::contract_table(*catalog, manifest->extn);
  const auto table = extn::enforce_contracts(*catalog, manifest->extn);
  if (!table) {
    findings.error = table.error();
  } else if (const Result<void> built = build_channels(std::move(*manifest)); !built) {
    findings.error = built.error();
  }
  return findings;
}

void print_json(const Findings& findings, const Terminal& terminal) {
  Json::Value report;
  report["ok"] = !findings.error.has_value();
  report["contracts"] = Json::Value(Json::arrayValue);
  for (const ContractRow& row : findings.rows) {
    Json::Value entry;
    entry["contract"] = std::string(to_string(row.contract));
    entry["mandated"] = row.mandated;
    entry["required"] = row.required;
    entry["provider"] = row.provider.empty() ? Json::Value() : Json::Value(row.provider);
    entry["library"] = row.library.empty() ? Json::Value() : Json::Value(row.library);
    report["contracts"].append(std::move(entry));
  }
  report["warnings"] = Json::Value(Json::arrayValue);
  for (const std::string& warning : findings.warnings) report["warnings"].append(warning);
  if (findings.error) {
    report["error"]["code"] = exit_code_of(*findings.error);
    report["error"]["message"] = findings.error->message;
  }
  terminal.out() << pretty_json(report) << '\n';
}

std::string padded(std::string_view text, std::size_t width) {
  std::string padded(text);
  padded.resize(std::max(width, padded.size()), ' ');
  return padded;
}

void print_table(const std::vector<ContractRow>& rows, const Terminal& terminal) {
  std::size_t contract_width = 8;
  std::size_t provider_width = 8;
  for (const ContractRow& row : rows) {
    contract_width = std::max(contract_width, to_string(row.contract).size());
    provider_width = std::max(provider_width, row.provider.size());
  }
  terminal.out() << terminal.bold(padded("CONTRACT", contract_width) + "  NEED      " +
                                  padded("PROVIDER", provider_width) + "  LIBRARY")
                 << '\n';
  for (const ContractRow& row : rows) {
    const char* need = row.mandated ? "mandated" : row.required ? "required" : "";
    terminal.out() << padded(to_string(row.contract), contract_width) << "  "
                   << terminal.dim(padded(need, 8)) << "  ";
    if (row.provider.empty()) {
      terminal.out() << terminal.red("missing") << '\n';
    } else {
      terminal.out() << terminal.green(padded(row.provider, provider_width)) << "  " << row.library
                     << '\n';
    }
  }
}

}  // namespace

int run_check(const CheckCommand& command, std::vector<extn::ExtnCandidate> builtins,
              const BuildChannels& build_channels, const Terminal& terminal) {
  const Findings findings = check(command, std::move(builtins), build_channels);
  if (command.json) {
    print_json(findings, terminal);
  } else {
    for (const std::string& warning : findings.warnings) terminal.fail(0, "warning: " + warning);
    if (!findings.rows.empty()) print_table(findings.rows, terminal);
    if (findings.error) terminal.fail(0, findings.error->message);
  }
  return findings.error ? exit_code_of(*findings.error) : EX_OK;
}

}  // namespace ripple::cli
