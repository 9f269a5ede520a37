#include "main/builtin/lifecycle_state.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace ripple::builtin {
namespace {

constexpr std::array<std::string_view, 8> kNames = {"initializing", "inactive",  "foreground",
                                                    "background",   "suspended", "unloading",
                                                    "unloaded",     "terminated"};

constexpr std::uint8_t bit(LifecycleState state) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(state));
}

template <typename... States>
constexpr std::uint8_t set_of(States... states) {
  return static_cast<std::uint8_t>((0U | ... | bit(states)));
}

constexpr std::uint8_t strict_steps(LifecycleState from) {
  using enum LifecycleState;
  switch (from) {
    case kInitializing:
      return set_of(kInactive, kTerminated);
    case kInactive:
      return set_of(kForeground, kBackground, kSuspended, kUnloading);
    case kForeground:
      return set_of(kInactive, kBackground);
    case kBackground:
      return set_of(kForeground, kInactive);
    case kSuspended:
      return set_of(kInactive, kTerminated);
    case kUnloading:
      return set_of(kUnloaded);
    case kUnloaded:
    case kTerminated:
      return 0;
  }
  return 0;
}

constexpr std::uint8_t loose_steps(LifecycleState from) {
  using enum LifecycleState;
  if (from == kUnloaded || from == kTerminated) return 0;
  return from == kUnloading ? set_of(kUnloaded) : 0xff;
}

std::string list_of(std::uint8_t states) {
  std::string text;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((states >> i & 1U) == 0) continue;
    if (!text.empty()) text += ", ";
    text += kNames[i];
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace

std::string_view to_string(LifecycleState state) { return kNames[static_cast<std::size_t>(state)]; }

Result<LifecycleState> parse_lifecycle_state(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) return static_cast<LifecycleState>(i);
  }
  return Error{ErrorCode::kInvalidParams,
               "expected one of " + list_of(0xff) + ", found \"" + std::string(text) + "\"",
               {}};
}

Result<void> check_transition(LifecycleState from, LifecycleState to, bool strict) {
  const std::uint8_t allowed = strict ? strict_steps(from) : loose_steps(from);
  if ((allowed & bit(to)) != 0) return {};
  return Error{ErrorCode::kCustom,
               "Custom error: an app that is " + std::string(to_string(from)) + " cannot become " +
                   std::string(to_string(to)) + "; allowed: " + list_of(allowed),
               {}};
}

}  // namespace ripple::builtin
