#include <system_error>
#include <utility>

#include "main/manifest/app_library.hpp"
#include "main/manifest/device_manifest.hpp"
#include "main/manifest/extn_manifest.hpp"
#include "main/manifest/findings.hpp"
#include "main/manifest/host_section.hpp"
#include "main/manifest/json_document.hpp"
#include "main/manifest/manifest.hpp"
#include "main/manifest/thunder_url.hpp"

namespace ripple::manifest {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

fs::path device_manifest_file(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? path / "firebolt-device-manifest.json" : path;
}

Result<void> apply(const Overrides& overrides, Manifest& manifest) {
  if (overrides.app_port) manifest.device.app_listener.port = *overrides.app_port;
  if (overrides.internal_port) manifest.device.internal_listener.port = *overrides.internal_port;
  if (overrides.saved_dir) manifest.device.saved_dir = *overrides.saved_dir;
  if (overrides.control_socket) manifest.device.host.control_socket = *overrides.control_socket;
  if (overrides.thunder) {
    if (const auto problem = thunder_url_problem(*overrides.thunder)) {
      return Error{ErrorCode::kBadManifest, "--thunder: " + *problem, {}};
    }
    Json::Value& parameters = manifest.device.platform_parameters;
    if (!parameters.isObject()) parameters = Json::Value(Json::objectValue);
    parameters["gateway"] = *overrides.thunder;
    manifest.rules.send_thunder_to(*overrides.thunder);
  }
  if (!overrides.log_level) return {};
  if (!is_log_level(*overrides.log_level)) {
    return Error{ErrorCode::kBadManifest,
                 "log level: expected trace, debug, info, warning, error or off, found \"" +
                     *overrides.log_level + '"',
                 {}};
  }
  manifest.device.host.log_level = *overrides.log_level;
  return {};
}

/// The file to read, or nothing when no app library is there.
std::optional<fs::path> app_library_file(const fs::path& beside, const fs::path& distribution,
                                         const Overrides& overrides) {
  if (overrides.app_library) return overrides.app_library;
  if (is_there(beside)) return beside;
  if (is_there(distribution)) return distribution;
  return std::nullopt;
}

}  // namespace

Result<Manifest> load_manifest(const fs::path& path, const Overrides& overrides) {
  Manifest manifest;
  Findings findings;

  const auto device = JsonDocument::read(device_manifest_file(path));
  if (!device) return device.error();
  fs::path distribution;
  manifest.device = read_device_manifest(*device, findings, distribution);
  if (findings.error) return *findings.error;

  const auto extn = JsonDocument::read(
      overrides.extn_manifest.value_or(device->directory() / "firebolt-extn-manifest.json"));
  if (!extn) return extn.error();
  manifest.extn = read_extn_manifest(*extn, findings, overrides.extension_directory);
  if (findings.error) return *findings.error;

  manifest.rules = read_rules(manifest.extn.rules_path, findings);
  if (findings.error) return *findings.error;
  if (!manifest.rules.empty()) manifest.extn.required_contracts.push_back(RippleContract::kRules);

  const fs::path beside = device->directory() / "firebolt-app-library.json";
  if (const auto file = app_library_file(beside, distribution, overrides)) {
    const auto library = JsonDocument::read(*file);
    if (!library) return library.error();
    manifest.apps = read_app_library(*library, findings);
    if (findings.error) return *findings.error;
  } else {
    findings.warnings.push_back("no app library, so no app is known: neither " + beside.string() +
                                " nor " + distribution.string() + " exists");
  }

  if (const auto applied = apply(overrides, manifest); !applied) return applied.error();
  manifest.warnings = std::move(findings.warnings);
  return manifest;
}

}  // namespace ripple::manifest
