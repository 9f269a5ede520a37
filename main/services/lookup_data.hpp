/// One immutable version of the lookup data: tables of keys and JSON values.
#pragma once

#include <json/value.h>

#include <map>
#include <memory>
#include <string>

namespace ripple::services {

using LookupTable = std::map<std::string, Json::Value, std::less<>>;
using LookupTables = std::map<std::string, LookupTable, std::less<>>;

/// Shared between the service and the requests that began while it was current.
using LookupData = std::shared_ptr<const LookupTables>;

}  // namespace ripple::services
