/// Contract rpc: extensions call the methods that apps can call.
#pragma once

#include <functional>
#include <string>

#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

struct RpcRequest {
  std::string method;       ///< "device.name"
  std::string params_json;  ///< JSON text; empty: none
  std::string app_id;       ///< whose permissions count; empty: the extension's own request
  Deadline deadline;
};

/// The gateway's request pipeline, entered without a connection.
class RpcDispatcher {
 public:
  virtual ~RpcDispatcher() = default;

  /// `done` gets the result as JSON text, once, on Main's thread, perhaps before this returns. It
  /// may be kept longer than the channel lives.
  using Done = std::function<void(Result<std::string>)>;
  virtual void dispatch(RpcRequest request, Done done) = 0;
};

Task<void> serve_rpc(Node node, RpcDispatcher& dispatcher);

}  // namespace ripple::builtin
