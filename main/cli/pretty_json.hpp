/// JSON for people: two spaces an indent, empty containers on one line.
#pragma once

#include <json/value.h>

#include <string>

namespace ripple::cli {

/// Without a newline at the end. Scalars read as print_json() writes them.
std::string pretty_json(const Json::Value& value);

}  // namespace ripple::cli
