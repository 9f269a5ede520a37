#include <chrono>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/sdk.hpp>
#include <string>
#include <variant>

using ripple::contracts::DeviceInfo;

namespace {

ripple::Task<void> serve(ripple::Node node) {
  std::string name = node.config().get("name", "Lightbar").asString();
  auto calls = node.invocations<DeviceInfo>();
  while (auto call = co_await calls.next()) {
    std::visit(ripple::overloaded{
                   [](DeviceInfo::Make& c) { c.reply("Acme"); },
                   [](DeviceInfo::Model& c) { c.reply("Lightbar 3"); },
                   [&](DeviceInfo::Name& c) { c.reply(name); },
                   [&](DeviceInfo::SetName& c) {
                     name = c.params.value;
                     c.reply(nullptr);
                     static_cast<void>(node.emit(DeviceInfo::OnNameChanged{name}));
                   },
                   [](auto& c) { c.reply_unsupported(); },
               },
               *call);
  }
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:channel:device:acme_lightbar")
                        .version("1.2.0")
                        .required_version("1.0.0")
                        .provides<DeviceInfo>()
                        .uses<ripple::contracts::Config>()
                        .channel(serve))
