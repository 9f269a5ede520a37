#include "device_linux/network_table.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "device_linux/hotplug_socket.hpp"
#include "device_linux/route_socket.hpp"
#include "machine_fixture.hpp"

using ripple::device_linux::Connection;
using ripple::device_linux::LinkType;
using ripple::device_linux::NetworkTable;
using ripple::device_linux::RouteSocket;

namespace {

template <typename T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

std::string padded(std::string bytes) {
  bytes.resize(NLMSG_ALIGN(bytes.size()), '\0');
  return bytes;
}

std::string attribute(unsigned short type, std::string_view value) {
  nlattr header{};
  header.nla_len = static_cast<unsigned short>(sizeof(header) + value.size());
  header.nla_type = type;
  return padded(bytes_of(header) + std::string(value));
}

template <typename Body>
std::string message(unsigned short type, const Body& body, const std::string& attributes) {
  nlmsghdr header{};
  header.nlmsg_type = type;
  header.nlmsg_len =
      static_cast<unsigned>(sizeof(header) + padded(bytes_of(body)).size() + attributes.size());
  return bytes_of(header) + padded(bytes_of(body)) + attributes;
}

constexpr unsigned kRunning = IFF_UP | IFF_RUNNING;

std::string link(int index, const std::string& name, unsigned flags, std::string_view kind = {},
                 unsigned short type = RTM_NEWLINK) {
  ifinfomsg body{};
  body.ifi_index = index;
  body.ifi_type = name == "lo" ? ARPHRD_LOOPBACK : ARPHRD_ETHER;
  body.ifi_flags = flags;
  auto attributes = attribute(IFLA_IFNAME, name + '\0');
  attributes +=
      attribute(IFLA_ADDRESS, std::string("\x52\x54\x00\x00\x00", 5) + static_cast<char>(index));
  if (!kind.empty()) {
    attributes += attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, std::string(kind) + '\0'));
  }
  return message(type, body, attributes);
}

std::string address(unsigned index, std::string_view value, unsigned char scope = RT_SCOPE_UNIVERSE,
                    unsigned short type = RTM_NEWADDR) {
  ifaddrmsg body{};
  body.ifa_index = index;
  body.ifa_scope = scope;
  return message(type, body, attribute(IFA_ADDRESS, value));
}

std::string default_route(int index, unsigned short type = RTM_NEWROUTE) {
  rtmsg body{};
  body.rtm_table = RT_TABLE_MAIN;
  body.rtm_type = RTN_UNICAST;
  return message(type, body, attribute(RTA_OIF, bytes_of(index)));
}

class NetworkTableTest : public testing::Test {
 protected:
  bool apply(std::string_view bytes) {
    alignas(nlmsghdr) std::byte buffer[4096];
    std::memcpy(buffer, bytes.data(), bytes.size());
    return table_.apply({buffer, bytes.size()});
  }

  MachineFixture machine_;
  ripple::device_linux::SystemFiles files_ = machine_.files();
  NetworkTable table_{files_};
};

constexpr const char* kAddress = "\x0a\x01\x02\x03";

}  // namespace

TEST_F(NetworkTableTest, SaysNothingOnAMachineWithoutInterfaces) {
  apply(link(1, "lo", kRunning) + address(1, "\x7f\x01\x01\x01", RT_SCOPE_HOST));
  EXPECT_FALSE(table_.connection());
}

TEST_F(NetworkTableTest, IsConnectedByARunningInterfaceWithAnAddress) {
  apply(link(2, "eth0", kRunning) + address(2, kAddress));
  EXPECT_EQ(table_.connection(), (Connection{true, LinkType::kEthernet}));
}

TEST_F(NetworkTableTest, IsDisconnectedWithoutCarrierAddressOrMoreThanALinkLocalOne) {
  apply(link(2, "eth0", kRunning));
  EXPECT_EQ(table_.connection(), (Connection{false, LinkType::kEthernet}));
  apply(address(2, kAddress, RT_SCOPE_LINK));
  EXPECT_EQ(table_.connection(), (Connection{false, LinkType::kEthernet}));
  apply(address(2, kAddress) + link(2, "eth0", IFF_UP));
  EXPECT_EQ(table_.connection(), (Connection{false, LinkType::kEthernet}));
}

TEST_F(NetworkTableTest, TellsWifiAndBothAtOnce) {
  machine_.write("sys/class/net/wlan0/wireless/status", "");
  apply(link(3, "wlan0", kRunning) + address(3, kAddress));
  EXPECT_EQ(table_.connection(), (Connection{true, LinkType::kWifi}));
  apply(link(2, "eth0", kRunning) + address(2, kAddress));
  EXPECT_EQ(table_.connection(), (Connection{true, LinkType::kHybrid}));
}

TEST_F(NetworkTableTest, FollowsAddressesAndInterfacesThatGo) {
  apply(link(2, "eth0", kRunning) + address(2, kAddress) + address(2, "\x0a\x01\x02\x04"));
  apply(address(2, kAddress, RT_SCOPE_UNIVERSE, RTM_DELADDR));
  EXPECT_TRUE(table_.connection()->connected);
  apply(address(2, "\x0a\x01\x02\x04", RT_SCOPE_UNIVERSE, RTM_DELADDR));
  EXPECT_FALSE(table_.connection()->connected);
  apply(link(2, "eth0", 0, {}, RTM_DELLINK));
  EXPECT_FALSE(table_.connection());
}

TEST_F(NetworkTableTest, CountsAVirtualInterfaceOnlyUnderTheDefaultRoute) {
  apply(link(4, "br0", kRunning, "bridge") + address(4, kAddress));
  EXPECT_FALSE(table_.connection());
  apply(default_route(4));
  EXPECT_EQ(table_.connection(), (Connection{true, LinkType::kEthernet}));
  apply(default_route(4, RTM_DELROUTE));
  EXPECT_FALSE(table_.connection());
}

TEST_F(NetworkTableTest, CountsAContainersEndOfACable) {
  apply(link(2, "eth0", kRunning, "veth") + address(2, kAddress));
  EXPECT_EQ(table_.connection(), (Connection{true, LinkType::kEthernet}));
}

TEST_F(NetworkTableTest, KnowsTheHardwareAddressOfTheInterfaceInUse) {
  apply(link(2, "eth0", IFF_UP) + link(3, "eth1", kRunning));
  EXPECT_FALSE(table_.hardware_address());
  apply(address(3, kAddress));
  EXPECT_EQ(table_.hardware_address(), "52:54:00:00:00:03");
}

TEST_F(NetworkTableTest, AgreesWithTheKernelOfThisMachine) {
  auto socket = RouteSocket::open();
  ASSERT_TRUE(socket) << socket.error().message;
  const ripple::device_linux::SystemFiles files;
  NetworkTable table(files);
  ASSERT_TRUE(socket->load(table));
  ASSERT_TRUE(socket->drain(table));
  const auto names = files.list("sys/class/net");
  const bool has_interface = std::ranges::find(names, "eth0") != names.end();
  EXPECT_TRUE(!has_interface || table.connection());
}

TEST(HotplugSocket, TellsDisplaysFromOtherDevices) {
  using ripple::device_linux::is_about_displays;
  using namespace std::string_literals;
  EXPECT_TRUE(is_about_displays("change@/devices/x\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0"s));
  EXPECT_FALSE(is_about_displays("add@/devices/y\0SUBSYSTEM=usb\0NAME=SUBSYSTEM=drm\0"s));
  EXPECT_FALSE(is_about_displays(""));
}

TEST_F(NetworkTableTest, TellsTheEndOfADump) {
  EXPECT_FALSE(apply(link(2, "eth0", kRunning)));
  EXPECT_TRUE(apply(link(2, "eth0", kRunning) + message(NLMSG_DONE, int{0}, "")));
}

TEST_F(NetworkTableTest, PassesOverCutMessages) {
  const auto whole = link(2, "eth0", kRunning) + address(2, kAddress);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    apply(std::string_view(whole).substr(0, size));
  }
  EXPECT_FALSE(table_.connection()->connected);
}
