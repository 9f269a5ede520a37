#include "main/builtin/builtin.hpp"

#include <string_view>
#include <utility>

#include "main/builtin/caps.hpp"
#include "main/builtin/config.hpp"
#include "main/builtin/lifecycle.hpp"
#include "main/builtin/permission_lookup.hpp"
#include "main/builtin/settings.hpp"
#include "ripple/contracts/ripple_contract.hpp"

namespace ripple::builtin {
namespace {

// The contracts come by name: the typed headers are for the files that serve them.
Entry builtin(RippleContract contract, const std::string& version) {
  return entry("ripple:main:internal:" + std::string(to_string(contract)))
      .version(version)
      .provides(contract, "1.0.0");
}

Json::Value first_context(const manifest::DeviceManifest& device) {
  Json::Value context(Json::objectValue);
  context["activation_status"] = "not_activated";
  Json::Value& features = context["features"] = Json::Value(Json::arrayValue);
  if (!device.features.isObject()) return context;
  for (const std::string& name : device.features.getMemberNames()) {
    if (device.features[name] == true) features.append(name);
  }
  return context;
}

}  // namespace

std::vector<Entry> make_builtins(const BuiltinDependencies& dependencies) {
  using enum RippleContract;
  const BuiltinDependencies& d = dependencies;
  const PermissionLookup permissions(d.manifest.device, d.permissions);
  std::vector<Entry> entries;
  entries.push_back(builtin(kConfig, d.version)
                        .inline_channel([&manifest = d.manifest, openrpc = d.openrpc](Node node) {
                          return serve_config(std::move(node), manifest, openrpc);
                        }));
  const LifecycleSurroundings surroundings{d.manifest, d.sessions, permissions,
                                           d.gateway,  d.events,   d.departures};
  entries.push_back(builtin(kLifecycleManagement, d.version)
                        .uses(kPermissions)
                        .uses(kPrivacySettings)
                        .uses(kSettings)
                        .uses(kLauncher)
                        .inline_channel([surroundings](Node node) {
                          return serve_lifecycle(std::move(node), surroundings);
                        }));
  entries.push_back(builtin(kCaps, d.version)
                        .uses(kPermissions)
                        .inline_channel([&table = d.capabilities, permissions](Node node) {
                          return serve_caps(std::move(node), table, permissions);
                        }));
  entries.push_back(builtin(kSettings, d.version)
                        .uses(kLocalStorage)
                        .uses(kVoiceGuidance)
                        .inline_channel([&device = d.manifest.device](Node node) {
                          return serve_settings(std::move(node), device.default_values);
                        }));
  entries.push_back(builtin(kAppEvents, d.version).inline_channel([&events = d.events](Node node) {
    return serve_app_events(std::move(node), events);
  }));
  entries.push_back(builtin(kRpc, d.version).inline_channel([&rpc = d.rpc](Node node) {
    return serve_rpc(std::move(node), rpc);
  }));
  entries.push_back(
      builtin(kExtnStatus, d.version).inline_channel([&statuses = d.statuses](Node node) {
        return serve_extn_status(std::move(node), statuses);
      }));
  entries.push_back(builtin(kRippleContext, d.version)
                        .inline_channel([&context = d.context,
                                         first = first_context(d.manifest.device)](Node node) {
                          return serve_ripple_context(std::move(node), first, context);
                        }));
  return entries;
}

}  // namespace ripple::builtin
