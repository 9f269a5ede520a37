/// The settings that are kept, as a table: how each is called, where it is stored, what its default
/// is called in the manifest.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ripple::builtin {

enum class SettingKind : std::uint8_t { kText, kFlag, kNumber, kTexts, kPlace, kFlatMap };

struct Setting {
  std::string_view name;   ///< the method that reads it: "localization.locale"
  std::string_view space;  ///< namespace in local.storage, as Ripple calls it
  std::string_view key;
  std::string_view preset;  ///< in default_values: "locale", "captions.font_size"; may be absent
  SettingKind kind;
  bool nullable = false;
  /// What a value of the kind must be besides; null: anything. `form` says it in words.
  bool (*has_form)(const Json::Value&) = nullptr;
  std::string_view form{};

  /// "Localization.locale", as errors call it.
  std::string full_key() const { return std::string(space) + "." + std::string(key); }
};

std::span<const Setting> settings();

/// Null when there is none of that name.
const Setting* find_setting(std::string_view name);

/// "localization.setLocale" for "localization.locale".
std::string setter_of(std::string_view name);
/// "localization.onLocaleChanged" for "localization.locale".
std::string event_of(std::string_view name);

/// True when `value` is what the setting takes.
bool fits(const Setting& setting, const Json::Value& value);

/// What the setting takes: "a number, 0 to 100".
std::string expectation(const Setting& setting);

}  // namespace ripple::builtin
