#include "ripple/thunder/plugin_state.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ripple::thunder {
namespace {

constexpr std::array<std::pair<PluginState, std::string_view>, 12> kNames = {{
    {PluginState::kUnknown, "unknown"},
    {PluginState::kMissing, "missing"},
    {PluginState::kUnavailable, "unavailable"},
    {PluginState::kDeactivated, "deactivated"},
    {PluginState::kDeactivation, "deactivation"},
    {PluginState::kActivated, "activated"},
    {PluginState::kActivation, "activation"},
    {PluginState::kPrecondition, "precondition"},
    {PluginState::kHibernated, "hibernated"},
    {PluginState::kDestroyed, "destroyed"},
    {PluginState::kSuspended, "suspended"},
    {PluginState::kResumed, "resumed"},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

PluginState plugin_state_from(std::string_view text) {
  for (const auto& [state, name] : kNames) {
    if (std::ranges::equal(text, name, {}, lower)) return state;
  }
  return PluginState::kUnknown;
}

std::string_view name_of(PluginState state) {
  for (const auto& [known, name] : kNames) {
    if (known == state) return name;
  }
  return "unknown";
}

}  // namespace ripple::thunder
