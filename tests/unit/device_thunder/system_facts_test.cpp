#include "device_thunder/system_facts.hpp"

#include <gtest/gtest.h>

#include "json_text.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;

const char* const kZones = R"({"zoneinfo":{
  "America":{"Argentina":{"Ushuaia":"Fri Nov 20 15:07:50 2026 -03"},
             "New_York":"Fri Nov 20 13:07:51 2026 EST"},
  "Asia":{"Kathmandu":"Fri Nov 20 23:52:50 2026 +0545"},
  "Europe":{"London":"Fri Nov 20 18:07:50 2026 GMT"}}})";

}  // namespace

TEST(SystemFacts, KnowFourLevelsOfPower) {
  EXPECT_EQ(power_level_from(json(R"({"powerState":"ON"})")).value(), DeviceInfo::PowerLevel::kOn);
  EXPECT_EQ(power_level_from(json(R"({"powerState":"DEEP_SLEEP"})")).value(),
            DeviceInfo::PowerLevel::kDeepSleep);
  EXPECT_EQ(power_level_from(json(R"({"powerState":"OFF"})")).error().message,
            "org.rdk.System.getPowerState: expected powerState ON, STANDBY, LIGHT_SLEEP or "
            "DEEP_SLEEP, found {\"powerState\":\"OFF\"}");
}

TEST(SystemFacts, TakeVersionsFromWhoeverHasOne) {
  const auto versions = json(R"({"stbVersion":"IMG_24Q4","receiverVersion":"24.4.1.0"})");
  const auto both = version_from(versions, "7.2");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->firmware.readable, "IMG_24Q4");
  EXPECT_EQ(both->firmware.patch, 1);
  EXPECT_EQ(both->os.readable, "7.2");
  EXPECT_EQ(both->os.major, 7);
  EXPECT_EQ(version_from(versions, std::nullopt)->os.readable, "IMG_24Q4");
  EXPECT_EQ(version_from(json("null"), "5.0.0#build")->firmware.readable, "5.0.0#build");
  EXPECT_FALSE(version_from(json("null"), "unknown"));
  EXPECT_EQ(firmware_from(versions)->version, "24.4.1.0");
  EXPECT_FALSE(firmware_from(json("{}")));
}

TEST(SystemFacts, CountMemoryInKibibytes) {
  const auto info = json(R"({"totalram":2048000,"freeram":1024,"uptime":26})");
  EXPECT_EQ(memory_from(info)->total_kib, 2000);
  EXPECT_EQ(memory_from(info)->available_kib, 1);
  EXPECT_EQ(uptime_from(info).value(), 26.0);
  EXPECT_FALSE(memory_from(json("{}")));
  EXPECT_FALSE(uptime_from(json("null")));
}

TEST(SystemFacts, ListZonesHoweverDeepTheyAre) {
  EXPECT_EQ(time_zones_from(json(kZones)).value(),
            (std::vector<std::string>{"America/Argentina/Ushuaia", "America/New_York",
                                      "Asia/Kathmandu", "Europe/London"}));
  EXPECT_FALSE(time_zones_from(json("{}")));
}

TEST(SystemFacts, KnowAnOffsetFromTheTimesOfTwoZones) {
  EXPECT_EQ(zone_offset_from(json(kZones), "Europe/London"), 0);
  EXPECT_EQ(zone_offset_from(json(kZones), "America/New_York"), -5 * 3600);
  EXPECT_EQ(zone_offset_from(json(kZones), "Asia/Kathmandu"), 5 * 3600 + 45 * 60);
  EXPECT_FALSE(zone_offset_from(json(kZones), "Mars/Olympus"));
  EXPECT_FALSE(
      zone_offset_from(json(R"({"zoneinfo":{"Europe":{"Berlin":"Fri Nov 20 19:07:50 2026 CET"}}})"),
                       "Europe/Berlin"));
}

}  // namespace ripple::device_thunder
