/// Contract settings: what people set on the device. Served from a table: see setting_table.hpp.
///
/// Extensions name settings as the methods that read them: settings.get {"keys":
/// ["localization.locale","closedcaptions.enabled"]}.
#pragma once

#include <json/value.h>

#include "ripple/node.hpp"

namespace ripple::builtin {

/// `default_values` of the device manifest; it outlives the channel.
Task<void> serve_settings(Node node, const Json::Value& default_values);

}  // namespace ripple::builtin
