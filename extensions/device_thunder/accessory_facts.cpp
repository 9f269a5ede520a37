#include "device_thunder/accessory_facts.hpp"

#include <algorithm>

#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {

using contracts::RemoteAccessory;

Accessories accessories_from(const Json::Value& status) {
  constexpr std::int64_t kFull = 100;
  Accessories accessories;
  for (const Json::Value& remote : member_of(status, "remoteData")) {
    const auto id = integer_of(member_of(remote, "remoteId"));
    if (!id) continue;
    RemoteAccessory::Accessory accessory;
    accessory.id = *id;
    const Json::Value& connected = member_of(remote, "connected");
    accessory.connected = connected.isBool() && connected.asBool();
    accessory.name = text_of(remote, "name");
    accessory.make = text_of(remote, "make");
    accessory.model = text_of(remote, "model");
    accessory.mac_address = text_of(remote, "macAddress");
    const auto battery = integer_of(member_of(remote, "batteryPercent"));
    if (battery && *battery >= 0 && *battery <= kFull) accessory.battery_percent = battery;
    accessories.push_back(std::move(accessory));
  }
  return accessories;
}

std::optional<RemoteAccessory::Accessory> newest_of(const Accessories& now,
                                                    const Accessories& before) {
  std::optional<RemoteAccessory::Accessory> again;
  for (const auto& accessory : now) {
    const auto is_same = [&](const auto& other) { return other.id == accessory.id; };
    if (std::ranges::none_of(before, is_same)) return accessory;
    if (accessory.connected) again = accessory;
  }
  return again;
}

}  // namespace ripple::device_thunder
