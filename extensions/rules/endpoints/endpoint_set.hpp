/// EndpointSet: the endpoints that rules name, open.
///
///     auto endpoints = co_await open_endpoints(node, book.endpoints());
///     if (Endpoint* endpoint = endpoints->find(rule.endpoint)) ...
///
/// Here, and only here, a protocol becomes an Endpoint.
#pragma once

#include <json/value.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

/// As a rules file has it.
struct EndpointSpec {
  std::string protocol;
  std::string url;
  bool jsonrpc = true;
};

/// Error: kBadManifest, with the place in the endpoint.
Result<EndpointSpec> read_endpoint(const Json::Value& json);

/// Error: kBadManifest when no endpoint can be made of it, and why.
Result<void> check_endpoint(const EndpointSpec& spec);

class EndpointSet {
 public:
  void add(std::string name, std::unique_ptr<Endpoint> endpoint) {
    endpoints_[std::move(name)] = std::move(endpoint);
  }

  /// NULL for a workflow.
  Endpoint* find(const std::string& name) const {
    const auto found = endpoints_.find(name);
    return found == endpoints_.end() ? nullptr : found->second.get();
  }

 private:
  std::map<std::string, std::unique_ptr<Endpoint>> endpoints_;
};

/// On the channel's thread. A Thunder endpoint without an URL is where `thunder` of the channel's
/// config says, else where the platform's parameters say. Errors: kBadManifest for a URL that is
/// none; what the contract config answered.
Task<Result<EndpointSet>> open_endpoints(Node node, std::map<std::string, EndpointSpec> specs);

}  // namespace ripple::rules
