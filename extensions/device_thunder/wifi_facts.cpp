#include "device_thunder/wifi_facts.hpp"

#include <array>
#include <cmath>

#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::Wifi;

/// In the order of the plugin's numbers, from 0.
constexpr std::array<Wifi::WifiSecurityMode, 15> kSecurityModes = {
    Wifi::WifiSecurityMode::kNone,
    Wifi::WifiSecurityMode::kWep64,
    Wifi::WifiSecurityMode::kWep128,
    Wifi::WifiSecurityMode::kWpaPskTkip,
    Wifi::WifiSecurityMode::kWpaPskAes,
    Wifi::WifiSecurityMode::kWpa2PskTkip,
    Wifi::WifiSecurityMode::kWpa2PskAes,
    Wifi::WifiSecurityMode::kWpaEnterpriseTkip,
    Wifi::WifiSecurityMode::kWpaEnterpriseAes,
    Wifi::WifiSecurityMode::kWpa2EnterpriseTkip,
    Wifi::WifiSecurityMode::kWpa2EnterpriseAes,
    Wifi::WifiSecurityMode::kWpa2Psk,
    Wifi::WifiSecurityMode::kWpa2Enterprise,
    Wifi::WifiSecurityMode::kWpa3PskAes,
    Wifi::WifiSecurityMode::kWpa3Sae};

constexpr std::int64_t kConnected = 5;
constexpr std::int64_t kFailed = 6;

constexpr std::array<const char*, 7> kProblems = {
    "the network's name changed",     "the connection was lost", "the connection failed",
    "the connection was interrupted", "the passphrase is wrong", "there is no such network",
    "the reason is not known"};

}  // namespace

Wifi::AccessPoint access_point_from(const Json::Value& network) {
  constexpr double kWeakest = -255;
  Wifi::AccessPoint point;
  point.ssid = text_of(network, "ssid");
  const auto security = integer_of(member_of(network, "security"));
  if (security && *security >= 0 && *security < static_cast<std::int64_t>(kSecurityModes.size())) {
    point.security_mode = kSecurityModes[static_cast<std::size_t>(*security)];
  }
  const auto strength = number_of(member_of(network, "signalStrength"));
  if (strength && *strength >= kWeakest && *strength <= 0) {
    point.signal_strength = std::lround(*strength);
  }
  const auto frequency = number_of(member_of(network, "frequency"));
  if (frequency && *frequency >= 0) point.frequency = frequency;
  return point;
}

int security_number(Wifi::WifiSecurityMode mode) {
  int number = 0;
  while (kSecurityModes[static_cast<std::size_t>(number)] != mode) ++number;
  return number;
}

WifiState wifi_state_from(const Json::Value& params) {
  switch (integer_of(member_of(params, "state")).value_or(0)) {
    case kConnected:
      return WifiState::kConnected;
    case kFailed:
      return WifiState::kFailed;
    default:
      return WifiState::kConnecting;
  }
}

std::string wifi_problem_from(const Json::Value& params) {
  const auto code = integer_of(member_of(params, "code")).value_or(-1);
  if (code < 0 || code >= static_cast<std::int64_t>(kProblems.size())) return kProblems.back();
  return kProblems[static_cast<std::size_t>(code)];
}

}  // namespace ripple::device_thunder
