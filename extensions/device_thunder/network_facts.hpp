/// What org.rdk.Network says, as the contract has it.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <ripple/error.hpp>
#include <string>

namespace ripple::device_thunder {

/// From Network.getInterfaces: connected when some interface is; of the type of those in use, or,
/// while none is, of those that could be. Empty when there is no interface that counts.
Result<std::optional<contracts::DeviceInfo::NetworkInfoResult>> network_from(
    const Json::Value& reply);

/// From Network.getInterfaces: the address of the first interface in use.
std::optional<std::string> mac_address_from(const Json::Value& reply);

/// From Network.getInternetConnectionState.
Result<contracts::DeviceInfo::Connectivity> connectivity_from(const Json::Value& reply);

}  // namespace ripple::device_thunder
