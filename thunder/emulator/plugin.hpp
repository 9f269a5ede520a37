/// Plugin: one plugin of the emulated server, as its profile describes it and as it is now.
#pragma once

#include <json/value.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

enum class State {
  kUnavailable,
  kDeactivated,
  kDeactivation,
  kActivation,
  kActivated,
  kPrecondition,
  kHibernated,
  kDestroyed,
  kSuspended,
  kResumed,
};

std::string name_of(State state);
std::optional<State> state_from(const std::string& name);

inline bool is_active(State state) {
  return state == State::kActivated || state == State::kSuspended || state == State::kResumed;
}

using LinkId = std::uint64_t;

/// Who hears an event: bound to a link, and forgotten when the plugin is deactivated.
struct Registration {
  LinkId link = 0;
  std::string client_id;
  std::string event;
  std::string index;
};

struct Plugin {
  std::string callsign;
  std::string class_name;
  std::vector<int> versions{1};
  State state = State::kActivated;
  /// Can be suspended, and therefore never shows as Activated.
  bool has_state_control = false;
  /// How long after the server's start the plugin is as its profile says; inactive before.
  std::chrono::milliseconds start_time{0};
  /// How long an activation takes.
  std::chrono::milliseconds activation_time{0};
  /// How long after a deactivation was told the plugin cannot be activated again.
  std::chrono::milliseconds unload_time{0};
  std::chrono::steady_clock::time_point unloaded_at;
  /// What an activation ends with instead of an active plugin.
  std::optional<FrameworkError> activation_failure;
  Json::Value configuration{Json::objectValue};
  /// What scripts read and write.
  Json::Value values{Json::objectValue};
  /// See Script.
  Json::Value methods{Json::objectValue};
  /// `{name: {"path": [..], "read_only": bool}}`
  Json::Value properties{Json::objectValue};
  /// `[{"every_ms": n, "event": name, "params": ..}]`
  Json::Value schedule{Json::arrayValue};

  std::vector<Registration> registrations;
  std::uint64_t processed_requests = 0;
};

}  // namespace ripple::thunder::emulator
