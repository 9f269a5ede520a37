#include "main/builtin/setting_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace ripple::builtin {
namespace {

using enum SettingKind;

constexpr Setting captions(std::string_view name, std::string_view key, std::string_view preset,
                           SettingKind kind, bool nullable = true) {
  return {name, "ClosedCaptions", key, preset, kind, nullable};
}

constexpr std::array kSettings = {
    Setting{"localization.locality", "Localization", "locality", "locality", kText},
    Setting{"localization.postalCode", "Localization", "postalCode", "postal_code", kText},
    Setting{"localization.countryCode", "Localization", "countryCode", "country_code", kText},
    Setting{"localization.locale", "Localization", "locale", "locale", kText},
    Setting{"localization.preferredAudioLanguages", "Localization", "preferredAudioLanguages",
            "preferred_audio_languages", kTexts},
    Setting{"localization.latlon", "Localization", "latlon", "latlon", kPlace},
    Setting{"localization.additionalInfo", "Localization", "additionalInfo", "additional_info",
            kFlatMap},
    captions("closedcaptions.enabled", "enabled", "captions.enabled", kFlag, false),
    captions("closedcaptions.fontFamily", "fontFamily", "captions.font_family", kText),
    captions("closedcaptions.fontSize", "fontSize", "captions.font_size", kNumber),
    captions("closedcaptions.fontColor", "fontColor", "captions.font_color", kText),
    captions("closedcaptions.fontEdge", "fontEdge", "captions.font_edge", kText),
    captions("closedcaptions.fontEdgeColor", "fontEdgeColor", "captions.font_edge_color", kText),
    captions("closedcaptions.fontOpacity", "fontOpacity", "captions.font_opacity", kNumber),
    captions("closedcaptions.backgroundColor", "backgroundColor", "captions.background_color",
             kText),
    captions("closedcaptions.backgroundOpacity", "backgroundOpacity", "captions.background_opacity",
             kNumber),
    captions("closedcaptions.textAlign", "textAlign", "captions.text_align", kText),
    captions("closedcaptions.textAlignVertical", "textAlignVertical",
             "captions.text_align_vertical", kText),
    captions("closedcaptions.windowColor", "windowColor", "captions.window_color", kText),
    captions("closedcaptions.windowOpacity", "windowOpacity", "captions.window_opacity", kNumber),
    captions("closedcaptions.preferredLanguages", "preferredLanguages",
             "captions.preferred_languages", kTexts, false),
    Setting{"audiodescriptions.enabled", "AudioDescription", "enabled",
            "accessibility_audio_description_settings", kFlag},
    Setting{"accessibility.highContrastUI", "Accessibility", "highContrastUI", "high_contrast_ui",
            kFlag},
};

std::string with_prefix(std::string_view name, std::string_view prefix) {
  const std::size_t start = name.find('.') + 1;
  std::string text(name.substr(0, start));
  text += prefix;
  text += static_cast<char>(std::toupper(static_cast<unsigned char>(name[start])));
  text += name.substr(start + 1);
  return text;
}

bool all(const Json::Value& value, bool (Json::Value::*is)() const) {
  return std::all_of(value.begin(), value.end(),
                     [is](const Json::Value& item) { return (item.*is)(); });
}

bool is_flat(const Json::Value& value) {
  return std::all_of(value.begin(), value.end(), [](const Json::Value& item) {
    return item.isString() || item.isNumeric() || item.isBool();
  });
}

}  // namespace

std::span<const Setting> settings() { return kSettings; }

const Setting* find_setting(std::string_view name) {
  const auto at = std::find_if(kSettings.begin(), kSettings.end(),
                               [&](const Setting& setting) { return setting.name == name; });
  return at == kSettings.end() ? nullptr : &*at;
}

std::string setter_of(std::string_view name) { return with_prefix(name, "set"); }

std::string event_of(std::string_view name) { return with_prefix(name, "on") + "Changed"; }

bool fits(const Setting& setting, const Json::Value& value) {
  if (value.isNull()) return setting.nullable;
  switch (setting.kind) {
    case kText:
      return value.isString();
    case kFlag:
      return value.isBool();
    case kNumber:
      return value.isNumeric();
    case kTexts:
      return value.isArray() && all(value, &Json::Value::isString);
    case kPlace:
      return value.isArray() && value.size() == 2 && all(value, &Json::Value::isNumeric);
    case kFlatMap:
      return value.isObject() && is_flat(value);
  }
  return false;
}

std::string_view describe(SettingKind kind) {
  switch (kind) {
    case kText:
      return "a string";
    case kFlag:
      return "true or false";
    case kNumber:
      return "a number";
    case kTexts:
      return "an array of strings";
    case kPlace:
      return "an array of latitude and longitude";
    case kFlatMap:
      return "an object of strings, numbers, true and false";
  }
  return "another value";
}

}  // namespace ripple::builtin
