/// Which connection listens to which event, and events on their way out.
///
/// A connection that asked for `RPCv2=true` gets an event as a notification, others as a further
/// response to each of their listen requests (reference: the two shapes of Firebolt clients).
///
/// Several SDKs on one page share a socket, each with a listen request of its own, and the request
/// with which one of them stops names neither its id nor its context. So an event ends for a
/// connection when it was stopped as often as it was listened to; an SDK that has stopped earlier
/// does not mind responses under an id that it has forgotten.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "main/gateway/demux.hpp"
#include "main/gateway/rule_events.hpp"
#include "main/iec/router.hpp"
#include "main/services/invocation_service.hpp"
#include "main/services/method_table.hpp"

namespace ripple::gateway {

class Subscriptions final : public services::EventSubscriptions,
                            public iec::EventSink,
                            public RuleEvents::Sink {
 public:
  /// `rule_events` outlives this; what they bring comes here.
  Subscriptions(const services::MethodTable& methods, RuleEvents& rule_events,
                std::size_t per_connection);

  /// A connection is there, identified by its session; `sink` takes its events.
  void join(const services::Session& session, FrameSink& sink);
  /// And gone, with all it listened to.
  void leave(const services::Session& session);

  /// Called with the app id when the last connection of an app has gone.
  void on_departure(std::function<void(const std::string&)> listener) {
    departed_ = std::move(listener);
  }

  /// Called for each connection that goes.
  void on_leave(std::function<void(const services::Session&)> listener) {
    left_ = std::move(listener);
  }

  /// Where a connection's frames go; nullptr when it has gone.
  FrameSink* sink_of(const services::Session& session) const {
    const auto found = connections_.find(&session);
    return found == connections_.end() ? nullptr : found->second.sink;
  }

  bool anybody_listens(const services::MethodRecord& event) const {
    return listeners_.contains(&event);
  }

  Result<void> listen(const services::Request& request, bool listen,
                      const Json::Value& context) override;
  void on_event(const Message& event) override;
  void on_occurrence(const services::MethodRecord& event, const void* source,
                     const std::string& value, const std::string& notification) override;

 private:
  struct Listener {
    std::string id;              // JSON text of the listen request's id
    Json::Value context;         // params beside `listen`, {} for none
    RuleEvents::Hold source{};  // of an event that has a rule
  };
  /// A connection's listeners to one event.
  struct Listeners {
    const services::Session* session;
    std::vector<Listener> all;
    std::size_t stopped = 0;  // of `all`; which of them is not known
  };
  struct Connection {
    FrameSink* sink;
    std::size_t count = 0;
  };

  Listener* find(const services::MethodRecord& event, const services::Session& session,
                 const std::string& id);
  void add(const services::MethodRecord& event, Connection& connection,
           const services::Session& session, Listener listener);
  void stop(const services::MethodRecord& event, Connection& connection,
            const services::Session& session, const Json::Value& context);

  template <typename Meant>
  void tell(const services::MethodRecord& event, std::string_view value,
            const std::string& notified, Meant is_meant);

  const services::MethodTable& methods_;
  RuleEvents& rule_events_;
  std::size_t per_connection_;
  std::unordered_map<const services::Session*, Connection> connections_;
  std::unordered_map<std::string, std::size_t> connections_by_app_;
  std::function<void(const std::string&)> departed_;
  std::function<void(const services::Session&)> left_;
  std::unordered_map<const services::MethodRecord*, std::vector<Listeners>> listeners_;
};

}  // namespace ripple::gateway
