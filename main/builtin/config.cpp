#include "main/builtin/config.hpp"

#include <algorithm>
#include <utility>

#include "ripple/contracts/config.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::Config;

Json::Value object_or_empty(const Json::Value& value) {
  return value.isObject() ? value : Json::Value(Json::objectValue);
}

Json::Value describe(const manifest::App& app) {
  Json::Value json(Json::objectValue);
  json["app_id"] = app.id;
  json["name"] = app.name;
  json["runtime"] = app.runtime;
  json["start_page"] = app.start_page;
  json["boot_state"] = app.boot_state;
  if (app.launch.isObject()) json["launch"] = app.launch;
  return json;
}

Json::Value launcher_config(const manifest::Manifest& manifest) {
  const manifest::Lifecycle& lifecycle = manifest.device.lifecycle;
  Json::Value policy(Json::objectValue);
  policy["app_ready_timeout_ms"] = Json::Int64{lifecycle.app_ready_timeout.count()};
  policy["app_finished_timeout_ms"] = Json::Int64{lifecycle.app_finished_timeout.count()};
  policy["max_loaded_apps"] = Json::UInt64{lifecycle.max_loaded_apps};
  policy["min_available_memory_kb"] = Json::UInt64{lifecycle.min_available_memory_kb};
  policy["prioritized"] = Json::Value(Json::arrayValue);
  for (const std::string& app : lifecycle.prioritized) policy["prioritized"].append(app);

  Json::Value json(Json::objectValue);
  json["lifecycle"] = std::move(policy);
  Json::Value& defaults = json["application_defaults"] = Json::Value(Json::objectValue);
  for (const auto& [type, app] : manifest.device.application_defaults) defaults[type] = app;
  const manifest::Listener& listener = manifest.device.app_listener;
  json["endpoint"] = "ws://" + listener.address + ":" + std::to_string(listener.port);
  Json::Value& apps = json["apps"] = Json::Value(Json::arrayValue);
  for (const manifest::App& app : manifest.apps) apps.append(describe(app));
  return json;
}

std::string text_or(const Json::Value& object, const char* key, std::string otherwise) {
  if (!object.isObject() || !object[key].isString()) return otherwise;
  return object[key].asString();
}

Config::Salt salt(const Json::Value& salt) {
  Config::Salt result;
  if (!salt.isObject()) return result;
  if (salt["algorithm"].isString()) result.algorithm = salt["algorithm"].asString();
  if (salt["magic"].isString()) result.magic = salt["magic"].asString();
  return result;
}

bool requires_contract(const manifest::Manifest& manifest, RippleContract contract) {
  const std::vector<RippleContract>& required = manifest.extn.required_contracts;
  return std::find(required.begin(), required.end(), contract) != required.end();
}

Json::Value feature(const Json::Value& features, const std::string& flag) {
  return features.isObject() ? features.get(flag, Json::Value()) : Json::Value();
}

}  // namespace

Task<void> serve_config(Node node, const manifest::Manifest& manifest,
                        std::function<std::string()> openrpc) {
  const manifest::DeviceManifest& device = manifest.device;
  auto handlers = overloaded{
      [&](Config::PlatformParameters& c) { c.reply(device.platform_parameters); },
      [&](Config::LauncherConfig& c) { c.reply(launcher_config(manifest)); },
      [&](Config::DefaultValues& c) { c.reply(object_or_empty(device.default_values)); },
      [&](Config::DefaultLanguage& c) {
        c.reply(text_or(device.default_values, "language", "en"));
      },
      [&](Config::SavedDir& c) { c.reply(device.saved_dir.string()); },
      [&](Config::FormFactor& c) { c.reply(device.form_factor); },
      [&](Config::DistributorExperienceId& c) { c.reply(device.distributor_experience_id); },
      [&](Config::DistributorServices& c) { c.reply(device.distributor_services); },
      [&](Config::IdSalt& c) { c.reply(salt(device.distribution_id_salt)); },
      [&](Config::Features& c) { c.reply(object_or_empty(device.features)); },
      [&](Config::SupportsDistributorSession& c) {
        c.reply(requires_contract(manifest, RippleContract::kDistributorSession));
      },
      [&](Config::DeviceManifest& c) { c.reply(object_or_empty(device.document)); },
      [&](Config::Openrpc& c) { c.reply_raw(openrpc()); },
      [&](Config::RemoteFeature& c) { c.reply(feature(device.features, c.params.flag)); },
      [](UnknownInvocation& c) { c.reply_unsupported(); },
  };
  co_await serve<Config>(node, std::move(handlers));
}

}  // namespace ripple::builtin
