/// Profile: the plugins of an emulated device, from a JSON file.
///
///     {"plugins": {"DeviceInfo": {"state": "Activated", "methods": {..}, "properties": {..}}}}
///
/// Further members of a plugin: class, versions, state_control, configuration, values, schedule,
/// start_ms, activation_ms, unload_ms, activation_failure (opening_failed or pending_conditions).
///
/// A file whose members are arrays instead is the data file of Ripple's mock device; see MockTable.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulator/mock_table.hpp"
#include "emulator/plugin.hpp"

namespace ripple::thunder::emulator {

struct Profile {
  std::vector<Plugin> plugins;
  std::optional<MockTable> mock;
};

/// Either a profile, or what is wrong with the file: where, what was expected, what was found.
struct LoadedProfile {
  Profile profile;
  std::string problem;
};

LoadedProfile load_profile(const std::string& path);
LoadedProfile profile_from(const Json::Value& document, const std::string& path);

}  // namespace ripple::thunder::emulator
