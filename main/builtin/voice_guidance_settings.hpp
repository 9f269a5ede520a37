/// The object of accessibility.voiceGuidanceSettings, put together from the contract
/// voice_guidance.
#pragma once

#include <json/value.h>

#include "ripple/node.hpp"

namespace ripple::builtin {

/// {"enabled", "navigationHints", "rate", "speed"}. Errors: those of the contract.
Task<Result<Json::Value>> read_voice_guidance(Node node, Deadline deadline);

}  // namespace ripple::builtin
