/// Contract lifecycle_management: the life of apps, from the request to launch them to their end.
///
/// An app is launched in one of two ways. One that has a `launch` template is started by Main
/// through the contract `launcher`, and Main then plays the launcher: it brings the app to the
/// foreground when it is ready, unloads it when it closes, and ends its session when its process
/// ends. Any other app is run by a launcher app of its own making, which opens the session with
/// lifecyclemanagement.session, moves the app with setState, and is told by the onRequest.. events
/// what the app wants.
#pragma once

#include "main/builtin/app_departures.hpp"
#include "main/builtin/app_events.hpp"
#include "main/builtin/gateway_signal.hpp"
#include "main/builtin/permission_lookup.hpp"
#include "main/manifest/manifest.hpp"
#include "main/services/session_registry.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

/// What lifecycle management works with; all of it outlives the channel.
struct LifecycleSurroundings {
  const manifest::Manifest& manifest;
  services::SessionRegistry& sessions;
  PermissionLookup permissions;
  GatewaySignal& gateway;
  EventPublisher& events;
  AppDepartures* departures;  ///< may be null
};

/// Apps with `boot_state` foreground are launched when the gateway is up.
Task<void> serve_lifecycle(Node node, LifecycleSurroundings surroundings);

}  // namespace ripple::builtin
