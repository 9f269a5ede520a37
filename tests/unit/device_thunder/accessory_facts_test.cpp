#include "device_thunder/accessory_facts.hpp"

#include <gtest/gtest.h>

#include "json_text.hpp"

namespace ripple::device_thunder {

TEST(AccessoryFacts, AreTheRemoteControlsWithANumber) {
  const auto accessories = accessories_from(json(
      R"({"remoteData":[{"remoteId":1,"connected":true,"name":"R","batteryPercent":120},{}]})"));
  ASSERT_EQ(accessories.size(), 1U);
  EXPECT_EQ(accessories[0].id, 1);
  EXPECT_EQ(accessories[0].name, "R");
  EXPECT_FALSE(accessories[0].battery_percent);
  EXPECT_TRUE(accessories_from(json("null")).empty());
}

TEST(AccessoryFacts, TellWhichOneWasPairedLast) {
  const auto before = accessories_from(json(R"({"remoteData":[{"remoteId":1,"connected":true}]})"));
  const auto after =
      accessories_from(json(R"({"remoteData":[{"remoteId":1,"connected":true},{"remoteId":2}]})"));
  EXPECT_EQ(newest_of(after, before)->id, 2);
  EXPECT_EQ(newest_of(before, before)->id, 1);
  EXPECT_FALSE(newest_of({}, before));
}

}  // namespace ripple::device_thunder
