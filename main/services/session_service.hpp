/// Who may connect and what one connection may hold at once.
///
/// The application port identifies an app by `?session=ID`, opened by lifecycle management; the
/// internal port by `?appId=ID`, or by a session as well (reference: Ripple's two listeners).
///
/// Configuration: {"sessions":{SESSION_ID:APP_ID}} adds sessions, for laboratories.
#pragma once

#include <string>

#include "main/manifest/manifest.hpp"
#include "main/services/request.hpp"
#include "main/services/service.hpp"
#include "main/services/session_registry.hpp"

namespace ripple::services {

/// What the client wrote into the URL, decoded.
struct SessionQuery {
  std::string app_id, session_id;
  bool rpcv2 = false;

  /// From the query of a URL. kInvalidParams: a percent escape that is none.
  static Result<SessionQuery> parse(std::string_view query);
};

class SessionService;

/// Counts the request against its connection, refuses it over the limit, and passes it on.
class SessionProxy final : public ServiceProxy, public AnswerSink {
 public:
  SessionProxy(SessionService& service, ServiceProxy& next, AnswerSink& back)
      : service_(service), next_(next), back_(back) {}
  void call(Request& request) override;
  void cancel() override;
  void answer(Request& request, Message answer) override;

 private:
  SessionService& service_;
  ServiceProxy& next_;
  AnswerSink& back_;
  Session* counted_ = nullptr;
};

class SessionService final : public Service {
 public:
  SessionService(SessionRegistry& registry, const manifest::DeviceManifest& manifest);

  std::string_view name() const override { return "session"; }
  Result<void> configure(const Json::Value& configuration) override;

  /// The session of a new connection. kNotPermitted: no session where one is needed, or an unknown
  /// one.
  Result<Session> open(const SessionQuery& query, bool internal) const;

  /// The session of an extension's request through the contract rpc; without an app id it is the
  /// extension's own.
  static Session open_for_extension(const std::string& app_id);

  std::size_t requests_per_connection() const { return requests_per_connection_; }

 private:
  SessionRegistry& registry_;
  std::optional<std::string> internal_app_id_;
  std::size_t requests_per_connection_;
};

}  // namespace ripple::services
