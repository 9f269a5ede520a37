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

/// The streams that connections have open (the gateway).
class RequestStreams {
 public:
  virtual ~RequestStreams() = default;
  /// The request's connection opens a stream under the request's id; `message` is sent by start, when
  /// the client has been told. kOverloaded: the connection has too many.
  virtual Result<std::uint64_t> open(const Request& request, Message message) = 0;
  virtual void start(std::uint64_t stream) = 0;
  /// `stream`, the id's JSON text, of the request's connection: an item for it, JSON text; no further
  /// ones; the end of it, or without an id of all that the method has.
  virtual Result<void> item(const Request& request, std::string_view stream,
                            std::string_view value) = 0;
  virtual Result<void> end_items(const Request& request, std::string_view stream) = 0;
  virtual void stop(const Request& request, std::string_view stream) = 0;
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
  void stream(Request& request, const MethodRecord& record);
  Result<Message> feed(const Request& request, const Json::Value& params);
  static Result<Message> message_of(const Request& request, const MethodRecord& record);
  void finish(Message answer);

  InvocationService& service_;
  AnswerSink& back_;
  Request* request_ = nullptr;
  iec::PendingId pending_ = 0;
};

class InvocationService final : public Service {
 public:
  InvocationService(const MethodTable& methods, iec::Router& router, LogService& log,
                    LookupService& lookup, EventSubscriptions& subscriptions,
                    RequestStreams& streams);

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
  RequestStreams& streams_;
  std::optional<Message> discovered_;  // made when it is first asked for
};

}  // namespace ripple::services
