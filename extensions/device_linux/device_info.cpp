#include "device_linux/device_info.hpp"

#include <ripple/contracts/device_info.hpp>
#include <ripple/invocation.hpp>
#include <ripple/serve.hpp>
#include <string>
#include <utility>

#include "device/answer.hpp"

namespace ripple::device_linux {
namespace {

using contracts::DeviceInfo;
using device::answer;

class DeviceInfoHandlers {
 public:
  DeviceInfoHandlers(Node node, DeviceInfoParts parts)
      : node_(std::move(node)), parts_(std::move(parts)) {}

  void operator()(DeviceInfo::Id& c) const { answer(c, id()); }
  void operator()(DeviceInfo::Uid& c) const { answer(c, machine().uid(c.context().app_id())); }
  void operator()(DeviceInfo::Distributor& c) const { answer(c, distributor()); }
  void operator()(DeviceInfo::Platform& c) const { answer(c, machine().platform()); }
  void operator()(DeviceInfo::Type& c) const { c.reply(machine().settings().form_factor); }
  void operator()(DeviceInfo::Make& c) const { answer(c, machine().make()); }
  void operator()(DeviceInfo::Model& c) const { answer(c, machine().model()); }
  void operator()(DeviceInfo::Sku& c) const { answer(c, machine().sku()); }
  void operator()(DeviceInfo::Version& c) const { answer(c, machine().version()); }
  void operator()(DeviceInfo::Hdcp& c) const { answer(c, machine().hdcp()); }
  void operator()(DeviceInfo::Hdr& c) const { answer(c, machine().hdr()); }
  void operator()(DeviceInfo::Audio& c) const { answer(c, machine().audio()); }
  void operator()(DeviceInfo::ScreenResolution& c) const {
    answer(c, machine().screen_resolution());
  }
  void operator()(DeviceInfo::VideoResolution& c) const { answer(c, machine().video_resolution()); }
  void operator()(DeviceInfo::Name& c) const { answer(c, name()); }
  void operator()(DeviceInfo::SetName& c) const { answer(c, set_name(c.params.value)); }
  void operator()(DeviceInfo::Network& c) const { answer(c, machine().network()); }
  void operator()(DeviceInfo::Provision& c) const {
    answer(c, parts_.storage->provision(
                  {c.params.account_id, c.params.device_id, c.params.distributor_id}));
  }
  void operator()(DeviceInfo::TimeZone& c) const { answer(c, machine().time_zone()); }
  void operator()(DeviceInfo::SetTimeZone& c) const {
    answer(c, machine().set_time_zone(c.params.value));
    parts_.events.on_time_zone();
  }
  void operator()(DeviceInfo::MacAddress& c) const { answer(c, machine().mac_address()); }
  void operator()(DeviceInfo::SerialNumber& c) const { answer(c, machine().serial_number()); }
  void operator()(DeviceInfo::Firmware& c) const { answer(c, machine().firmware()); }
  void operator()(DeviceInfo::PlatformBuildInfo& c) const { c.reply(machine().build_info()); }
  void operator()(DeviceInfo::Memory& c) const { answer(c, machine().memory()); }
  void operator()(DeviceInfo::Uptime& c) const { answer(c, machine().uptime()); }
  /// A machine that answers is awake.
  void operator()(DeviceInfo::PowerState& c) const { c.reply(DeviceInfo::PowerLevel::kOn); }
  void operator()(DeviceInfo::TimeZones& c) const { c.reply(machine().time_zones()); }
  void operator()(DeviceInfo::TimeZoneOffset& c) const {
    answer(c, machine().time_zone_offset(parts_.wall_clock() / 1000));
  }
  /// To tell would take asking a server somewhere, which is the distributor's to choose.
  void operator()(DeviceInfo::InternetStatus& c) const { c.reply_unsupported(); }
  void operator()(UnknownInvocation& c) const { c.reply_unsupported(); }

 private:
  const Machine& machine() const { return *parts_.machine; }

  Result<std::string> id() const {
    auto provisioned = parts_.storage->provisioned_device_id();
    if (!provisioned) return provisioned.error();
    if (*provisioned) return std::move(**provisioned);
    return machine().id();
  }

  Result<std::string> distributor() const {
    auto provisioned = parts_.storage->provisioned_distributor_id();
    if (!provisioned) return provisioned.error();
    if (*provisioned) return std::move(**provisioned);
    return machine().settings().distributor_experience_id;
  }

  Result<std::string> name() const {
    auto given = parts_.storage->name();
    if (!given) return given.error();
    if (*given) return std::move(**given);
    return machine().host_name();
  }

  Result<void> set_name(const std::string& wanted) const {
    if (wanted.empty()) {
      return Error{ErrorCode::kInvalidParams, "#/value: expected a name, found an empty string",
                   ""};
    }
    const auto before = name();
    if (auto stored = parts_.storage->set_name(wanted); !stored) return stored;
    if (before && *before == wanted) return {};
    DeviceInfo::OnNameChanged changed;
    changed.payload = wanted;
    DeviceInfo::OnDeviceNameChanged changed_by_older_name;
    changed_by_older_name.payload = wanted;
    for (const auto& sent : {node_.emit(changed), node_.emit(changed_by_older_name)}) {
      if (!sent) node_.log(LogLevel::kWarning, sent.error().message);
    }
    return {};
  }

  Node node_;
  DeviceInfoParts parts_;
};

}  // namespace

Task<void> serve_device_info(Node node, DeviceInfoParts parts) {
  co_await serve<DeviceInfo>(node, DeviceInfoHandlers(node, std::move(parts)));
}

}  // namespace ripple::device_linux
