/// What org.rdk.RemoteControl says of paired remote controls, as the contract has it.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/contracts/remote_accessory.hpp>
#include <vector>

namespace ripple::device_thunder {

using Accessories = std::vector<contracts::RemoteAccessory::Accessory>;

/// From the `status` of getNetStatus and onStatus. An entry without a number is passed over.
Accessories accessories_from(const Json::Value& status);

/// The one that was paired last: it is not among `before`, or, when it was paired already, it is
/// connected. Empty when there is none.
std::optional<contracts::RemoteAccessory::Accessory> newest_of(const Accessories& now,
                                                               const Accessories& before);

}  // namespace ripple::device_thunder
