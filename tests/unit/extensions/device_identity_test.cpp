#include "device/device_identity.hpp"

#include <gtest/gtest.h>

#include <string>

#include "device/sha256.hpp"
#include "device_linux/machine_id.hpp"
#include "machine_fixture.hpp"

using ripple::device::DeviceIdentity;
using ripple::device::sha256;
using ripple::device_linux::read_machine_id;

namespace {

std::string hex_digest(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const auto byte : sha256(bytes)) hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  return hex;
}

constexpr const char* kMachineId = "0123456789abcdef0123456789abcdef";

}  // namespace

TEST(Sha256, AgreesWithThePublishedDigests) {
  EXPECT_EQ(hex_digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_digest(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(DeviceIdentity, IsAUuidThatStaysTheSame) {
  const DeviceIdentity identity(kMachineId, "salt");
  EXPECT_EQ(identity.id(), DeviceIdentity(kMachineId, "salt").id());
  ASSERT_EQ(identity.id().size(), 36U);
  EXPECT_EQ(identity.id()[14], '8');
  EXPECT_EQ(identity.id().find(kMachineId), std::string::npos);
}

TEST(DeviceIdentity, DiffersByMachineAndBySalt) {
  const DeviceIdentity identity(kMachineId, "salt");
  EXPECT_NE(identity.id(), DeviceIdentity(kMachineId, "another").id());
  EXPECT_NE(identity.id(), DeviceIdentity("ffffffffffffffffffffffffffffffff", "salt").id());
}

TEST(DeviceIdentity, GivesEachAppAUidOfItsOwn) {
  const DeviceIdentity identity(kMachineId, "salt");
  EXPECT_EQ(identity.uid("one"), identity.uid("one"));
  EXPECT_NE(identity.uid("one"), identity.uid("two"));
  EXPECT_NE(identity.uid("one"), identity.id());
}

TEST(MachineId, IsReadFromTheOlderPlaceToo) {
  MachineFixture machine;
  EXPECT_FALSE(read_machine_id(machine.files()));
  machine.write("var/lib/dbus/machine-id", std::string(kMachineId) + "\n");
  EXPECT_EQ(read_machine_id(machine.files()), kMachineId);
}

TEST(MachineId, IsAbsentBeforeTheFirstBoot) {
  MachineFixture machine;
  machine.write("etc/machine-id", "uninitialized\n");
  EXPECT_FALSE(read_machine_id(machine.files()));
}
