/// Generates to_json and from_json for the types of a contract.
#pragma once

#include <string>
#include <vector>

#include "text.hpp"
#include "type_map.hpp"

namespace ripple::compiler {

/// `type` is the qualified name ("DeviceInfo::set_name"). `may_be_absent`: null reads as an object
/// without members, because callers may leave out params altogether.
void write_struct_mapping(Text& out, const std::string& type, const std::vector<Field>& fields,
                          bool may_be_absent);
void write_event_mapping(Text& out, const std::string& type);

/// Also to_string.
void write_enum_mapping(Text& out, const Definition& definition);

}  // namespace ripple::compiler
