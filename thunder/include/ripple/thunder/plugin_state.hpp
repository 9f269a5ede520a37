/// PluginState: what Thunder says about a plugin, under one spelling for all releases.
///
///     if (is_ready(plugin_state_from("activated"))) ...
#pragma once

#include <string_view>

namespace ripple::thunder {

enum class PluginState {
  /// Not asked yet, or the connection was lost since.
  kUnknown,
  /// The server has no such plugin.
  kMissing,
  kUnavailable,
  kDeactivated,
  kDeactivation,
  kActivated,
  kActivation,
  kPrecondition,
  kHibernated,
  kDestroyed,
  kSuspended,
  kResumed,
};

/// Takes the spellings of all releases; kUnknown for any other text.
PluginState plugin_state_from(std::string_view text);

std::string_view name_of(PluginState state);

/// Whether the plugin answers calls. A plugin that can be suspended never shows as activated.
inline bool is_ready(PluginState state) {
  return state == PluginState::kActivated || state == PluginState::kSuspended ||
         state == PluginState::kResumed;
}

}  // namespace ripple::thunder
