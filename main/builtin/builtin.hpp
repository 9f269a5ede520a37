/// Main's own contracts as entries, in the form that libraries offer theirs.
///
///     std::vector<Entry> builtins = make_builtins({...});
///     for (const Entry& entry : builtins) candidates.push_back(candidate_of(*entry.to_abi()));
///
/// Entries `ripple:main:internal:` config, lifecycle_management, caps, settings, app_events, rpc,
/// extn_status and ripple_context. All are inline channels.
#pragma once

#include <json/value.h>

#include <functional>
#include <string>
#include <vector>

#include "main/builtin/app_departures.hpp"
#include "main/builtin/app_events.hpp"
#include "main/builtin/extn_status.hpp"
#include "main/builtin/gateway_signal.hpp"
#include "main/builtin/ripple_context.hpp"
#include "main/builtin/rpc.hpp"
#include "main/manifest/manifest.hpp"
#include "main/services/capability_table.hpp"
#include "main/services/session_registry.hpp"
#include "ripple/entry.hpp"

namespace ripple::builtin {

/// Everything that the builtins work with. It outlives their channels.
struct BuiltinDependencies {
  const manifest::Manifest& manifest;
  services::SessionRegistry& sessions;
  services::CapabilityTable& capabilities;
  services::PermissionCache& permissions;
  EventPublisher& events;
  RpcDispatcher& rpc;
  ChannelStatuses& statuses;
  ContextBroadcaster& context;
  GatewaySignal& gateway;
  std::function<std::string()> openrpc;  ///< the document of everything that apps can call
  std::string version;                   ///< of Main
  /// Null: an app without a session is remembered after it has gone.
  AppDepartures* departures = nullptr;
};

/// An entry has to live as long as its channel.
std::vector<Entry> make_builtins(const BuiltinDependencies& dependencies);

}  // namespace ripple::builtin
