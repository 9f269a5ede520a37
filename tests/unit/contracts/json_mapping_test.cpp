#include <gtest/gtest.h>

#include <ripple/contracts/account_session.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/extn_status.hpp>
#include <ripple/contracts/lifecycle_management.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/contracts/settings.hpp>
#include <ripple/json.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace ripple::contracts {
namespace {

Json::Value parsed(std::string_view text) {
  const Result<Json::Value> value = parse_json(text);
  EXPECT_TRUE(value) << text;
  return *value;
}

template <typename T>
T read(std::string_view text) {
  T value{};
  const Result<void> outcome = from_json(parsed(text), value);
  EXPECT_TRUE(outcome) << outcome.error().message;
  return value;
}

template <typename T>
std::string refusal(std::string_view text) {
  T value{};
  const Result<void> outcome = from_json(parsed(text), value);
  if (outcome) return "accepted";
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidParams);
  return outcome.error().message;
}

template <typename T>
void expect_round_trip(std::string_view text) {
  EXPECT_EQ(print_json(to_json(read<T>(text))), text);
}

TEST(JsonMapping, ChoosesTheObviousTypes) {
  static_assert(std::is_same_v<DeviceInfo::make::Result, std::string>);
  static_assert(std::is_same_v<DeviceInfo::set_name::Result, std::nullptr_t>);
  static_assert(std::is_same_v<decltype(DeviceInfo::set_name::value), std::string>);
  static_assert(std::is_same_v<DeviceInfo::uptime::Result, double>);
  static_assert(std::is_same_v<DeviceInfo::OnNameChanged::Payload, std::string>);
  static_assert(
      std::is_same_v<Settings::preferred_audio_languages::Result, std::vector<std::string>>);
  static_assert(std::is_same_v<decltype(AccountSession::session::expires_in), std::int64_t>);
  static_assert(std::is_same_v<Settings::additional_info::Result, Json::Value>);
}

TEST(JsonMapping, MakesAUnionOfOneTypeThatType) {
  static_assert(std::is_same_v<DeviceInfo::video_resolution::Result, std::vector<std::int64_t>>);
  static_assert(std::is_same_v<Settings::latlon::Result, std::vector<double>>);
}

TEST(JsonMapping, MakesAUnionWithNullAnOptional) {
  static_assert(std::is_same_v<SecureStorage::get::Result, std::optional<std::string>>);
  static_assert(
      std::is_same_v<LocalStorage::get::Result, std::optional<LocalStorage::StoredValue>>);
  static_assert(std::is_same_v<Settings::closed_captions_font_family::Result,
                               std::optional<Settings::FontFamily>>);
}

TEST(JsonMapping, ReadsAndWritesStructs) {
  expect_round_trip<DeviceInfo::NetworkInfoResult>(R"({"state":"connected","type":"wifi"})");
  expect_round_trip<LocalStorage::set>(
      R"({"key":"k","namespace":"n","value":{"any":[1,null,"thing"]}})");
  expect_round_trip<LifecycleManagement::session>(
      R"({"session":{"app":{"id":"refui","title":"UI"},"launch":{"inactive":true,)"
      R"("intent":{"action":"home","context":{"source":"voice"}}}}})");
  expect_round_trip<ExtnStatus::list::Result>("[]");
}

TEST(JsonMapping, SpellsNamesThatCxxCannot) {
  const auto profiles = read<DeviceInfo::AudioProfiles>(
      R"({"dolbyAtmos":true,"dolbyDigital5.1":false,"dolbyDigital5.1+":true,"stereo":true})");
  EXPECT_FALSE(profiles.dolby_digital5_1);
  EXPECT_TRUE(profiles.dolby_digital5_1_plus);
  EXPECT_EQ(read<LocalStorage::get>(R"({"namespace":"n","key":"k"})").namespace_, "n");
  EXPECT_EQ(LocalStorage::kMethods[LocalStorage::delete_::kMethod], "local.storage.delete");
}

TEST(JsonMapping, ReadsAndWritesEnumsAsWords) {
  EXPECT_EQ(to_string(DeviceInfo::NetworkType::kEthernet), "ethernet");
  EXPECT_EQ(to_json(DeviceInfo::NetworkType::kHybrid), Json::Value("hybrid"));
  EXPECT_EQ(read<DeviceInfo::NetworkType>("\"wifi\""), DeviceInfo::NetworkType::kWifi);
}

TEST(JsonMapping, WritesNoMemberForAnEmptyOptional) {
  EXPECT_EQ(print_json(to_json(LocalStorage::list{.namespace_ = "n"})), R"({"namespace":"n"})");
}

TEST(JsonMapping, ReadsNullAsAnEmptyOptional) {
  EXPECT_FALSE(read<LocalStorage::list>(R"({"namespace":"n","scope":null})").scope);
}

TEST(JsonMapping, KeepsARequiredMemberThatMayBeNull) {
  EXPECT_EQ(print_json(to_json(Settings::set_closed_captions_font_size{})), R"({"value":null})");
  EXPECT_FALSE(read<Settings::set_closed_captions_font_size>(R"({"value":null})").value);
  EXPECT_EQ(refusal<Settings::set_closed_captions_font_size>("{}"),
            "#: expected member \"value\", found none");
}

TEST(JsonMapping, AcceptsAbsentParamsOfACallThatNeedsNone) {
  read<DeviceInfo::make>("null");
  read<DeviceInfo::make>(R"({"more":"than declared"})");
  EXPECT_EQ(refusal<DeviceInfo::set_name>("null"), "#: expected object, found null");
}

TEST(JsonMapping, IgnoresMembersItDoesNotKnow) {
  EXPECT_EQ(read<DeviceInfo::set_name>(R"({"value":"x","more":1})").value, "x");
}

TEST(JsonMapping, SaysWhereTheWrongValueIs) {
  EXPECT_EQ(refusal<DeviceInfo::set_name>(R"({"value":3})"),
            "#/value: expected string, found number");
  EXPECT_EQ(refusal<DeviceInfo::set_name>("[]"), "#: expected object, found array");
  EXPECT_EQ(refusal<DeviceInfo::set_name>("{}"), "#: expected member \"value\", found none");
  EXPECT_EQ(refusal<Settings::set_preferred_audio_languages>(R"({"value":["eng",7]})"),
            "#/value/1: expected string, found number");
  EXPECT_EQ(refusal<LifecycleManagement::session>(R"({"session":{"app":{"id":true}}})"),
            "#/session/app/id: expected string, found boolean");
}

TEST(JsonMapping, SaysWhichWordsAnEnumHas) {
  EXPECT_EQ(refusal<DeviceInfo::NetworkInfoResult>(R"({"state":"gone","type":"wifi"})"),
            "#/state: expected one of \"connected\", \"disconnected\", found \"gone\"");
  EXPECT_EQ(refusal<DeviceInfo::NetworkState>("1"), "#: expected string, found number");
}

TEST(JsonMapping, RefusesNumbersThatAreNotWhole) {
  EXPECT_EQ(refusal<AccountSession::session>(R"({"token":"t","expiresIn":1.5})"),
            "#/expiresIn: expected integer, found number");
}

TEST(JsonMapping, MapsAnEventToItsPayload) {
  EXPECT_EQ(to_json(DeviceInfo::OnNameChanged{.payload = "TV"}), Json::Value("TV"));
  EXPECT_EQ(read<DeviceInfo::OnNameChanged>("\"TV\"").payload, "TV");
  EXPECT_EQ(refusal<DeviceInfo::OnNameChanged>("7"), "#: expected string, found number");
  const auto event =
      read<LifecycleManagement::OnForeground>(R"({"state":"foreground","previous":"inactive"})");
  EXPECT_EQ(event.payload.previous, LifecycleManagement::LifecycleState::kInactive);
}

}  // namespace
}  // namespace ripple::contracts
