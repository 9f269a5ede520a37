#include "device/device_settings.hpp"

#include <ripple/contracts/config.hpp>
#include <utility>

namespace ripple::device {
namespace {

std::optional<std::string> text_of(const Json::Value& object, const char* key) {
  if (!object.isObject() || !object[key].isString()) return std::nullopt;
  return object[key].asString();
}

}  // namespace

std::optional<std::string> DeviceSettings::default_text(const char* key) const {
  return text_of(default_values, key);
}

std::optional<std::string> DeviceSettings::additional_text(const char* key) const {
  return text_of(default_values["additional_info"], key);
}

Task<Result<DeviceSettings>> load_device_settings(Node node) {
  using contracts::Config;
  DeviceSettings settings;
  auto saved_dir = co_await node.call(Config::saved_dir{});
  if (!saved_dir) co_return saved_dir.error();
  settings.saved_dir = *saved_dir;
  auto form_factor = co_await node.call(Config::form_factor{});
  if (!form_factor) co_return form_factor.error();
  settings.form_factor = *form_factor;
  auto experience = co_await node.call(Config::distributor_experience_id{});
  if (!experience) co_return experience.error();
  settings.distributor_experience_id = *experience;
  auto salt = co_await node.call(Config::id_salt{});
  if (!salt) co_return salt.error();
  settings.id_salt = salt->magic.value_or("");
  auto default_values = co_await node.call(Config::default_values{});
  if (!default_values) co_return default_values.error();
  settings.default_values = std::move(*default_values);
  auto manifest = co_await node.call(Config::device_manifest{});
  if (!manifest) co_return manifest.error();
  const auto& names = (*manifest)["configuration"]["model_friendly_names"];
  if (names.isObject()) settings.model_friendly_names = names;
  co_return settings;
}

}  // namespace ripple::device
