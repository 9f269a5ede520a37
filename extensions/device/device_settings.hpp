/// What the device manifest says that a device channel needs to know, asked from Main once.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <optional>
#include <ripple/node.hpp>
#include <string>

namespace ripple::device {

struct DeviceSettings {
  std::filesystem::path saved_dir;
  std::string form_factor;
  std::string distributor_experience_id;
  /// Of `distribution_id_salt`; empty when the manifest has none.
  std::string id_salt;
  Json::Value default_values{Json::objectValue};
  /// What people call a model, by the model's own name.
  Json::Value model_friendly_names{Json::objectValue};

  /// A text of `default_values`; empty optional when it is silent.
  std::optional<std::string> default_text(const char* key) const;
  /// A text of `default_values.additional_info`, where a distributor says what Ripple's schema has
  /// no member for.
  std::optional<std::string> additional_text(const char* key) const;
};

/// Errors: those of contract `config`.
Task<Result<DeviceSettings>> load_device_settings(Node node);

}  // namespace ripple::device
