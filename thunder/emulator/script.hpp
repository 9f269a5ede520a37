/// Script: what a scripted method does, from its entry in the profile.
///
///     "setValue": {"required": ["namespace", "key", "value"],
///                  "store": [{"path": ["${params.namespace}", "${params.key}"],
///                             "value": "${params.value}"}],
///                  "result": {"success": true},
///                  "events": [{"event": "onValueChanged", "params": "${params}"}]}
///
/// `lookup` reads a path of the plugin's values into `${value}`, with `names` the names of its
/// members, and answers `missing` where there is none; `store` and `remove` change them; `delay_ms`
/// delays all. An array of entries is tried in order: the first whose `match` agrees with the
/// params. A text that is one reference becomes the value it names, of whatever type.
#pragma once

#include <json/value.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "emulator/plugin.hpp"
#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

struct ScriptedEvent {
  std::string event;
  std::string index;
  Json::Value params;
  std::chrono::milliseconds delay{0};
};

struct ScriptResult {
  Outcome outcome;
  std::vector<ScriptedEvent> events;
};

/// The entry for `params`, or NULL where no entry matches.
const Json::Value* matching_entry(const Json::Value& script, const Json::Value& params);

/// How long the entry lets the caller wait.
std::chrono::milliseconds delay_of(const Json::Value& entry);

/// Carries out the entry against the plugin's values.
ScriptResult run_script(const Json::Value& entry, const std::optional<Json::Value>& params,
                        Plugin& plugin, Generation generation);

/// The value at `path`; NULL where there is none.
const Json::Value* find_path(const Json::Value& values, const Json::Value& path);
void store_path(Json::Value& values, const Json::Value& path, const Json::Value& value);

}  // namespace ripple::thunder::emulator
