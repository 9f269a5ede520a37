#include "device_linux/machine_load.hpp"

#include <gtest/gtest.h>

#include "machine_fixture.hpp"

using ripple::device_linux::read_memory;
using ripple::device_linux::read_uptime;

TEST(MachineLoad, ReadsMemory) {
  MachineFixture machine;
  machine.write("proc/meminfo",
                "MemTotal:        8046060 kB\nMemFree:  100 kB\nMemAvailable:    6543210 kB\n");
  const auto memory = read_memory(machine.files());
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->total_kib, 8046060);
  EXPECT_EQ(memory->available_kib, 6543210);
}

TEST(MachineLoad, ReadsUptimeInWholeSeconds) {
  MachineFixture machine;
  machine.write("proc/uptime", "350735.47 234388.90\n");
  EXPECT_EQ(read_uptime(machine.files()), 350735);
}

TEST(MachineLoad, IsAbsentWithoutProc) {
  MachineFixture machine;
  EXPECT_FALSE(read_memory(machine.files()));
  EXPECT_FALSE(read_uptime(machine.files()));
}
