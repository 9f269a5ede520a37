/// The distributor's manifest as checked values.
///
///     Result<Manifest> manifest = load_manifest("manifests/linux", {});
///     if (!manifest) return fail(manifest.error());   // one line: file, line, pointer, what to do
///
/// The files keep Ripple's schema (device manifest, extension manifest, app library). What is new
/// here stands beside it: `host` in the device manifest, `preferred_providers` in the extension
/// manifest, `launch` in an app.
#pragma once

#include <json/value.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "main/manifest/rule_set.hpp"
#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/error.hpp"
#include "ripple/extn_id.hpp"

namespace ripple::manifest {

using std::chrono::milliseconds;

/// Where one WebSocket listener binds.
struct Listener {
  bool enabled = true;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
};

/// `host.limits`: every bound of the platform.
struct Limits {
  std::size_t connections = 1000;          ///< per listener
  std::size_t requests_in_flight = 10000;  ///< in the whole platform
  std::size_t requests_per_connection = 256;
  std::size_t requests_per_channel = 4096;  ///< delivered and not yet answered
  std::size_t subscriptions_per_connection = 512;
  std::size_t batch_requests = 256;
  std::size_t frame_bytes = 1 << 20;
  std::size_t outgoing_bytes = 4 << 20;  ///< unread by one client
  std::size_t nesting = 64;              ///< JSON depth
  std::size_t mailbox_messages = 4096;   ///< per channel, each direction
};

/// `host.timeouts`, all in milliseconds.
struct Timeouts {
  milliseconds handshake{5000};
  milliseconds close{500};
  milliseconds request{10000};  ///< default deadline of a request
  milliseconds stop{800};       ///< for all channels together
};

/// `host`: what this platform adds to Ripple's device manifest.
struct Host {
  Limits limits;
  Timeouts timeouts;
  std::string log_level = "info";
  std::map<std::string, std::string> log_modules;  ///< level by module name
  /// Empty: default_control_socket() of default_paths.hpp.
  std::filesystem::path control_socket;
  Json::Value policy{Json::objectValue};  ///< first configuration of the policy service
  Json::Value lookup{Json::objectValue};  ///< first data of the lookup service
};

/// `configuration.exclusory`: who needs no permission.
struct Exclusory {
  std::optional<std::vector<std::string>> resolve_only;
  std::map<std::string, std::vector<std::string>> app_ignore_rules;  ///< app id -> methods or "*"
  std::vector<std::string> method_ignore_rules;
};

/// `lifecycle`.
struct Lifecycle {
  milliseconds app_ready_timeout{30000};
  milliseconds app_finished_timeout{2000};
  std::size_t max_loaded_apps = 5;
  std::uint64_t min_available_memory_kb = 1024;
  std::vector<std::string> prioritized;
  bool emit_app_init_events = false;
  bool emit_navigate_on_activate = false;
};

/// A capability of `capabilities.supported` with its roles.
struct SupportedCapability {
  std::string capability;  ///< "xrn:firebolt:capability:..."
  bool use = false, manage = false, provide = false;
};

struct DeviceManifest {
  std::filesystem::path file;
  Listener app_listener{true, "127.0.0.1", 3473};
  Listener internal_listener{true, "127.0.0.1", 3474};
  std::string form_factor;
  std::string distributor_experience_id;
  std::string log_signal_log_level = "OFF";
  std::optional<std::string> internal_app_id;
  std::filesystem::path saved_dir;  ///< absent in the file: default_saved_dir()
  /// Handed on as they are, checked; `features` and the switches of `default_values` with Ripple's
  /// defaults added. Facts of a place or a machine are added nowhere: what the file does not say is
  /// not known. `distributor_services` is null when absent.
  Json::Value platform_parameters, default_values, model_friendly_names, distributor_services,
      distribution_id_salt, features, data_governance;
  Exclusory exclusory;  ///< absent in the file: nothing is excluded, with a warning
  std::vector<SupportedCapability> supported;
  Json::Value grant_policies{Json::objectValue};
  Json::Value dependencies{Json::objectValue};
  Lifecycle lifecycle;
  std::map<std::string, std::string> application_defaults;  ///< application type -> app id
  std::map<std::string, std::string> distributor_app_aliases;
  Json::Value document;  ///< the whole file
  Host host;
};

/// One `extns[].symbols[]`.
struct ExtnSymbol {
  ExtnId id;
  std::vector<RippleContract> uses, fulfills;
  std::vector<ExtnId> uses_extns;  ///< `uses` may name an ExtnId: extn_provider
  Json::Value config{Json::objectValue};
};

/// One `extns[]`: a library and its symbols.
struct ExtnLibraryEntry {
  std::filesystem::path path;  ///< resolved, with its extension
  std::string pointer;         ///< "/extns/0", for messages
  std::vector<ExtnSymbol> symbols;
};

struct ExtnManifest {
  std::filesystem::path file;
  std::vector<ExtnLibraryEntry> extns;
  std::vector<RippleContract> required_contracts;
  std::map<RippleContract, ExtnId> preferred_providers;
  std::map<std::string, std::vector<std::string>> rpc_aliases;
  std::map<std::string, std::string> rpc_overrides;
  milliseconds timeout{10000};  ///< for channels to report ready and their contracts
  std::vector<std::filesystem::path> rules_path, extn_sdks;
  std::vector<std::string> provider_registrations;
};

/// One app of the library.
struct App {
  std::string id, name, runtime, start_page, boot_state = "inactive";
  std::vector<std::string> used, managed, provided;  ///< capabilities, required and optional
  /// `launch`: the command template of an app that is a process, {"command":[..],"environment":{}}.
  Json::Value launch;    ///< null when there is none
  Json::Value document;  ///< the embedded app manifest as it is
};

struct Manifest {
  DeviceManifest device;
  ExtnManifest extn;
  std::vector<App> apps;
  RuleSet rules;  ///< of `rules_path`
  std::vector<std::string> warnings;  ///< unknown keys, older names; one sentence each
};

/// What the command line may replace.
struct Overrides {
  std::optional<std::filesystem::path> extn_manifest, app_library, saved_dir, control_socket;
  std::optional<std::filesystem::path> extension_directory;  ///< instead of `default_path`
  std::optional<std::uint16_t> app_port, internal_port;
  std::optional<std::string> log_level;
  std::optional<std::string> thunder;  ///< instead of `platform_parameters.gateway`
};

/// Loads `path`: a directory with firebolt-device-manifest.json, firebolt-extn-manifest.json and
/// firebolt-app-library.json, or a device manifest file beside the other two. A relative
/// `default_path` is looked for beside the manifest, then beside the executable. Errors have code
/// kBadManifest and name file, line, column, JSON pointer, what was expected and what was found.
Result<Manifest> load_manifest(const std::filesystem::path& path, const Overrides& overrides);

}  // namespace ripple::manifest
