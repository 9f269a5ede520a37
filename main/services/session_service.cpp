#include "main/services/session_service.hpp"

#include <simdjson.h>

#include "main/iec/answer.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return Error{ErrorCode::kInvalidParams,
                   "expected two hexadecimal digits after % in the query of the URL", {}};
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!simdjson::validate_utf8(decoded)) {
    return Error{ErrorCode::kInvalidParams, "expected UTF-8 in the query of the URL", {}};
  }
  return decoded;
}

std::string context_of(const Session& session) {
  Json::Value context(Json::objectValue);
  context["app_id"] = session.app_id;
  context["session_id"] = session.session_id;
  context["internal"] = session.internal;
  return print_json(context);
}

}  // namespace

Result<SessionQuery> SessionQuery::parse(std::string_view query) {
  SessionQuery parsed;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    Result<std::string> value =
        percent_decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!value) return value.error();
    if (key == "appId") parsed.app_id = std::move(*value);
    if (key == "session") parsed.session_id = std::move(*value);
    if (key == "RPCv2") parsed.rpcv2 = *value == "true";
  }
  return parsed;
}

SessionService::SessionService(SessionRegistry& registry, const manifest::DeviceManifest& manifest)
    : registry_(registry),
      internal_app_id_(manifest.internal_app_id),
      requests_per_connection_(manifest.host.limits.requests_per_connection) {}

Result<void> SessionService::configure(const Json::Value& configuration) {
  const auto bad = [](const std::string& reason) {
    return Error{ErrorCode::kInvalidParams, "session configuration: " + reason, {}};
  };
  if (!configuration.isObject()) return bad(R"(expected {"sessions":{SESSION_ID:APP_ID}})");
  if (configuration.empty()) return {};
  const Json::Value& sessions = configuration["sessions"];
  if (configuration.size() != 1 || !sessions.isObject()) {
    return bad(R"(expected only "sessions":{SESSION_ID:APP_ID})");
  }
  for (const std::string& id : sessions.getMemberNames()) {
    if (id.empty() || !sessions[id].isString() || sessions[id].asString().empty()) {
      return bad("/sessions/" + id + ": expected the id of an app");
    }
    const std::optional<std::string> holder = registry_.app_of(id);
    if (holder && *holder != sessions[id].asString()) {
      return bad("/sessions/" + id + ": this session belongs to app \"" + *holder + "\"");
    }
  }
  for (const std::string& id : sessions.getMemberNames()) {
    if (Result<void> added = registry_.add(id, sessions[id].asString()); !added) {
      return added.error();
    }
  }
  return {};
}

Result<Session> SessionService::open(const SessionQuery& query, bool internal) const {
  Session session;
  session.internal = internal;
  session.rpcv2 = query.rpcv2;
  if (internal && !query.app_id.empty()) {
    session.app_id = query.app_id;
  } else if (internal && query.session_id.empty() && internal_app_id_) {
    session.app_id = *internal_app_id_;
  } else if (query.session_id.empty()) {
    return Error{ErrorCode::kNotPermitted,
                 internal ? "expected ?appId=ID or ?session=ID in the URL, found neither"
                          : "session query parameter missing: connect with ?session=ID", {}};
  } else {
    const std::optional<std::string> app = registry_.app_of(query.session_id);
    if (!app) {
      return Error{ErrorCode::kNotPermitted,
                   "No application session found for " + query.session_id, {}};
    }
    session.app_id = *app;
  }
  session.session_id = query.session_id;
  session.context = context_of(session);
  return session;
}

Session SessionService::open_for_extension(const std::string& app_id) {
  Session session;
  session.app_id = app_id;
  session.internal = true;
  session.trusted = app_id.empty();
  if (!app_id.empty()) session.context = context_of(session);
  return session;
}

void SessionProxy::call(Request& request) {
  Session& session = *request.session;
  const std::size_t limit = service_.requests_per_connection();
  if (session.requests_in_flight >= limit) {
    back_.answer(request,
                 iec::make_error({ErrorCode::kOverloaded,
                                  "this connection has " + std::to_string(limit) +
                                      " requests in flight (host.limits.requests_per_connection);"
                                      " wait for answers", {}}));
    return;
  }
  ++session.requests_in_flight;
  counted_ = &session;
  next_.call(request);
}

void SessionProxy::cancel() {
  if (counted_) --counted_->requests_in_flight;
  counted_ = nullptr;
  next_.cancel();
}

void SessionProxy::answer(Request& request, Message answer) {
  if (counted_) --counted_->requests_in_flight;
  counted_ = nullptr;
  back_.answer(request, std::move(answer));
}

}  // namespace ripple::services
