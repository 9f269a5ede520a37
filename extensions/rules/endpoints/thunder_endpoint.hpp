/// The endpoint "thunder": the plugins of an RDK device.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

/// One set of connections for each server, however many endpoints lead there. They outlive this,
/// held by the endpoints. On the channel's own thread.
class ThunderConnections {
 public:
  explicit ThunderConnections(Node node);

  /// Starts to connect. A rule's alias is "CALLSIGN.METHOD", with or without a version, or
  /// "CALLSIGN.EVENT". Error: kBadManifest when `url` is none.
  Result<std::unique_ptr<Endpoint>> endpoint(const std::string& url);

  struct Server;

 private:
  Node node_;
  std::map<std::string, std::shared_ptr<Server>> servers_;
};

}  // namespace ripple::rules
