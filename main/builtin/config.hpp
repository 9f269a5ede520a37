/// Contract config: what the device manifest says, for extensions.
#pragma once

#include <functional>
#include <string>

#include "main/manifest/manifest.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

/// Serves the contract until the channel stops. `openrpc` gives the OpenRPC document of everything
/// that apps can call, as JSON text.
///
/// launcherConfig answers {"lifecycle":{"app_ready_timeout_ms", "app_finished_timeout_ms",
/// "max_loaded_apps", "min_available_memory_kb", "prioritized"}, "application_defaults":{TYPE:ID},
/// "endpoint":"ws://127.0.0.1:3473", "apps":[{"app_id", "name", "runtime", "start_page",
/// "boot_state", "launch"}]}, with `launch` only for an app that has one.
Task<void> serve_config(Node node, const manifest::Manifest& manifest,
                        std::function<std::string()> openrpc);

}  // namespace ripple::builtin
