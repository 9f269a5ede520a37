#include "main/services/control_plane.hpp"

namespace ripple::services {

Result<void> ControlPlane::start(
    const std::map<std::string, Json::Value, std::less<>>& configurations) {
  if (started_) {
    return Error{ErrorCode::kFailedPrecondition,
                 "the services are configured already; send a control frame to one of them", {}};
  }
  for (Service* service : services_) {
    const auto found = configurations.find(service->name());
    if (found == configurations.end()) continue;
    if (Result<void> done = service->configure(found->second); !done) return done.error();
  }
  started_ = true;
  return {};
}

Result<Json::Value> ControlPlane::handle(const Json::Value& frame) {
  if (!started_) {
    return Error{ErrorCode::kFailedPrecondition, "the services are not configured yet", {}};
  }
  const bool configure = frame.isObject() && frame.isMember("configure");
  const bool call = frame.isObject() && frame.isMember("call");
  if (configure == call || frame.size() != 2 || !frame["service"].isString()) {
    return Error{ErrorCode::kInvalidRequest,
                 R"(expected {"service":NAME,"configure":{..}} or {"service":NAME,"call":{..}})", {}};
  }
  Service* service = find(frame["service"].asString());
  if (!service) {
    std::string names;
    for (const Service* known : services_) {
      names += (names.empty() ? "" : ", ") + std::string(known->name());
    }
    return Error{ErrorCode::kInvalidParams,
                 "unknown service \"" + frame["service"].asString() + "\"; expected one of " + names,
                 {}};
  }
  if (call) return service->call(frame["call"]);
  if (Result<void> done = service->configure(frame["configure"]); !done) return done.error();
  return Json::Value(true);
}

Service* ControlPlane::find(std::string_view name) const {
  for (Service* service : services_) {
    if (service->name() == name) return service;
  }
  return nullptr;
}

}  // namespace ripple::services
