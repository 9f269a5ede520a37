/// JSON in a test, as it is on the wire.
#pragma once

#include <json/value.h>

#include <ripple/json.hpp>
#include <string>

inline Json::Value json(const std::string& text) { return ripple::parse_json(text).value(); }
