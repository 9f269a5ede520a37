#include "plugin_table.hpp"

#include <utility>

namespace ripple::thunder {

// A single status comes as an object, from R4.4 and without a callsign as an array.
PluginState state_in(const Json::Value& reply, const std::string& callsign) {
  const Json::Value entries(reply.isArray() ? reply : Json::Value(Json::arrayValue));
  for (const Json::Value& entry : entries) {
    if (entry.isObject() && entry["callsign"] == callsign && entry["state"].isString()) {
      return plugin_state_from(entry["state"].asString());
    }
  }
  if (reply.isObject() && reply["state"].isString()) {
    return plugin_state_from(reply["state"].asString());
  }
  return PluginState::kUnknown;
}

PluginPtr PluginTable::at(const std::string& callsign) {
  PluginPtr& plugin = plugins_[callsign];
  if (!plugin) plugin = std::make_shared<Plugin>(executor_);
  return plugin;
}

PluginState PluginTable::state_of(const std::string& callsign) const {
  const auto found = plugins_.find(callsign);
  return found == plugins_.end() ? PluginState::kUnknown : found->second->state();
}

void PluginTable::set(Plugin& plugin, PluginState state, std::string reason) {
  plugin.state_ = state;
  plugin.reason_ = std::move(reason);
  plugin.changed.tell(true);
  any_change_.tell(true);
}

void PluginTable::heard(const Json::Value& params) {
  if (!params.isObject() || !params["callsign"].isString() || !params["state"].isString()) return;
  const PluginState state = plugin_state_from(params["state"].asString());
  if (state == PluginState::kUnknown) return;
  const Json::Value& reason = params["reason"];
  const PluginPtr plugin = at(params["callsign"].asString());
  ++plugin->changes_;
  set(*plugin, state, reason.isString() ? reason.asString() : std::string());
}

bool PluginTable::answered(Plugin& plugin, PluginState state, std::uint64_t asked_at) {
  if (plugin.changes_ != asked_at) return false;
  // The reason of a state that was heard stays with it.
  if (plugin.state_ != state) set(plugin, state, {});
  return true;
}

void PluginTable::forget_all() {
  for (const auto& [callsign, plugin] : plugins_) {
    ++plugin->changes_;
    set(*plugin, PluginState::kUnknown, {});
  }
}

void PluginTable::drop_if_missing(const std::string& callsign) {
  const auto found = plugins_.find(callsign);
  if (found == plugins_.end() || found->second->state() != PluginState::kMissing) return;
  if (found->second->changed.size() == 0) plugins_.erase(found);
}

void PluginTable::wake_all(const Error& reason) {
  any_change_.tell(true);
  for (const auto& [callsign, plugin] : plugins_) {
    plugin->changed.tell(true);
    plugin->activated.tell(reason);
  }
}

}  // namespace ripple::thunder
