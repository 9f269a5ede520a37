/// Names of the documents as C++ names.
///
///     snake_case("allowACRCollection")  // allow_acr_collection
///     pascal_case("play-entity")        // PlayEntity
#pragma once

#include <string>
#include <string_view>

namespace ripple::compiler {

/// A variable, member or method struct; a keyword gets a trailing underscore.
std::string snake_case(std::string_view text);

/// A type; capitals inside words are kept ("allowACRCollection": AllowACRCollection).
std::string pascal_case(std::string_view text);

/// An enumerator or constant: k and the words ("1.4": k1_4).
std::string constant_name(std::string_view text);

/// The text between the last dot and the end: "device.setName" is "setName".
std::string_view last_segment(std::string_view method);

/// A C++ string literal with the quotes.
std::string string_literal(std::string_view text);

}  // namespace ripple::compiler
