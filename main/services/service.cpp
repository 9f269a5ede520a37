#include "main/services/service.hpp"

#include <string>

namespace ripple::services {
namespace {

Error unsupported(std::string_view service, std::string_view operation) {
  return {ErrorCode::kUnsupportedOperation,
          "service \"" + std::string(service) + "\" does not support " + std::string(operation),
          {}};
}

}  // namespace

Result<void> Service::configure(const Json::Value&) { return unsupported(name(), "configure"); }

Result<Json::Value> Service::call(const Json::Value&) { return unsupported(name(), "call"); }

}  // namespace ripple::services
