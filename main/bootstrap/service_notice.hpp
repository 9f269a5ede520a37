/// Tells the service manager how the platform is (the datagram protocol of sd_notify(3)). Without
/// $NOTIFY_SOCKET it does nothing.
#pragma once

#include <string>

namespace ripple::bootstrap {

/// `state`: "READY=1", "STOPPING=1", "STATUS=...". False when a socket is named and cannot be
/// reached.
bool notify_service_manager(const std::string& state);

}  // namespace ripple::bootstrap
