#include "device_linux/time_zone.hpp"

#include <gtest/gtest.h>

#include "machine_fixture.hpp"

using ripple::ErrorCode;
using ripple::device_linux::TimeZone;

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
