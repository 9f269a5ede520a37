/// `configuration.default_values` and `configuration.features` of the device manifest.
#pragma once

#include <json/value.h>

#include "main/manifest/field.hpp"

namespace ripple::manifest {

/// The checked object, with Ripple's defaults for switches and policies added. Facts about a place
/// or a machine (country, language, locale, name, video dimensions) are not: where the distributor
/// is silent the platform says so instead of inventing a value.
Json::Value read_default_values(const Field& field);

/// The checked object with Ripple's defaults added.
Json::Value read_features(const Field& field);

}  // namespace ripple::manifest
