/// Service and ServiceProxy: how the gateway's request pipeline is put together.
///
/// A Service owns shared state and logic, can be configured while the platform runs, and makes one
/// ServiceProxy per request. Dependencies come through the constructor. Requests go in from proxy to
/// proxy (session, policy, invocation), answers come back the same way, each exactly once:
///
///     demux -> SessionProxy -> PolicyProxy -> InvocationProxy -> (log, lookup, router)
///     demux <- SessionProxy <- PolicyProxy <- InvocationProxy
///
/// Everything lives on Main's thread.
#pragma once

#include <json/value.h>

#include <string_view>

#include "ripple/error.hpp"
#include "ripple/message.hpp"

namespace ripple::services {

struct Request;

class Service {
 public:
  virtual ~Service() = default;

  /// The name that a control frame addresses: "log", "lookup", "policy", "session", "invocation".
  virtual std::string_view name() const = 0;

  /// Validates `configuration` whole, then takes it at once; an error changes nothing. Requests
  /// under way keep what they started with. The default is an error: kUnsupportedOperation.
  virtual Result<void> configure(const Json::Value& configuration);

  /// A direct question, not part of a request (`ripple control log '{"call":..}'`). The default is
  /// an error: kUnsupportedOperation.
  virtual Result<Json::Value> call(const Json::Value& arguments);
};

/// The per-request face of a service.
class ServiceProxy {
 public:
  virtual ~ServiceProxy() = default;
  /// Must lead to exactly one answer to the proxy's AnswerSink, perhaps before it returns.
  virtual void call(Request& request) = 0;
  /// The caller has gone: stop what is under way; no answer may follow.
  virtual void cancel() = 0;
};

/// Whoever called a proxy.
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  /// `answer` is a RESPONSE or an ERROR.
  virtual void answer(Request& request, Message answer) = 0;
};

}  // namespace ripple::services
