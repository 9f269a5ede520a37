/// callsign_of: which plugin a method belongs to.
///
///     callsign_of("org.rdk.System.1.getDeviceInfo@x") == "org.rdk.System"
#pragma once

#include <string>
#include <string_view>

namespace ripple::thunder {

/// Without version, method and index; empty when the method names no plugin.
std::string callsign_of(std::string_view method);

}  // namespace ripple::thunder
