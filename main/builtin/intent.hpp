/// Intents: what a user wants of an app, as launchers hand them to it.
///
///     check_intent(intent)                    // {"action":"search","data":{"query":"x"},
///                                             //  "context":{"source":"voice"}}
///
/// An intent has an action and a context with a source. Of the actions that Firebolt defines the
/// data are checked too: home and launch have none, the others what they cannot do without. An
/// action that Firebolt does not define passes with any data.
#pragma once

#include <json/value.h>

#include "ripple/error.hpp"

namespace ripple::builtin {

/// Errors: kInvalidIntent, with the JSON pointer of what is wrong.
Result<void> check_intent(const Json::Value& intent);

/// True when an app may be told to navigate there: everything but "boot", with which the platform
/// starts an app that the user did not ask for.
bool is_navigation(const Json::Value& intent);

}  // namespace ripple::builtin
