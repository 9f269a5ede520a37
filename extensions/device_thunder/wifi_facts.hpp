/// What org.rdk.Wifi says of networks, as the contract has it.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/contracts/wifi.hpp>
#include <string>

namespace ripple::device_thunder {

/// An entry of onAvailableSSIDs, or the reply of getConnectedSSID. What the plugin leaves out, or
/// writes as no number, is absent.
contracts::Wifi::AccessPoint access_point_from(const Json::Value& network);

/// The number that the plugin has for a security mode.
int security_number(contracts::Wifi::WifiSecurityMode mode);

enum class WifiState { kConnecting, kConnected, kFailed };

/// From onWIFIStateChanged; anything that is neither an end is on the way.
WifiState wifi_state_from(const Json::Value& params);

/// From onError: why a network could not be joined.
std::string wifi_problem_from(const Json::Value& params);

}  // namespace ripple::device_thunder
