#include "main/gateway/subscriptions.hpp"

#include <algorithm>

#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

std::string response(const std::string& id, std::string_view value) {
  std::string frame = R"({"jsonrpc":"2.0","id":)";
  frame.append(id.empty() ? "null" : id).append(R"(,"result":)").append(value).push_back('}');
  return frame;
}

std::string notification(const services::MethodRecord& event, std::string_view params) {
  std::string frame = R"({"jsonrpc":"2.0","method":)";
  append_json_string(frame, event.name);
  frame.append(R"(,"params":)").append(params).push_back('}');
  return frame;
}

// What a notification has in `params` unless the event's rule makes it.
std::string params_of(const services::MethodRecord& event, std::string_view value) {
  std::string params = "{";
  append_json_string(params, event.rpcv2_field.empty() ? "value" : event.rpcv2_field);
  params.append(":").append(value).push_back('}');
  return params;
}

// Whom an event is meant for, {} when the sender does not say it as an object.
Json::Value audience_of(const Message& event) {
  if (!event.context().empty()) {
    Result<Json::Value> parsed = parse_json(event.context());
    if (parsed && parsed->isObject()) return std::move(*parsed);
  }
  return Json::objectValue;
}

// Does the event, meant for `audience`, concern who listens with `context`? What the listener did
// not name does not restrict it.
bool concerns(const Json::Value& audience, const Json::Value& context) {
  if (!audience.isObject()) return true;
  for (const std::string& name : context.getMemberNames()) {
    if (audience.isMember(name) && audience[name] != context[name]) return false;
  }
  return true;
}

}  // namespace

Subscriptions::Subscriptions(const services::MethodTable& methods, RuleEvents& rule_events,
                             std::size_t per_connection)
    : methods_(methods), rule_events_(rule_events), per_connection_(per_connection) {
  rule_events.deliver_to(*this);
}

void Subscriptions::join(const services::Session& session, FrameSink& sink) {
  connections_[&session] = {&sink};
  ++connections_by_app_[session.app_id];
}

void Subscriptions::leave(const services::Session& session) {
  const auto found = connections_.find(&session);
  if (found == connections_.end()) return;
  if (found->second.count != 0) {
    for (auto& [event, listeners] : listeners_) {
      std::erase_if(listeners, [&](const Listeners& one) { return one.session == &session; });
    }
    std::erase_if(listeners_, [](const auto& entry) { return entry.second.empty(); });
  }
  connections_.erase(found);
  if (left_) left_(session);
  const auto app = connections_by_app_.find(session.app_id);
  if (--app->second != 0) return;
  const std::string app_id = app->first;
  connections_by_app_.erase(app);
  if (departed_) departed_(app_id);
}

Result<void> Subscriptions::listen(const services::Request& request, bool listen,
                                   const Json::Value& context) {
  const services::MethodRecord& event = *request.record;
  const auto connection = connections_.find(request.session);
  if (connection == connections_.end()) {
    return Error{ErrorCode::kUnsupportedOperation,
                 "only a connection to the gateway can listen to events", {}};
  }
  if (!listen) {
    stop(event, connection->second, *request.session, context);
    return {};
  }
  Listener listener{std::string(request.id), context};
  if (connection->second.count >= per_connection_ &&
      !find(event, *request.session, listener.id)) {
    return Error{ErrorCode::kOverloaded,
                 "this connection listens " + std::to_string(per_connection_) +
                     " times, which is its limit (host.limits.subscriptions_per_connection)", {}};
  }
  if (!event.rule.empty()) {
    listener.source = rule_events_.hold(event, request.session->app_id, context);
  }
  add(event, connection->second, *request.session, std::move(listener));
  return {};
}

Subscriptions::Listener* Subscriptions::find(const services::MethodRecord& event,
                                             const services::Session& session,
                                             const std::string& id) {
  const auto found = listeners_.find(&event);
  if (found == listeners_.end()) return nullptr;
  const auto mine = std::ranges::find(found->second, &session, &Listeners::session);
  if (mine == found->second.end()) return nullptr;
  const auto same = std::ranges::find(mine->all, id, &Listener::id);
  return same == mine->all.end() ? nullptr : &*same;
}

void Subscriptions::add(const services::MethodRecord& event, Connection& connection,
                        const services::Session& session, Listener listener) {
  if (Listener* const same = find(event, session, listener.id)) {
    *same = std::move(listener);
    return;
  }
  std::vector<Listeners>& all = listeners_[&event];
  auto mine = std::ranges::find(all, &session, &Listeners::session);
  if (mine == all.end()) mine = all.insert(mine, {&session, {}});
  mine->all.push_back(std::move(listener));
  ++connection.count;
}

void Subscriptions::stop(const services::MethodRecord& event, Connection& connection,
                         const services::Session& session, const Json::Value& context) {
  const auto found = listeners_.find(&event);
  if (found == listeners_.end()) return;
  const auto mine = std::ranges::find(found->second, &session, &Listeners::session);
  if (mine == found->second.end()) return;
  const auto meant = [&](const Listener& one) { return one.context == context; };
  if (!context.empty()) {
    const auto matches = std::ranges::count_if(mine->all, meant);
    if (matches == 0) return;
    if (matches == 1) {
      std::erase_if(mine->all, meant);
      --connection.count;
    } else {
      ++mine->stopped;
    }
  } else {
    ++mine->stopped;
  }
  if (mine->stopped < mine->all.size()) return;
  connection.count -= mine->all.size();
  found->second.erase(mine);
  if (found->second.empty()) listeners_.erase(found);
}

void Subscriptions::on_event(const Message& message) {
  const services::MethodRecord* event =
      methods_.find_event(message.header().contract, message.header().method);
  if (!event || !event->rule.empty() || !anybody_listens(*event)) return;
  const Json::Value audience = audience_of(message);
  const std::string app_id =
      audience["app_id"].isString() ? audience["app_id"].asString() : std::string();
  const std::string_view value = message.payload().empty() ? "null" : message.payload();
  tell(*event, value, {}, [&](const services::Session& session, const Listener& listener) {
    return (app_id.empty() || app_id == session.app_id) &&
           concerns(audience["params"], listener.context);
  });
}

void Subscriptions::on_occurrence(const services::MethodRecord& event, const void* source,
                                  const std::string& value, const std::string& notification) {
  tell(event, value, notification, [&](const services::Session&, const Listener& listener) {
    return listener.source.get() == source;
  });
}

// `notified`: the params of notifications; empty: the usual ones.
template <typename Meant>
void Subscriptions::tell(const services::MethodRecord& event, std::string_view value,
                         const std::string& notified, Meant is_meant) {
  const auto found = listeners_.find(&event);
  if (found == listeners_.end()) return;
  std::string shared;
  // Sending may close a connection, which then leaves: collect first.
  std::vector<std::pair<const services::Session*, std::string>> frames;
  for (const Listeners& listeners : found->second) {
    for (const Listener& listener : listeners.all) {
      if (!is_meant(*listeners.session, listener)) continue;
      if (listeners.session->rpcv2) {
        // A notification names no listener: one is for all of the connection's.
        if (shared.empty()) {
          shared = notification(event, notified.empty() ? params_of(event, value) : notified);
        }
        frames.emplace_back(listeners.session, shared);
        break;
      }
      frames.emplace_back(listeners.session, response(listener.id, value));
    }
  }
  for (auto& [session, frame] : frames) {
    const auto connection = connections_.find(session);
    if (connection != connections_.end()) connection->second.sink->send(std::move(frame));
  }
}

}  // namespace ripple::gateway
