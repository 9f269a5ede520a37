/// The part of JSON Schema (draft-07) that contract documents may use.
#pragma once

#include <json/value.h>

#include <functional>
#include <string>
#include <string_view>

#include "diagnostics.hpp"

namespace ripple::compiler {

/// The name in "#/components/schemas/Name", or empty for any other reference.
std::string_view component_name(std::string_view reference);

/// Reports each keyword, type, pattern or reference in `schema` that is unknown or malformed.
/// `components` is the document's components/schemas object.
void check_schema(const Json::Value& schema, const Json::Value& components, std::string_view file,
                  const std::string& pointer, Diagnostics& diagnostics);

/// Calls `visit` with the component name of every reference inside `schema`.
void for_each_reference(const Json::Value& schema,
                        const std::function<void(const std::string&)>& visit);

/// `schema` as a document of its own: annotations removed, references turned to "#/definitions/..."
/// and everything they reach added there.
Json::Value self_contained(const Json::Value& schema, const Json::Value& components);

}  // namespace ripple::compiler
