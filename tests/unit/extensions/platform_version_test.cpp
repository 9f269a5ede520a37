#include "device_linux/platform_version.hpp"

#include <gtest/gtest.h>

#include "machine_fixture.hpp"

using ripple::device::parse_version_number;
using ripple::device::VersionNumber;
using ripple::device_linux::os_release_value;
using ripple::device_linux::read_platform_version;

TEST(VersionNumber, TakesTheNumbersBeforeTheFirstOtherCharacter) {
  EXPECT_EQ(parse_version_number("6.18.44-fc-v669"), (VersionNumber{6, 18, 44, ""}));
  EXPECT_EQ(parse_version_number("12"), (VersionNumber{12, 0, 0, ""}));
  EXPECT_EQ(parse_version_number("22.04.3.9"), (VersionNumber{22, 4, 3, ""}));
}

TEST(VersionNumber, IsAbsentInTextThatStartsWithoutANumber) {
  EXPECT_FALSE(parse_version_number("rolling"));
  EXPECT_FALSE(parse_version_number(""));
  EXPECT_FALSE(parse_version_number("99999999999999999999"));
}

TEST(OsRelease, UnquotesValues) {
  constexpr const char* kText = "A=plain\nB=\"a \\\"quoted\\\" word\"\nC='$kept'\nD=\nAB=other";
  EXPECT_EQ(os_release_value(kText, "A"), "plain");
  EXPECT_EQ(os_release_value(kText, "B"), "a \"quoted\" word");
  EXPECT_EQ(os_release_value(kText, "C"), "$kept");
  EXPECT_FALSE(os_release_value(kText, "D"));
  EXPECT_EQ(os_release_value(kText, "AB"), "other");
  EXPECT_FALSE(os_release_value(kText, "E"));
}

TEST(PlatformVersion, ReadsOsReleaseAndTheKernel) {
  MachineFixture machine;
  machine.write("etc/os-release",
                "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n"
                "VERSION_ID=\"12\"\n");
  machine.write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
  const auto version = read_platform_version(machine.files());
  EXPECT_EQ(version.os, (VersionNumber{12, 0, 0, "Debian GNU/Linux 12 (bookworm)"}));
  EXPECT_EQ(version.firmware, version.os);
  EXPECT_EQ(version.kernel, "6.1.0-18-amd64");
  EXPECT_EQ(version.image_version, "12");
  EXPECT_EQ(version.name, "Debian GNU/Linux");
  EXPECT_EQ(version.description, "Debian GNU/Linux 12 (bookworm), Linux 6.1.0-18-amd64");
}

TEST(PlatformVersion, NumbersARollingDistributionByItsKernel) {
  MachineFixture machine;
  machine.write("usr/lib/os-release", "NAME=\"Arch Linux\"\n");
  machine.write("proc/sys/kernel/osrelease", "6.9.1-arch1-1\n");
  EXPECT_EQ(read_platform_version(machine.files()).os, (VersionNumber{6, 9, 1, "Arch Linux"}));
}

TEST(PlatformVersion, TakesTheImageForTheFirmwareWhereThereIsOne) {
  MachineFixture machine;
  machine.write("etc/os-release", "NAME=Box\nVERSION_ID=3\nIMAGE_VERSION=2024.7.1-rc2\n");
  const auto version = read_platform_version(machine.files());
  EXPECT_EQ(version.os, (VersionNumber{3, 0, 0, "Box"}));
  EXPECT_EQ(version.firmware, (VersionNumber{2024, 7, 1, "2024.7.1-rc2"}));
  EXPECT_EQ(version.image_version, "2024.7.1-rc2");
}

TEST(PlatformVersion, KnowsNothingOnAMachineThatSaysNothing) {
  MachineFixture machine;
  const auto version = read_platform_version(machine.files());
  EXPECT_FALSE(version.os);
  EXPECT_FALSE(version.kernel);
}
