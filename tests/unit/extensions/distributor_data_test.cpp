#include "distributor_general/distributor_data.hpp"

#include <gtest/gtest.h>

#include <ripple/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "machine_fixture.hpp"

using ripple::ErrorCode;
using ripple::distributor_general::DistributorData;
using ripple::distributor_general::load_distributor_data;
using ripple::distributor_general::parse_distributor_data;

namespace {

ripple::Result<DistributorData> parse(std::string_view text) {
  return parse_distributor_data(*ripple::parse_json(text));
}

std::string error_of(std::string_view text) {
  const auto data = parse(text);
  if (data) return "";
  EXPECT_EQ(data.error().code, ErrorCode::kBadManifest);
  return data.error().message;
}

}  // namespace

TEST(DistributorData, ReadsEveryMember) {
  const auto data = parse(R"({
    "account": {"id": "a1", "device_id": "d1", "session_id": "s1", "uids": {"app": "u1"}},
    "tokens": {"platform": {"value": "p", "expires": "2030-01-01T00:00:00Z", "type": "platform"},
               "device": {"value": "d"}, "distributor": {"value": "x"}, "root": {"value": "r"}},
    "permissions": {"app": ["xrn:firebolt:capability:device:name[manage]"],
                    "*": ["xrn:firebolt:capability:keyboard"]},
    "privacy": {"allowWatchHistory": true},
    "advertising": {"config": {"server": "x"}, "device_attributes": {},
                    "app_bundle_ids": {"app": "b"}, "skip_restriction": "adsAll",
                    "advertising_id": {"ifa": "i", "ifa_type": "sspid"}}})");
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->account.id, "a1");
  EXPECT_EQ(data->account.uids.at("app"), "u1");
  EXPECT_EQ(data->tokens.platform->expires, "2030-01-01T00:00:00Z");
  EXPECT_EQ(data->tokens.root->value, "r");
  EXPECT_EQ(data->privacy.at("allowWatchHistory"), true);
  EXPECT_EQ(data->advertising.id->ifa, "i");
  EXPECT_EQ(data->advertising.skip_restriction, "adsAll");
}

TEST(DistributorData, MayBeEmpty) {
  const auto data = parse("{}");
  ASSERT_TRUE(data);
  EXPECT_FALSE(data->account.id);
  EXPECT_FALSE(data->tokens.platform);
  EXPECT_TRUE(data->privacy.empty());
}

TEST(DistributorData, GivesAnAppItsOwnPermissionsOrThoseOfEveryApp) {
  const auto data = parse(R"({"permissions": {"app": [], "*": ["xrn:firebolt:capability:wifi"]}})");
  ASSERT_TRUE(data);
  EXPECT_TRUE(data->permissions_of("app").empty());
  EXPECT_EQ(data->permissions_of("other"),
            (std::vector<std::string>{"xrn:firebolt:capability:wifi"}));
  EXPECT_TRUE(parse("{}")->permissions_of("app").empty());
}

TEST(DistributorData, SaysWhereItIsWrong) {
  EXPECT_EQ(error_of("[]"), "#: expected object, found array");
  EXPECT_EQ(error_of(R"({"account": 1})"), "#/account: expected object, found number");
  EXPECT_EQ(error_of(R"({"account": {"id": 1}})"), "#/account/id: expected string, found number");
  EXPECT_EQ(error_of(R"({"account": {"uids": {"app": true}}})"),
            "#/account/uids/app: expected string, found boolean");
  EXPECT_EQ(error_of(R"({"tokens": {"root": {}}})"),
            "#/tokens/root: expected member \"value\", found none");
  EXPECT_EQ(error_of(R"({"privacy": {"allowWatchHistory": "yes"}})"),
            "#/privacy/allowWatchHistory: expected boolean, found string");
  EXPECT_EQ(error_of(R"({"advertising": {"config": []}})"),
            "#/advertising/config: expected object, found array");
  EXPECT_EQ(error_of(R"({"advertising": {"skip_restriction": "some"}})"),
            "#/advertising/skip_restriction: expected one of \"none\", \"adsUnwatched\", "
            "\"adsAll\", \"all\", found \"some\"");
}

TEST(DistributorData, RefusesUnknownMembersWithTheNearestKnownOne) {
  EXPECT_EQ(error_of(R"({"acount": {}})"),
            "#: unknown member \"acount\"; did you mean \"account\"?");
  EXPECT_EQ(error_of(R"({"privacy": {"allowWatchHystory": true}})"),
            "#/privacy: unknown member \"allowWatchHystory\"; did you mean \"allowWatchHistory\"?");
}

TEST(DistributorData, RefusesWhatIsNoPermission) {
  for (const auto* permission :
       {"device:name", "xrn:firebolt:capability:", "xrn:firebolt:capability:a:b:c",
        "xrn:firebolt:capability:device:name[use]", "xrn:firebolt:capability:Device"}) {
    EXPECT_NE(error_of(R"({"permissions": {"app": [")" + std::string(permission) + R"("]}})")
                  .find("#/permissions/app/0: expected a permission such as"),
              std::string::npos)
        << permission;
  }
}

TEST(DistributorData, NamesTheFileInItsErrors) {
  MachineFixture machine;
  const auto file = machine.root() / "distributor.json";
  const auto absent = load_distributor_data(file);
  ASSERT_FALSE(absent);
  EXPECT_NE(absent.error().message.find(file.string() + ": cannot be read: No such file"),
            std::string::npos);

  machine.write("distributor.json", "{\n  \"account\": {,}\n}");
  const auto broken = load_distributor_data(file);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message.find(file.string() + ": line 2, column"), 0U)
      << broken.error().message;

  machine.write("distributor.json", R"({"account": {"id": "a"}})");
  const auto good = load_distributor_data(file);
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_EQ(good->account.id, "a");
}
