#include <chrono>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/voice_guidance.hpp>
#include <ripple/contracts/wifi.hpp>
#include <ripple/sdk.hpp>
#include <stdexcept>

#include "probe.hpp"

namespace probe {
namespace {

using ripple::contracts::DeviceInfo;
using ripple::contracts::VoiceGuidance;
using ripple::contracts::Wifi;
using namespace std::chrono_literals;

ripple::Task<void> throw_later(ripple::Node node) {
  co_await node.sleep_for(1ms);
  throw std::runtime_error("a handler failed after a wait");
}

// wifi.scan works; wifi.disconnect throws at once, wifi.connect after a wait, wifi.wps something
// that is no exception.
ripple::Task<void> serve_wifi(ripple::Node node) {
  return ripple::serve<Wifi>(
      node, ripple::overloaded{
                [](Wifi::Scan& call) { call.reply({}); },
                [](Wifi::Disconnect&) { throw std::runtime_error("a handler failed"); },
                [node](Wifi::Connect&) { return throw_later(node); },
                [](Wifi::Wps&) { throw 42; },
                [](ripple::UnknownInvocation& call) { call.reply_unsupported(); },
            });
}

template <typename Contract>
ripple::Task<void> serve_nothing(ripple::Node node) {
  return ripple::serve<Contract>(node, [](auto& call) { call.reply_unsupported(); });
}

ripple::Task<void> wait_for_stop(ripple::Node node) {
  // The variable matters: GCC 12 miscompiles a coroutine that waits in the condition of a loop and
  // has no variable of its own.
  bool goes_on = true;
  while (goes_on) goes_on = co_await node.sleep_for(1h);
}

bool is_silent_about(const ripple::Node& node, const char* contract) {
  for (const Json::Value& name : node.config()["silent_about"]) {
    if (name == contract) return true;
  }
  return false;
}

}  // namespace

ripple::Task<void> serve_contracts(ripple::Node node) {
  throw_if_told(node, "start");
  if (node.config()["never_ready"].asBool()) co_return co_await wait_for_stop(node);
  if (!is_silent_about(node, "wifi")) node.spawn(serve_wifi(node), "wifi");
  if (!is_silent_about(node, "voice_guidance")) {
    node.spawn(serve_nothing<VoiceGuidance>(node), "voice guidance");
  }
  if (!is_silent_about(node, "device_info")) {
    node.spawn(serve_nothing<DeviceInfo>(node), "device info");
  }
  node.ready();
  co_await wait_for_stop(node);
}

}  // namespace probe
