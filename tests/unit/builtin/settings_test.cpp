#include "ripple/contracts/settings.hpp"

#include <map>

#include "ripple/contracts/local_storage.hpp"
#include "ripple/contracts/voice_guidance.hpp"
#include "tests/unit/builtin/builtin_fixture.hpp"

namespace ripple::builtin {
namespace {

using contracts::LocalStorage;
using contracts::Settings;
using contracts::VoiceGuidance;

class SettingsTest : public BuiltinFixture {
 protected:
  void start() {
    host.provide<LocalStorage>(overloaded{
        [this](LocalStorage::Get& call) {
          const auto at = stored.find(call.params.namespace_ + "/" + call.params.key);
          if (at == stored.end()) return call.reply(std::nullopt);
          call.reply(LocalStorage::StoredValue{.update_time = "2025-01-01T00:00:00Z",
                                               .value = at->second});
        },
        [this](LocalStorage::Set& call) {
          if (fails) return call.fail({ErrorCode::kServiceFailure, "the disk is full", {}});
          stored[call.params.namespace_ + "/" + call.params.key] = call.params.value;
          call.reply(true);
        },
        [](auto& call) { call.reply_unsupported(); },
    });
    BuiltinFixture::start();
  }

  Result<Json::Value> call(const std::string& method, const std::string& params = "") {
    return host
        .start_call_json("settings", method, params.empty() ? Json::Value() : *parse_json(params))
        .result();
  }

  std::size_t events_of(const std::string& method) const {
    std::size_t count = 0;
    for (const auto& record : host.event_records()) count += record.method == method ? 1 : 0;
    return count;
  }

  std::map<std::string, Json::Value> stored;
  bool fails = false;
};

TEST_F(SettingsTest, SaysWhatIsNotAvailable) {
  start();
  const auto locality = call("localization.locality");
  ASSERT_FALSE(locality);
  EXPECT_EQ(static_cast<int>(locality.error().code), -50300);
  EXPECT_EQ(locality.error().message, "Localization.locality is not available");
}

TEST_F(SettingsTest, FallsBackToTheManifest) {
  manifest.device.default_values = *parse_json(
      R"({"country_code":"US","locale":"en-US","captions":{"enabled":true,"font_size":1.5}})");
  start();
  EXPECT_EQ(*call("localization.countryCode"), "US");
  EXPECT_EQ(*call("localization.locale"), "en-US");
  EXPECT_EQ(*call("closedcaptions.fontSize"), 1.5);
}

TEST_F(SettingsTest, StoresWhatIsSetAndTells) {
  start();
  ASSERT_TRUE(call("localization.setLocality", R"({"value":"Berlin"})"));
  EXPECT_EQ(stored["Localization/locality"], "Berlin");
  EXPECT_EQ(*call("localization.locality"), "Berlin");
  EXPECT_EQ(host.events<Settings::OnLocalityChanged>(), std::vector<std::string>{"Berlin"});
  EXPECT_EQ(host.events<Settings::OnSettingChanged>().at(0).key, "localization.locality");
}

TEST_F(SettingsTest, TellsNothingWhenTheValueStaysTheSame) {
  manifest.device.default_values["locality"] = "Berlin";
  start();
  ASSERT_TRUE(call("localization.setLocality", R"({"value":"Berlin"})"));
  EXPECT_EQ(stored["Localization/locality"], "Berlin");
  EXPECT_TRUE(host.event_records().empty());
}

TEST_F(SettingsTest, ReadsWhatWasStoredBefore) {
  stored["Localization/locality"] = "Berlin";
  start();
  EXPECT_EQ(*call("localization.locality"), "Berlin");
}

TEST_F(SettingsTest, IgnoresAStoredValueOfTheWrongKind) {
  stored["Localization/locality"] = 7;
  start();
  EXPECT_FALSE(call("localization.locality"));
  EXPECT_TRUE(host.has_logged("Localization.locality"));
}

TEST_F(SettingsTest, KeepsTheOldValueWhenItCannotBeStored) {
  stored["Localization/locality"] = "Berlin";
  start();
  fails = true;
  const auto set = call("localization.setLocality", R"({"value":"Bonn"})");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message, "the disk is full");
  EXPECT_EQ(*call("localization.locality"), "Berlin");
  EXPECT_TRUE(host.event_records().empty());
}

TEST_F(SettingsTest, TakesTheLanguageFromTheLocale) {
  manifest.device.default_values = *parse_json(R"({"locale":"en-US","language":"fr"})");
  start();
  EXPECT_EQ(*call("localization.language"), "en");
  ASSERT_TRUE(call("localization.setLocale", R"({"value":"de-CH"})"));
  EXPECT_EQ(*call("localization.language"), "de");
  EXPECT_EQ(host.events<Settings::OnLanguageChanged>(), std::vector<std::string>{"de"});
}

TEST_F(SettingsTest, KeepsTheRegionWhenTheLanguageChanges) {
  manifest.device.default_values["locale"] = "de-CH";
  start();
  ASSERT_TRUE(call("localization.setLanguage", R"({"value":"fr"})"));
  EXPECT_EQ(*call("localization.locale"), "fr-CH");
  EXPECT_EQ(host.events<Settings::OnLocaleChanged>(), std::vector<std::string>{"fr-CH"});
  EXPECT_EQ(host.events<Settings::OnLanguageChanged>(), std::vector<std::string>{"fr"});
}

TEST_F(SettingsTest, KnowsTheLanguageOfTheManifestWithoutALocale) {
  manifest.device.default_values["language"] = "fr";
  start();
  EXPECT_EQ(*call("localization.language"), "fr");
}

TEST_F(SettingsTest, TakesThePostalCodeFromTheCountryUnlessItIsSet) {
  manifest.device.default_values =
      *parse_json(R"({"country_code":"US","country_postal_code":{"US":"66952","CA":"L6T"}})");
  start();
  EXPECT_EQ(*call("localization.postalCode"), "66952");
  ASSERT_TRUE(call("localization.setCountryCode", R"({"value":"CA"})"));
  EXPECT_EQ(host.events<Settings::OnPostalCodeChanged>(), std::vector<std::string>{"L6T"});
  ASSERT_TRUE(call("localization.setPostalCode", R"({"value":"12345"})"));
  EXPECT_EQ(*call("localization.postalCode"), "12345");
}

TEST_F(SettingsTest, AddsAndRemovesAdditionalInfo) {
  start();
  EXPECT_FALSE(call("localization.additionalInfo"));
  ASSERT_TRUE(call("localization.addAdditionalInfo", R"({"key":"a","value":1})"));
  ASSERT_TRUE(call("localization.addAdditionalInfo", R"({"key":"b","value":"x"})"));
  ASSERT_TRUE(call("localization.removeAdditionalInfo", R"({"key":"a"})"));
  ASSERT_TRUE(call("localization.removeAdditionalInfo", R"({"key":"never"})"));
  EXPECT_EQ(print_json(*call("localization.additionalInfo")), R"({"b":"x"})");
}

TEST_F(SettingsTest, LosesNoneOfSeveralAdditionsAtOnce) {
  start();
  std::vector<ripple::testing::Answer<Json::Value>> answers;
  for (const char* key : {"a", "b", "c"}) {
    Json::Value params(Json::objectValue);
    params["key"] = key;
    params["value"] = true;
    answers.push_back(host.start_call_json("settings", "localization.addAdditionalInfo", params));
  }
  for (const auto& answer : answers) EXPECT_TRUE(answer.result());
  EXPECT_EQ(call("localization.additionalInfo")->size(), 3U);
}

TEST_F(SettingsTest, BoundsAdditionalInfo) {
  start();
  for (int i = 0; i < 32; ++i) {
    ASSERT_TRUE(call("localization.addAdditionalInfo",
                     R"({"key":"k)" + std::to_string(i) + R"(","value":1})"));
  }
  const auto more = call("localization.addAdditionalInfo", R"({"key":"more","value":1})");
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kInvalidParams);
  EXPECT_TRUE(call("localization.addAdditionalInfo", R"({"key":"k1","value":2})"));
  EXPECT_FALSE(call("localization.addAdditionalInfo",
                    R"({"key":"k1","value":")" + std::string(1025, 'x') + R"("})"));
  EXPECT_FALSE(call("localization.addAdditionalInfo", R"({"key":"k1","value":[]})"));
}

TEST_F(SettingsTest, PutsCaptionsTogetherForAccessibility) {
  manifest.device.default_values = *parse_json(
      R"({"captions":{"enabled":false,"font_color":"#fff","preferred_languages":["eng"]}})");
  start();
  EXPECT_EQ(print_json(*call("accessibility.closedCaptionsSettings")),
            R"({"enabled":false,"preferredLanguages":["eng"],"styles":{"fontColor":"#fff"}})");
  EXPECT_EQ(*call("accessibility.closedCaptions"), *call("accessibility.closedCaptionsSettings"));
  ASSERT_TRUE(call("closedcaptions.setEnabled", R"({"value":true})"));
  EXPECT_EQ(events_of("accessibility.onClosedCaptionsSettingsChanged"), 1U);
}

TEST_F(SettingsTest, CannotTellCaptionsWithoutKnowingWhetherTheyAreOn) {
  start();
  EXPECT_EQ(call("accessibility.closedCaptionsSettings").error().message,
            "ClosedCaptions.enabled is not available");
}

TEST_F(SettingsTest, KeepsACaptionStyleThatIsSetToNothing) {
  manifest.device.default_values["captions"]["font_color"] = "#fff";
  start();
  ASSERT_TRUE(call("closedcaptions.setFontColor", R"({"value":null})"));
  ASSERT_TRUE(call("closedcaptions.fontColor"));
  EXPECT_TRUE(call("closedcaptions.fontColor")->isNull());
}

TEST_F(SettingsTest, TellsOfAudioDescriptions) {
  manifest.device.default_values["accessibility_audio_description_settings"] = false;
  start();
  ASSERT_TRUE(call("audiodescriptions.setEnabled", R"({"value":true})"));
  EXPECT_EQ(print_json(*call("accessibility.audioDescriptionSettings")), R"({"enabled":true})");
  EXPECT_EQ(events_of("accessibility.onAudioDescriptionSettingsChanged"), 1U);
  EXPECT_EQ(events_of("audiodescriptions.onEnabledChanged"), 1U);
}

TEST_F(SettingsTest, AsksTheVoiceGuidanceOfTheDevice) {
  host.provide<VoiceGuidance>(overloaded{
      [](VoiceGuidance::Enabled& call) { call.reply(true); },
      [](VoiceGuidance::NavigationHints& call) { call.reply(false); },
      [](VoiceGuidance::Rate& call) { call.reply(2.0); },
      [](auto& call) { call.reply_unsupported(); },
  });
  start();
  EXPECT_EQ(print_json(*call("accessibility.voiceGuidanceSettings")),
            R"({"enabled":true,"navigationHints":false,"rate":2.0,"speed":2.0})");
  host.publish(VoiceGuidance::OnEnabledChanged{true});
  EXPECT_EQ(events_of("accessibility.onVoiceGuidanceSettingsChanged"), 1U);
}

TEST_F(SettingsTest, IsHonestAboutWhatNobodyServes) {
  start();
  EXPECT_EQ(call("accessibility.voiceGuidanceSettings").error().code, ErrorCode::kNotAvailable);
  EXPECT_EQ(call("profile.flags").error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(call("localization.latlon").error().message, "Localization.latlon is not available");
}

TEST_F(SettingsTest, LetsExtensionsReadSeveral) {
  manifest.device.default_values["locale"] = "de-CH";
  start();
  EXPECT_EQ(print_json(*call("settings.get",
                             R"({"keys":["localization.locale","localization.language","x.y",
                                         "localization.locality"]})")),
            R"({"localization.language":"de","localization.locale":"de-CH"})");
}

TEST_F(SettingsTest, LetsExtensionsSetWhatAppsCannot) {
  start();
  EXPECT_EQ(*call("settings.set", R"({"key":"accessibility.highContrastUI","value":true})"), true);
  EXPECT_EQ(*call("settings.set", R"({"key":"accessibility.highContrastUI","value":true})"), false);
  EXPECT_EQ(*call("accessibility.highContrastUI"), true);
  EXPECT_EQ(events_of("accessibility.onHighContrastUIChanged"), 1U);
  ASSERT_TRUE(call("settings.set", R"({"key":"localization.latlon","value":[60.2,12]})"));
  EXPECT_EQ(print_json(*call("localization.latlon")), "[60.2,12]");
}

TEST_F(SettingsTest, NamesTheNearestSettingForAWrongOne) {
  start();
  const auto set = call("settings.set", R"({"key":"localization.locales","value":"x"})");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kInvalidParams);
  EXPECT_NE(set.error().message.find("\"localization.locale\""), std::string::npos);
  const auto kind = call("settings.set", R"({"key":"localization.locale","value":7})");
  ASSERT_FALSE(kind);
  EXPECT_EQ(kind.error().code, ErrorCode::kInvalidParams);
}

TEST_F(SettingsTest, KeepsTheFormatOfCountriesAndLanguages) {
  start();
  for (const char* params : {R"({"key":"localization.countryCode","value":"Germany"})",
                             R"({"key":"localization.locale","value":"-"})",
                             R"({"key":"closedcaptions.fontOpacity","value":101})",
                             R"({"key":"closedcaptions.preferredLanguages","value":["en"]})"}) {
    EXPECT_FALSE(call("settings.set", params)) << params;
  }
}

}  // namespace
}  // namespace ripple::builtin
