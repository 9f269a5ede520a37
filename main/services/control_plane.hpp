/// Control frames to services, by the service's name.
///
///     ControlPlane control({&log, &lookup, &policy, &session, &invocation});
///     control.start({{"log", ...}});                          // once, before the first request
///     control.handle({"service":"log","configure":{"level":"debug"}});
#pragma once

#include <json/value.h>

#include <map>
#include <string>
#include <vector>

#include "main/services/service.hpp"

namespace ripple::services {

class ControlPlane {
 public:
  /// The services must outlive this; they are configured in this order.
  explicit ControlPlane(std::vector<Service*> services) : services_(std::move(services)) {}

  /// The first configuration: each service that has one is configured exactly once, in order; the
  /// first error stops and says which service. A second start is kFailedPrecondition.
  Result<void> start(const std::map<std::string, Json::Value, std::less<>>& configurations);
  bool started() const { return started_; }

  /// {"service":NAME,"configure":ANY} or {"service":NAME,"call":ANY}. kFailedPrecondition before
  /// start, kInvalidRequest for another shape, kInvalidParams for an unknown service; otherwise what
  /// the service says. configure answers true.
  Result<Json::Value> handle(const Json::Value& frame);

 private:
  Service* find(std::string_view name) const;

  std::vector<Service*> services_;
  bool started_ = false;
};

}  // namespace ripple::services
