#include "main/manifest/default_values.hpp"

#include <initializer_list>
#include <string>

#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

void check_captions(const Field& field) {
  ObjectReader captions(field, UnknownKeys::kWarn);
  captions["enabled"].flag(false);
  for (const char* key :
       {"font_family", "font_color", "font_edge", "font_edge_color", "background_color",
        "window_color", "text_align", "text_align_vertical"}) {
    captions[key].text();
  }
  for (const char* key : {"font_size", "font_opacity", "background_opacity", "window_opacity"}) {
    captions[key].real(0);
  }
  captions["preferred_languages"].texts();
}

void check_video_dimensions(const Field& field) {
  if (!field.present()) return;
  const std::vector<Field> items = field.items();
  if (items.size() != 2) field.fail_expected("array of width and height");
  for (const Field& item : items) item.number(1, 1, 100000);
}

void check_place(const Field& field) {
  if (!field.present()) return;
  const std::vector<Field> items = field.items();
  if (items.size() != 2) field.fail_expected("array of latitude and longitude");
  for (const Field& item : items) item.real(0);
}

}  // namespace

Json::Value read_default_values(const Field& field) {
  Json::Value values = field.object();
  ObjectReader reader(field, UnknownKeys::kWarn);
  for (const char* key :
       {"country_code", "language", "locale", "name", "locality", "postal_code", "time_zone"}) {
    reader[key].text();
  }
  check_captions(reader["captions"]);
  check_place(reader["latlon"]);
  check_video_dimensions(reader["video_dimensions"]);
  reader["preferred_audio_languages"].texts();

  const auto flag = [&](const char* key, bool fallback) {
    values[key] = reader[key].flag(fallback);
  };
  for (const char* key :
       {"allow_acr_collection", "allow_app_content_ad_targeting", "allow_camera_analytics",
        "allow_personalization", "allow_primary_browse_ad_targeting",
        "allow_primary_content_ad_targeting", "allow_product_analytics", "allow_remote_diagnostics",
        "allow_resume_points", "allow_unentitled_personalization", "allow_unentitled_resume_points",
        "allow_watch_history", "lifecycle_transition_validate", "mediaProgressAsWatchedEvents",
        "accessibility_audio_description_settings", "role_based_support"}) {
    flag(key, false);
  }
  flag("allow_business_analytics", true);
  values["skip_restriction"] = reader["skip_restriction"].text("none");
  values["additional_info"] = reader["additional_info"].object();
  values["country_postal_code"] = Json::Value(Json::objectValue);
  for (const auto& [country, code] : reader["country_postal_code"].text_map()) {
    values["country_postal_code"][country] = code;
  }

  const Field countries = reader["countries_using_us_privacy"];
  countries.texts();
  if (!countries.present()) values["countries_using_us_privacy"].append("CA");

  ObjectReader voice(reader["voice"], UnknownKeys::kWarn);
  const bool enabled = voice["enabled"].flag(false);
  const double speed = voice["speed"].real(5.0);
  values["voice"] = voice.field().object();
  values["voice"]["enabled"] = enabled;
  values["voice"]["speed"] = speed;
  return values;
}

Json::Value read_features(const Field& field) {
  Json::Value features = field.object();
  ObjectReader reader(field, UnknownKeys::kWarn);
  features["privacy_settings_storage_type"] =
      reader["privacy_settings_storage_type"].word({"local", "cloud", "sync"}, "local");
  features["intent_validation"] =
      reader["intent_validation"].word({"fail", "failOpen"}, "failOpen");
  for (const char* key : {"cloud_permissions", "thunder_plugin_status_check_at_broker_start_up"}) {
    features[key] = reader[key].flag(true);
  }
  return features;
}

}  // namespace ripple::manifest
