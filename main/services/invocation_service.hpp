/// Carries a request out: finds what it is for, checks its params, and sends it to the channel that
/// provides it; subscriptions, rpc.discover and lookup.get it answers itself.
#pragma once

#include <json/value.h>

#include "main/iec/router.hpp"
#include "main/services/log_service.hpp"
#include "main/services/lookup_service.hpp"
#include "main/services/method_table.hpp"
#include "main/services/request.hpp"
#include "main/services/service.hpp"

namespace ripple::services {

/// Who listens to which event (the gateway).
class EventSubscriptions {
 public:
  virtual ~EventSubscriptions() = default;
  /// The request's connection wants the event, or does not want it any more; `context` are the
  /// params beside `listen`. kOverloaded: the connection has too many.
  virtual Result<void> listen(const Request& request, bool listen, const Json::Value& context) = 0;
};

class InvocationService;

class InvocationProxy final : public ServiceProxy, public iec::ReplySink {
 public:
  InvocationProxy(InvocationService& service, AnswerSink& back) : service_(service), back_(back) {}
  void call(Request& request) override;
  void cancel() override;
  void on_reply(std::uint64_t cookie, Message reply) override;

 private:
  Message listen(const Request& request);
  Message look_up(const Request& request);
  void send(Request& request, const MethodRecord& record);
  void finish(Message answer);

  InvocationService& service_;
  AnswerSink& back_;
  Request* request_ = nullptr;
  iec::PendingId pending_ = 0;
};

class InvocationService final : public Service {
 public:
  InvocationService(const MethodTable& methods, iec::Router& router, LogService& log,
                    LookupService& lookup, EventSubscriptions& subscriptions);

  std::string_view name() const override { return "invocation"; }
  /// {"method":M}: which contract and extension would carry it out.
  Result<Json::Value> call(const Json::Value& arguments) override;

  const MethodTable& methods() const { return methods_; }
  LookupService& lookup() { return lookup_; }

 private:
  friend class InvocationProxy;

  const Message& discover();

  const MethodTable& methods_;
  iec::Router& router_;
  LogService& log_;
  LookupService& lookup_;
  EventSubscriptions& subscriptions_;
  std::optional<Message> discovered_;  // made when it is first asked for
};

}  // namespace ripple::services
