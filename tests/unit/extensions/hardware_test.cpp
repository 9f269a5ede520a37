#include "device_linux/hardware.hpp"

#include <gtest/gtest.h>

#include <string>

#include "machine_fixture.hpp"

using ripple::device_linux::read_hardware;

TEST(Hardware, IsReadFromDmi) {
  MachineFixture machine;
  machine.write("sys/class/dmi/id/sys_vendor", "LENOVO\n");
  machine.write("sys/class/dmi/id/product_name", "20XW004A\n");
  machine.write("sys/class/dmi/id/product_sku", "LENOVO_MT_20XW\n");
  const auto hardware = read_hardware(machine.files());
  EXPECT_EQ(hardware.make, "LENOVO");
  EXPECT_EQ(hardware.model, "20XW004A");
  EXPECT_EQ(hardware.sku, "LENOVO_MT_20XW");
}

TEST(Hardware, IsReadFromTheDeviceTreeWithoutDmi) {
  MachineFixture machine;
  machine.write("proc/device-tree/model", std::string("Raspberry Pi 4 Model B Rev 1.4\0", 31));
  machine.write("proc/device-tree/compatible",
                std::string("raspberrypi,4-model-b\0brcm,bcm2711\0", 35));
  const auto hardware = read_hardware(machine.files());
  EXPECT_EQ(hardware.make, "raspberrypi");
  EXPECT_EQ(hardware.model, "Raspberry Pi 4 Model B Rev 1.4");
  EXPECT_EQ(hardware.sku, "raspberrypi,4-model-b");
}

TEST(Hardware, DoesNotRepeatWhatTheBoardMakerForgotToFill) {
  MachineFixture machine;
  machine.write("sys/class/dmi/id/sys_vendor", "To be filled by O.E.M.\n");
  machine.write("sys/class/dmi/id/product_name", "Default string\n");
  const auto hardware = read_hardware(machine.files());
  EXPECT_FALSE(hardware.make);
  EXPECT_FALSE(hardware.model);
  EXPECT_FALSE(hardware.sku);
}
