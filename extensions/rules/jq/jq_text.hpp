/// prepare_program: the text of a rule's program as libjq understands it.
///
///     prepare_program("{ namespace: \"$context.appId\" }")
///         == "{ namespace: \"\\($context.appId)\" }"
///
/// Rules are written for an engine that replaces text and takes an `if` without an `else`. Here
/// `$context.appId` within a string becomes an interpolation of the variable, so that its value
/// stays a value, and an `if` without an `else` gets `else .`. Nothing else changes.
#pragma once

#include <string>
#include <string_view>

#include "ripple/error.hpp"

namespace ripple::rules {

/// Error: kBadManifest when brackets, strings and `if`s do not pair up, with the place; the text
/// that is returned can be put in parentheses without what is in it getting out of them.
Result<std::string> prepare_program(std::string_view text);

}  // namespace ripple::rules
