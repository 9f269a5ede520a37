// Contracts of the generated shape with only the methods that these tests call: with the whole of
// device_info each std::visit is compiled for thirty invocations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/invocation.hpp"
#include "ripple/json.hpp"

namespace ripple::small {

struct DeviceInfo {
  static constexpr RippleContract kContract = RippleContract::kDeviceInfo;
  static constexpr std::string_view kName = "device_info";
  static constexpr std::string_view kVersion = "1.0.0";
  static constexpr std::array<std::string_view, 7> kMethods = {"device.make",
                                                               "device.model",
                                                               "device.name",
                                                               "device.sku",
                                                               "device.setName",
                                                               "device.onNameChanged",
                                                               "device.onDeviceNameChanged"};

  struct make {
    static constexpr std::uint32_t kMethod = 0;
    using Contract = DeviceInfo;
    using Result = std::string;
  };
  struct model {
    static constexpr std::uint32_t kMethod = 1;
    using Contract = DeviceInfo;
    using Result = std::string;
  };
  struct name {
    static constexpr std::uint32_t kMethod = 2;
    using Contract = DeviceInfo;
    using Result = std::string;
  };
  struct sku {
    static constexpr std::uint32_t kMethod = 3;
    using Contract = DeviceInfo;
    using Result = std::string;
  };
  struct set_name {
    static constexpr std::uint32_t kMethod = 4;
    using Contract = DeviceInfo;
    using Result = std::nullptr_t;
    std::string value{};
  };
  struct OnNameChanged {
    static constexpr std::uint32_t kMethod = 5;
    using Contract = DeviceInfo;
    using Payload = std::string;
    Payload payload{};
  };
  struct OnDeviceNameChanged {
    static constexpr std::uint32_t kMethod = 6;
    using Contract = DeviceInfo;
    using Payload = std::string;
    Payload payload{};
  };

  using Make = ripple::Invocation<make>;
  using Model = ripple::Invocation<model>;
  using Name = ripple::Invocation<name>;
  using Sku = ripple::Invocation<sku>;
  using SetName = ripple::Invocation<set_name>;
  using Invocation = std::variant<Make, Model, Name, Sku, SetName, ripple::UnknownInvocation>;
};

inline Json::Value to_json(const DeviceInfo::set_name& value) {
  Json::Value json(Json::objectValue);
  write_member(json, "value", value.value);
  return json;
}
inline Result<void> from_json(const Json::Value& json, DeviceInfo::set_name& value) {
  return read_member(json, "value", value.value);
}

struct LocalStorage {
  static constexpr RippleContract kContract = RippleContract::kLocalStorage;
  static constexpr std::string_view kName = "local.storage";
  static constexpr std::string_view kVersion = "1.0.0";
  static constexpr std::array<std::string_view, 1> kMethods = {"local.storage.list"};

  struct list {
    static constexpr std::uint32_t kMethod = 0;
    using Contract = LocalStorage;
    using Result = std::vector<std::string>;
  };
  using List = ripple::Invocation<list>;
  using Invocation = std::variant<List, ripple::UnknownInvocation>;
};

}  // namespace ripple::small
