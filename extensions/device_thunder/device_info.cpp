#include "device_thunder/device_info.hpp"

#include <optional>
#include <ripple/contracts/device_info.hpp>
#include <string>
#include <utility>

#include "device/device_identity.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::DeviceInfo;
using device::DeviceIdentity;

constexpr const char* kProvision = "provision";

class DeviceInfoHandlers {
 public:
  explicit DeviceInfoHandlers(DeviceInfoParts parts) : parts_(std::move(parts)) {}

  Task<void> operator()(DeviceInfo::Id& c) const { return answer_with(c, id(c.deadline())); }
  Task<void> operator()(DeviceInfo::Uid& c) const {
    return answer_with(c, uid(c.context().app_id(), c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Distributor& c) const {
    return answer_with(c, distributor(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Platform& c) const {
    return answer_now(c, Result<std::string>(facts().platform()));
  }
  Task<void> operator()(DeviceInfo::Type& c) const {
    return answer_now(c, Result<std::string>(facts().settings().form_factor));
  }
  Task<void> operator()(DeviceInfo::Make& c) const {
    return answer_with(c, facts().make(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Model& c) const {
    return answer_with(c, facts().model(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Sku& c) const {
    return answer_with(c, facts().sku(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Version& c) const {
    return answer_with(c, facts().version(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Hdcp& c) const {
    return answer_with(c, facts().hdcp(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Hdr& c) const {
    return answer_with(c, facts().hdr(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Audio& c) const {
    return answer_with(c, facts().audio(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::ScreenResolution& c) const {
    return answer_with(c, facts().screen_resolution(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::VideoResolution& c) const {
    return answer_with(c, facts().video_resolution(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Name& c) const {
    return answer_with(c, facts().name(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::SetName& c) const {
    return answer_with(c, set_name(c.params.value, c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Network& c) const {
    return answer_with(c, facts().network(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Provision& c) const {
    return answer_with(c, provision(c.params, c.deadline()));
  }
  Task<void> operator()(DeviceInfo::TimeZone& c) const {
    return answer_with(c, facts().time_zone(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::SetTimeZone& c) const {
    return answer_with(c, set_time_zone(c.params.value, c.deadline()));
  }
  Task<void> operator()(DeviceInfo::MacAddress& c) const {
    return answer_with(c, facts().mac_address(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::SerialNumber& c) const {
    return answer_with(c, facts().serial_number(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Firmware& c) const {
    return answer_with(c, facts().firmware(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::PlatformBuildInfo& c) const {
    return answer_with(c, facts().build_info(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Memory& c) const {
    return answer_with(c, facts().memory(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::Uptime& c) const {
    return answer_with(c, facts().uptime(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::PowerState& c) const {
    return answer_with(c, facts().power_state(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::InternetStatus& c) const {
    return answer_with(c, facts().connectivity(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::TimeZones& c) const {
    return answer_with(c, facts().time_zones(c.deadline()));
  }
  Task<void> operator()(DeviceInfo::TimeZoneOffset& c) const {
    return answer_with(c, facts().time_zone_offset(c.deadline()));
  }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  DeviceFacts& facts() const { return *parts_.facts; }

  /// Empty also on a device without a store: nothing was ever assigned to that.
  Task<Result<std::optional<std::string>>> provisioned(const char* key, Deadline deadline) const {
    LocalKey place{kProvision, key, std::nullopt};
    auto stored = co_await parts_.values->get_text(std::move(place), deadline);
    if (!stored && stored.error().code == ErrorCode::kNotSupported) {
      co_return std::optional<std::string>();
    }
    co_return stored;
  }

  Task<Result<DeviceIdentity>> identity(Deadline deadline) const {
    auto serial = co_await facts().serial_number(deadline);
    if (!serial) co_return serial.error();
    co_return DeviceIdentity(std::move(*serial), facts().settings().id_salt);
  }

  Task<Result<std::string>> id(Deadline deadline) const {
    auto assigned = co_await provisioned("device_id", deadline);
    if (!assigned) co_return assigned.error();
    if (*assigned) co_return std::move(**assigned);
    const auto own = co_await identity(deadline);
    if (!own) co_return own.error();
    co_return own->id();
  }

  Task<Result<std::string>> uid(std::string app_id, Deadline deadline) const {
    if (app_id.empty()) {
      co_return Error{ErrorCode::kUnsupportedOperation,
                      "device.uid is made for the app that asks, and no app asked",
                      {}};
    }
    const auto own = co_await identity(deadline);
    if (!own) co_return own.error();
    co_return own->uid(app_id);
  }

  Task<Result<std::string>> distributor(Deadline deadline) const {
    auto assigned = co_await provisioned("distributor_id", deadline);
    if (!assigned) co_return assigned.error();
    if (*assigned) co_return std::move(**assigned);
    co_return facts().settings().distributor_experience_id;
  }

  Task<Result<void>> set_name(std::string name, Deadline deadline) const {
    if (name.empty()) {
      co_return Error{
          ErrorCode::kInvalidParams, "#/value: expected a name, found an empty string", {}};
    }
    const auto before = co_await facts().name(deadline);
    if (before && *before == name) co_return Result<void>();
    const auto done = co_await facts().set_name(name, deadline);
    if (done) parts_.events->set_name(name);
    co_return done;
  }

  Task<Result<void>> set_time_zone(std::string zone, Deadline deadline) const {
    const auto done = co_await facts().set_time_zone(zone, deadline);
    if (done) parts_.events->set_time_zone(zone);
    co_return done;
  }

  /// Thunder's store has no transactions: the device's id, which says that it is provisioned, is
  /// written last.
  Task<Result<void>> provision(DeviceInfo::provision wanted, Deadline deadline) const {
    auto stored = co_await store("account_id", wanted.account_id, deadline);
    if (stored) stored = co_await store("distributor_id", wanted.distributor_id, deadline);
    if (stored) stored = co_await store("device_id", wanted.device_id, deadline);
    co_return stored;
  }

  Task<Result<void>> store(const char* key, std::optional<std::string> text,
                           Deadline deadline) const {
    LocalKey place{kProvision, key, std::nullopt};
    auto changed = Result<bool>(false);
    if (text) {
      changed = co_await parts_.values->set(std::move(place), Json::Value(*text), deadline);
    } else {
      changed = co_await parts_.values->remove(std::move(place), deadline);
    }
    if (!changed) co_return changed.error();
    co_return Result<void>();
  }

  DeviceInfoParts parts_;
};

}  // namespace

Task<void> serve_device_info(Node node, DeviceInfoParts parts) {
  const auto server = parts.server;
  DeviceInfoHandlers handlers(std::move(parts));
  return serve_while_there<DeviceInfo>(std::move(node), server, std::move(handlers));
}

}  // namespace ripple::device_thunder
