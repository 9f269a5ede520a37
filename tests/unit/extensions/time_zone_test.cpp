#include "device_linux/time_zone.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "device_linux/time_zone_watch.hpp"
#include "machine_fixture.hpp"

using ripple::ErrorCode;
using ripple::device_linux::TimeZone;
using ripple::device_linux::TimeZoneWatch;

TEST(TimeZone, IsWhereLocaltimePointsTo) {
  MachineFixture machine;
  machine.link("etc/localtime", "../usr/share/zoneinfo/America/Argentina/Ushuaia");
  machine.write("etc/timezone", "Etc/UTC\n");
  const auto files = machine.files();
  EXPECT_EQ(TimeZone(files).read(), "America/Argentina/Ushuaia");
}

TEST(TimeZone, IsReadFromTimezoneWhereLocaltimeIsACopy) {
  MachineFixture machine;
  machine.write("etc/localtime", "TZif2");
  machine.write("etc/timezone", "Europe/Berlin\n");
  const auto files = machine.files();
  EXPECT_EQ(TimeZone(files).read(), "Europe/Berlin");
}

TEST(TimeZone, IsAbsentWhereNothingSaysIt) {
  MachineFixture machine;
  const auto files = machine.files();
  EXPECT_FALSE(TimeZone(files).read());
}

TEST(TimeZone, IsFixedByTheEnvironment) {
  MachineFixture machine;
  machine.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
  machine.write("etc/timezone", "Europe/Berlin\n");
  const auto files = machine.files();
  const TimeZone zone(files, ":Asia/Tokyo");
  EXPECT_EQ(zone.read(), "Asia/Tokyo");
  const auto set = zone.set("Asia/Tokyo");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(TimeZone(files, "JST-9").read(), "Europe/Berlin");
}

TEST(TimeZone, ListsTheZonesOfTheDatabaseOnce) {
  MachineFixture machine;
  for (const auto* file :
       {"Asia/Tokyo", "Etc/GMT+1", "UTC", "tzdata.zi", "posix/UTC", "Etc/a.tab"}) {
    machine.write(std::string("usr/share/zoneinfo/") + file, "TZif2");
  }
  const auto files = machine.files();
  EXPECT_EQ(TimeZone(files).available(),
            (std::vector<std::string>{"Asia/Tokyo", "Etc/GMT+1", "UTC"}));
}

TEST(TimeZoneWatch, TellsThatTheZoneWasSetAndNothingElse) {
  MachineFixture machine;
  machine.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
  machine.write("etc/timezone", "UTC\n");
  const auto files = machine.files();
  auto watch = TimeZoneWatch::open(files);
  ASSERT_TRUE(watch) << watch.error().message;
  EXPECT_FALSE(watch->drain());
  machine.write("etc/motd", "hello");
  EXPECT_FALSE(watch->drain());
  ASSERT_TRUE(TimeZone(files).set("Asia/Tokyo"));
  EXPECT_TRUE(watch->drain());
  EXPECT_FALSE(watch->drain());
}

TEST(TimeZone, IsSetByPointingLocaltimeElsewhere) {
  MachineFixture machine;
  machine.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
  machine.write("etc/localtime", "TZif2");
  const auto files = machine.files();
  const TimeZone zone(files);
  ASSERT_TRUE(zone.set("Asia/Tokyo"));
  EXPECT_EQ(zone.read(), "Asia/Tokyo");
  EXPECT_EQ(files.link_target("etc/localtime"), "/usr/share/zoneinfo/Asia/Tokyo");
}

TEST(TimeZone, RefusesZonesThatTheMachineDoesNotKnow) {
  MachineFixture machine;
  machine.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
  machine.write("secret", "x");
  const auto files = machine.files();
  for (const auto* name : {"Asia/Atlantis", "", "Asia", "../../../secret", "/etc/passwd"}) {
    const auto set = TimeZone(files).set(name);
    ASSERT_FALSE(set) << name;
    EXPECT_EQ(set.error().code, ErrorCode::kInvalidParams);
  }
}

TEST(TimeZone, SaysWhyItCouldNotBeSet) {
  MachineFixture machine;
  machine.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
  machine.write("etc", "not a directory");
  const auto files = machine.files();
  const auto set = TimeZone(files).set("Asia/Tokyo");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().message.find("cannot set the time zone to Asia/Tokyo"), std::string::npos);
}
