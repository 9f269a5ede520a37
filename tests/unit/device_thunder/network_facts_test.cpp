#include "device_thunder/network_facts.hpp"

#include <gtest/gtest.h>

#include "json_text.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;

Json::Value interfaces(bool ethernet, bool wifi) {
  Json::Value reply = json(
      R"({"interfaces":[{"interface":"ETHERNET","macAddress":"02:00:00:00:00:01"},
                        {"interface":"WIFI","macAddress":"02:00:00:00:00:02"}]})");
  reply["interfaces"][0]["connected"] = ethernet;
  reply["interfaces"][1]["connected"] = wifi;
  return reply;
}

DeviceInfo::NetworkInfoResult network(const Json::Value& reply) {
  return network_from(reply).value().value();
}

}  // namespace

TEST(NetworkFacts, AreOfTheInterfacesInUse) {
  EXPECT_EQ(network(interfaces(true, false)).type, DeviceInfo::NetworkType::kEthernet);
  EXPECT_EQ(network(interfaces(false, true)).type, DeviceInfo::NetworkType::kWifi);
  EXPECT_EQ(network(interfaces(true, true)).type, DeviceInfo::NetworkType::kHybrid);
  EXPECT_EQ(network(interfaces(true, false)).state, DeviceInfo::NetworkState::kConnected);
  EXPECT_EQ(network(interfaces(false, false)).state, DeviceInfo::NetworkState::kDisconnected);
  EXPECT_EQ(mac_address_from(interfaces(false, true)), "02:00:00:00:00:02");
  EXPECT_FALSE(mac_address_from(interfaces(false, false)));
}

TEST(NetworkFacts, AreAbsentWithoutAnInterface) {
  EXPECT_FALSE(
      network_from(json(R"({"interfaces":[{"interface":"lo","connected":true}]})")).value());
  EXPECT_FALSE(network_from(json("{}")));
}

TEST(NetworkFacts, SayHowFarTheNetworkReaches) {
  EXPECT_EQ(connectivity_from(json(R"({"state":0})")).value(), DeviceInfo::Connectivity::kNone);
  EXPECT_EQ(connectivity_from(json(R"({"state":"2"})")).value(),
            DeviceInfo::Connectivity::kCaptivePortal);
  EXPECT_EQ(connectivity_from(json(R"({"state":3})")).value(), DeviceInfo::Connectivity::kFull);
  EXPECT_EQ(connectivity_from(json(R"({"state":4})")).error().code, ErrorCode::kServiceFailure);
}

}  // namespace ripple::device_thunder
