#include "main/builtin/setting_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace ripple::builtin {
namespace {

using enum SettingKind;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }

struct Form {
  bool (*holds)(const Json::Value&);
  std::string_view words;
};

constexpr Form kAnything = {nullptr, ""};
constexpr Form kCountry = {[](const Json::Value& value) {
                             const std::string text = value.asString();
                             return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]);
                           },
                           "two capital letters"};
constexpr Form kLocale = {[](const Json::Value& value) {
                            const std::string text = value.asString();
                            return !text.empty() && is_letter(text[0]) &&
                                   std::all_of(text.begin(), text.end(), [](char c) {
                                     return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
                                   });
                          },
                          "such as \"en-US\""};
constexpr Form kLanguages = {
    [](const Json::Value& value) {
      return std::all_of(value.begin(), value.end(), [](const Json::Value& item) {
        const std::string text = item.asString();
        return text.size() == 3 && std::all_of(text.begin(), text.end(), is_lower);
      });
    },
    "languages of three small letters, such as \"eng\""};
constexpr Form kAtLeastZero = {[](const Json::Value& value) { return value.asDouble() >= 0; },
                               "0 or more"};
constexpr Form kPercent = {
    [](const Json::Value& value) { return value.asDouble() >= 0 && value.asDouble() <= 100; },
    "0 to 100"};
constexpr Form kFontFamily = {
    [](const Json::Value& value) {
      return value == "monospaced_serif" || value == "proportional_serif" ||
             value == "monospaced_sanserif" || value == "proportional_sanserif" ||
             value == "smallcaps" || value == "cursive" || value == "casual";
    },
    "monospaced_serif, proportional_serif, monospaced_sanserif, proportional_sanserif, smallcaps, "
    "cursive or casual"};
constexpr Form kFontEdge = {[](const Json::Value& value) {
                              return value == "none" || value == "raised" || value == "depressed" ||
                                     value == "uniform" || value == "drop_shadow_left" ||
                                     value == "drop_shadow_right";
                            },
                            "none, raised, depressed, uniform, drop_shadow_left or "
                            "drop_shadow_right"};

constexpr Setting localization(std::string_view name, std::string_view key, std::string_view preset,
                               SettingKind kind, Form form = kAnything) {
  return {name, "Localization", key, preset, kind, false, form.holds, form.words};
}

constexpr Setting style(std::string_view name, std::string_view key, std::string_view preset,
                        SettingKind kind, Form form = kAnything) {
  return {name, "ClosedCaptions", key, preset, kind, true, form.holds, form.words};
}

constexpr std::array kSettings = {
    localization("localization.locality", "locality", "locality", kText),
    localization("localization.postalCode", "postalCode", "postal_code", kText),
    localization("localization.countryCode", "countryCode", "country_code", kText, kCountry),
    localization("localization.locale", "locale", "locale", kText, kLocale),
    localization("localization.preferredAudioLanguages", "preferredAudioLanguages",
                 "preferred_audio_languages", kTexts, kLanguages),
    localization("localization.latlon", "latlon", "latlon", kPlace),
    localization("localization.additionalInfo", "additionalInfo", "additional_info", kFlatMap),
    Setting{"closedcaptions.enabled", "ClosedCaptions", "enabled", "captions.enabled", kFlag},
    style("closedcaptions.fontFamily", "fontFamily", "captions.font_family", kText, kFontFamily),
    style("closedcaptions.fontSize", "fontSize", "captions.font_size", kNumber, kAtLeastZero),
    style("closedcaptions.fontColor", "fontColor", "captions.font_color", kText),
    style("closedcaptions.fontEdge", "fontEdge", "captions.font_edge", kText, kFontEdge),
    style("closedcaptions.fontEdgeColor", "fontEdgeColor", "captions.font_edge_color", kText),
    style("closedcaptions.fontOpacity", "fontOpacity", "captions.font_opacity", kNumber, kPercent),
    style("closedcaptions.backgroundColor", "backgroundColor", "captions.background_color", kText),
    style("closedcaptions.backgroundOpacity", "backgroundOpacity", "captions.background_opacity",
          kNumber, kPercent),
    style("closedcaptions.textAlign", "textAlign", "captions.text_align", kText),
    style("closedcaptions.textAlignVertical", "textAlignVertical", "captions.text_align_vertical",
          kText),
    style("closedcaptions.windowColor", "windowColor", "captions.window_color", kText),
    style("closedcaptions.windowOpacity", "windowOpacity", "captions.window_opacity", kNumber,
          kPercent),
    Setting{"closedcaptions.preferredLanguages", "ClosedCaptions", "preferredLanguages",
            "captions.preferred_languages", kTexts, false, kLanguages.holds, kLanguages.words},
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

bool is_of(SettingKind kind, const Json::Value& value) {
  switch (kind) {
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

std::string_view words_for(SettingKind kind) {
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
  if (!is_of(setting.kind, value)) return false;
  return setting.has_form == nullptr || setting.has_form(value);
}

std::string expectation(const Setting& setting) {
  std::string text(words_for(setting.kind));
  if (!setting.form.empty()) text += ", " + std::string(setting.form);
  if (setting.nullable) text += ", or null";
  return text;
}

}  // namespace ripple::builtin
