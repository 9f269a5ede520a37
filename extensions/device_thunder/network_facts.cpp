#include "device_thunder/network_facts.hpp"

#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;

/// Which kinds of interface there are among some.
struct Kinds {
  bool wifi = false;
  bool ethernet = false;

  bool none() const { return !wifi && !ethernet; }
  void add(const std::string& name) {
    wifi |= name == "WIFI" || name.starts_with("wlan");
    ethernet |= name == "ETHERNET" || name.starts_with("eth");
  }
  DeviceInfo::NetworkType type() const {
    if (wifi && ethernet) return DeviceInfo::NetworkType::kHybrid;
    return wifi ? DeviceInfo::NetworkType::kWifi : DeviceInfo::NetworkType::kEthernet;
  }
};

bool is_connected(const Json::Value& interface) {
  return interface.isObject() && member_of(interface, "connected").isBool() &&
         member_of(interface, "connected").asBool();
}

}  // namespace

Result<std::optional<DeviceInfo::NetworkInfoResult>> network_from(const Json::Value& reply) {
  using Found = std::optional<DeviceInfo::NetworkInfoResult>;
  const Json::Value& interfaces = member_of(reply, "interfaces");
  if (!interfaces.isArray()) {
    return unexpected_reply("org.rdk.Network.getInterfaces", "the list interfaces", reply);
  }
  Kinds all;
  Kinds in_use;
  for (const Json::Value& interface : interfaces) {
    const std::string name = text_of(interface, "interface").value_or("");
    all.add(name);
    if (is_connected(interface)) in_use.add(name);
  }
  if (all.none()) return Found();
  DeviceInfo::NetworkInfoResult info;
  info.state = in_use.none() ? DeviceInfo::NetworkState::kDisconnected
                             : DeviceInfo::NetworkState::kConnected;
  info.type = in_use.none() ? all.type() : in_use.type();
  return Found(info);
}

std::optional<std::string> mac_address_from(const Json::Value& reply) {
  const Json::Value& interfaces = member_of(reply, "interfaces");
  if (!interfaces.isArray()) return std::nullopt;
  for (const Json::Value& interface : interfaces) {
    if (is_connected(interface)) return text_of(interface, "macAddress");
  }
  return std::nullopt;
}

Result<DeviceInfo::Connectivity> connectivity_from(const Json::Value& reply) {
  switch (integer_of(member_of(reply, "state")).value_or(-1)) {
    case 0:
      return DeviceInfo::Connectivity::kNone;
    case 1:
      return DeviceInfo::Connectivity::kLimited;
    case 2:
      return DeviceInfo::Connectivity::kCaptivePortal;
    case 3:
      return DeviceInfo::Connectivity::kFull;
    default:
      return unexpected_reply("org.rdk.Network.getInternetConnectionState", "a state from 0 to 3",
                              reply);
  }
}

}  // namespace ripple::device_thunder
