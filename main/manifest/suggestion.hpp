/// "Did you mean": what an error says about a misspelt word.
///
///     "unknown key" + suggestion("connectoins", {"connections", "nesting"})
///     // unknown key; did you mean "connections"?
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ripple::manifest {

/// `; did you mean "x"?` when a known word is near enough to be what was meant, else empty.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

/// As suggestion(); when nothing is near, `; known: "a", "b"`.
std::string suggestion_or_all(std::string_view word, std::span<const std::string_view> known);

}  // namespace ripple::manifest
