/// The privacy settings of Firebolt, and what the device manifest calls their defaults.
#pragma once

#include <array>
#include <string_view>

namespace ripple::distributor_general {

struct PrivacyChoice {
  /// "allowWatchHistory": the key in the distributor's file, in storage and in privacy.settings.
  std::string_view name;
  /// "allow_watch_history": the key in the manifest's `default_values`.
  std::string_view default_value;
  /// "privacy.onAllowWatchHistoryChanged".
  std::string_view event;
};

inline constexpr std::array<PrivacyChoice, 12> kPrivacyChoices = {{
    {"allowResumePoints", "allow_resume_points", "privacy.onAllowResumePointsChanged"},
    {"allowUnentitledResumePoints", "allow_unentitled_resume_points",
     "privacy.onAllowUnentitledResumePointsChanged"},
    {"allowWatchHistory", "allow_watch_history", "privacy.onAllowWatchHistoryChanged"},
    {"allowProductAnalytics", "allow_product_analytics", "privacy.onAllowProductAnalyticsChanged"},
    {"allowPersonalization", "allow_personalization", "privacy.onAllowPersonalizationChanged"},
    {"allowUnentitledPersonalization", "allow_unentitled_personalization",
     "privacy.onAllowUnentitledPersonalizationChanged"},
    {"allowRemoteDiagnostics", "allow_remote_diagnostics",
     "privacy.onAllowRemoteDiagnosticsChanged"},
    {"allowPrimaryContentAdTargeting", "allow_primary_content_ad_targeting",
     "privacy.onAllowPrimaryContentAdTargetingChanged"},
    {"allowPrimaryBrowseAdTargeting", "allow_primary_browse_ad_targeting",
     "privacy.onAllowPrimaryBrowseAdTargetingChanged"},
    {"allowAppContentAdTargeting", "allow_app_content_ad_targeting",
     "privacy.onAllowAppContentAdTargetingChanged"},
    {"allowACRCollection", "allow_acr_collection", "privacy.onAllowACRCollectionChanged"},
    {"allowCameraAnalytics", "allow_camera_analytics", "privacy.onAllowCameraAnalyticsChanged"},
}};

}  // namespace ripple::distributor_general
