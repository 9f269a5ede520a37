/// The states of an app and the steps between them.
///
///     if (Result<void> step = check_transition(from, LifecycleState::kForeground, true); !step)
///     ...
///
/// Strict steps: initializing -> inactive, terminated; inactive -> foreground, background,
/// suspended, unloading; foreground -> inactive, background; background -> foreground, inactive;
/// suspended -> inactive, terminated; unloading -> unloaded. Otherwise every step is allowed but
/// those that leave unloading for anything else than unloaded.
#pragma once

#include <cstdint>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::builtin {

enum class LifecycleState : std::uint8_t {
  kInitializing,
  kInactive,
  kForeground,
  kBackground,
  kSuspended,
  kUnloading,
  kUnloaded,    ///< ended in order
  kTerminated,  ///< ended without unloading
};

std::string_view to_string(LifecycleState state);  // "foreground"

/// Errors: kInvalidParams, listing the known states.
Result<LifecycleState> parse_lifecycle_state(std::string_view text);

/// Errors: kCustom, naming both states and what is allowed from the first.
Result<void> check_transition(LifecycleState from, LifecycleState to, bool strict);

}  // namespace ripple::builtin
