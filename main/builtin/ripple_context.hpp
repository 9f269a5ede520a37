/// Contract ripple_context: what everybody on the platform should know.
#pragma once

#include <string>

#include "ripple/node.hpp"

namespace ripple::builtin {

/// Sends RIPPLE_CONTEXT to every channel.
class ContextBroadcaster {
 public:
  virtual ~ContextBroadcaster() = default;
  /// `json` is the whole context.
  virtual void broadcast(std::string json) = 0;
};

/// The context begins as `first_context`, a JSON object with the members of the contract's
/// Platform. Members that an update does not name keep their value; everybody is told when an
/// update changes anything.
Task<void> serve_ripple_context(Node node, Json::Value first_context,
                                ContextBroadcaster& broadcaster);

}  // namespace ripple::builtin
