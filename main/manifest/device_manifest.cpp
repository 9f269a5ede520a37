#include "main/manifest/device_manifest.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "main/manifest/capabilities.hpp"
#include "main/manifest/default_paths.hpp"
#include "main/manifest/default_values.hpp"
#include "main/manifest/field.hpp"
#include "main/manifest/host_section.hpp"
#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

bool is_ip_address(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

/// "127.0.0.1:3473" or "[::1]:3473"
std::optional<std::pair<std::string, std::uint16_t>> parse_gateway(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view address = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  } else if (address.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (!is_ip_address(std::string(address))) return std::nullopt;
  return std::pair(std::string(address), port);
}

Listener read_listener(const Field& field, Listener listener) {
  ObjectReader reader(field, UnknownKeys::kWarn);
  listener.enabled = reader["enabled"].flag(listener.enabled);
  const Field gateway = reader["gateway"];
  const std::string text = gateway.text();
  if (!gateway.present() || !gateway.value().isString()) return listener;
  if (const auto parsed = parse_gateway(text)) {
    std::tie(listener.address, listener.port) = *parsed;
  } else {
    gateway.fail_expected("IP:PORT such as \"127.0.0.1:3473\"");
  }
  return listener;
}

Exclusory read_exclusory(const Field& field) {
  Exclusory exclusory;
  if (!field.present()) {
    field.warn(
        "missing, so nobody is excluded from permission checks (Ripple would exclude everybody); "
        "write {} to say that this is meant");
    return exclusory;
  }
  ObjectReader reader(field, UnknownKeys::kWarn);
  const Field resolve_only = reader["resolve_only"];
  if (resolve_only.present()) exclusory.resolve_only = resolve_only.texts();
  ObjectReader rules(reader["app_authorization_rules"], UnknownKeys::kWarn);
  for (const auto& [app, methods] : rules["app_ignore_rules"].members()) {
    exclusory.app_ignore_rules[app] = methods.texts();
  }
  exclusory.method_ignore_rules = reader["method_ignore_rules"].texts();
  return exclusory;
}

Json::Value read_data_governance(const Field& field) {
  ObjectReader governance(field, UnknownKeys::kWarn);
  for (const Field& policy_field : governance["policies"].items()) {
    ObjectReader policy(policy_field, UnknownKeys::kWarn);
    policy["data_type"].require("the type of data the policy is about").text();
    policy["drop_on_all_tags"].flag(true);
    for (const Field& tag_field : policy["setting_tags"].items()) {
      ObjectReader tag(tag_field, UnknownKeys::kWarn);
      tag["setting"].require("the privacy setting").text();
      tag["enforcement_value"].flag(false);
      tag["tags"].texts();
    }
  }
  return field.object();
}

Json::Value read_salt(const Field& field) {
  ObjectReader salt(field, UnknownKeys::kWarn);
  salt["algorithm"].text();
  salt["magic"].text();
  return field.object();
}

std::string read_log_signal_level(const Field& field) {
  return field.word({"OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "off", "error", "warn",
                     "info", "debug", "trace"},
                    "OFF");
}

void read_configuration(const Field& field, DeviceManifest& device) {
  ObjectReader reader(field.require("\"configuration\": {..}"), UnknownKeys::kWarn);
  device.log_signal_log_level = read_log_signal_level(reader["log_signal_log_level"]);
  device.app_listener = read_listener(reader["ws_configuration"], device.app_listener);
  device.internal_listener =
      read_listener(reader["internal_ws_configuration"], device.internal_listener);
  const Field parameters = reader["platform_parameters"];
  device.platform_parameters = parameters.value();
  if (!parameters.present()) {
    device.platform_parameters["gateway"] = "ws://127.0.0.1:9998/jsonrpc";
  }
  device.distribution_id_salt = read_salt(reader["distribution_id_salt"]);
  reader["distribution_tenant"].text();
  device.form_factor =
      reader["form_factor"].require("\"form_factor\": a type of device such as \"ipstb\"").text();
  device.default_values = read_default_values(reader["default_values"]);
  const Field friendly_names = reader["model_friendly_names"];
  friendly_names.text_map();
  device.model_friendly_names = friendly_names.object();
  device.distributor_experience_id =
      reader["distributor_experience_id"].require("\"distributor_experience_id\": a string").text();
  device.distributor_services = reader["distributor_services"].value();
  device.exclusory = read_exclusory(reader["exclusory"]);
  device.features = read_features(reader["features"]);
  const Field internal_app_id = reader["internal_app_id"];
  if (internal_app_id.present()) device.internal_app_id = internal_app_id.text();
  device.saved_dir = reader["saved_dir"].path();
  if (device.saved_dir.empty()) device.saved_dir = default_saved_dir();
  device.data_governance = read_data_governance(reader["data_governance"]);
  reader["partner_exclusion_refresh_timeout"].number(43200, 0, UINT32_MAX);
  reader["metrics_logging_percentage"].number(10, 0, 100);
  ObjectReader monitoring(reader["internet_monitoring_configuration"], UnknownKeys::kWarn);
  monitoring["default_monitoring_interval_seconds"].number(180, 1, UINT32_MAX);
}

void read_capabilities(const Field& field, DeviceManifest& device) {
  ObjectReader reader(field.require("\"capabilities\": {\"supported\": [..]}"), UnknownKeys::kWarn);
  const bool role_based_support = device.default_values["role_based_support"].asBool();
  device.supported = read_supported(
      reader["supported"].require("\"supported\": the list of capabilities"), role_based_support);
  device.grant_policies = read_grant_policies(reader["grantPolicies"]);
  check_grant_exclusion_filters(reader["grantExclusionFilters"]);
  device.dependencies = read_dependencies(reader["dependencies"]);
}

Lifecycle read_lifecycle(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kWarn);
  Lifecycle lifecycle;
  lifecycle.app_ready_timeout = reader["appReadyTimeoutMs"].time(lifecycle.app_ready_timeout);
  lifecycle.app_finished_timeout =
      reader["appFinishedTimeoutMs"].time(lifecycle.app_finished_timeout);
  lifecycle.max_loaded_apps = reader["maxLoadedApps"].count(lifecycle.max_loaded_apps);
  lifecycle.min_available_memory_kb =
      reader["minAvailableMemoryKb"].number(lifecycle.min_available_memory_kb, 0, INT64_MAX);
  lifecycle.prioritized = reader["prioritized"].texts();
  lifecycle.emit_app_init_events = reader["emitAppInitEventsEnabled"].flag(false);
  lifecycle.emit_navigate_on_activate = reader["emitNavigateOnActivate"].flag(false);
  return lifecycle;
}

std::filesystem::path read_applications(const Field& field, DeviceManifest& device) {
  ObjectReader reader(field.require("\"applications\": {\"defaults\": {..}}"), UnknownKeys::kWarn);
  ObjectReader defaults(reader["defaults"].require("\"defaults\": {..}"), UnknownKeys::kWarn);
  for (const char* type : {"main", "settings", "player"}) {
    const std::string key = std::string("xrn:firebolt:application-type:") + type;
    Field app = defaults[key];
    if (std::string_view(type) != "player") app = app.require('"' + key + "\": an app id");
    if (app.present()) device.application_defaults[key] = app.text();
  }
  device.distributor_app_aliases = reader["distributor_app_aliases"].text_map();
  ObjectReader distribution(reader["distribution"], UnknownKeys::kWarn);
  const std::filesystem::path library = distribution["library"].path();
  return library.empty() ? "/etc/firebolt-app-library.json" : library;
}

}  // namespace

DeviceManifest read_device_manifest(const JsonDocument& document, Findings& findings,
                                    std::filesystem::path& app_library_file) {
  DeviceManifest device;
  device.file = document.path();
  device.document = document.root();
  ObjectReader root(Field(document, findings), UnknownKeys::kWarn);
  read_configuration(root["configuration"], device);
  read_capabilities(root["capabilities"], device);
  device.lifecycle = read_lifecycle(root["lifecycle"]);
  app_library_file = read_applications(root["applications"], device);
  device.host = read_host(root["host"]);
  return device;
}

}  // namespace ripple::manifest
