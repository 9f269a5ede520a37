#include "probe.hpp"

#include <ripple/contracts/app_events.hpp>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/json_rpsee.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/rpc.hpp>
#include <ripple/contracts/voice_guidance.hpp>
#include <ripple/contracts/wifi.hpp>
#include <ripple/sdk.hpp>
#include <stdexcept>
#include <utility>

namespace probe {

void throw_if_told(const ripple::Node& node, const char* moment) {
  if (node.config()["throw_in"] == moment) {
    throw std::runtime_error(std::string("told to fail in ") + moment);
  }
}

namespace {

using namespace ripple::contracts;

// Not a coroutine: what it throws fails the build.
template <ripple::Task<void> (*serve)(ripple::Node)>
ripple::Task<void> build(ripple::Node node) {
  throw_if_told(node, "build");
  return serve(std::move(node));
}

ripple::Entry rpc_entry() {
  auto entry = ripple::entry("ripple:extn:jsonrpsee:probe");
  entry.version("1.0.0").provides<JsonRpsee>();
  entry.uses<AppEvents, Config, DeviceInfo, LocalStorage, Rpc, Wifi>();
  return entry.jsonrpc(kMethods, build<serve_methods>);
}

ripple::Entry channel_entry() {
  auto entry = ripple::entry("ripple:channel:device:probe");
  entry.version("1.0.0").provides<DeviceInfo, VoiceGuidance, Wifi>().uses<Config>();
  return entry.channel(build<serve_contracts>);
}

}  // namespace
}  // namespace probe

RIPPLE_EXTN_LIBRARY(probe::rpc_entry(), probe::channel_entry())
