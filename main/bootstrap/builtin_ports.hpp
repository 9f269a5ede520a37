/// What the builtin channels reach of Main, behind the narrow interfaces that they declare.
#pragma once

#include "main/bootstrap/channel_set.hpp"
#include "main/builtin/app_events.hpp"
#include "main/builtin/extn_status.hpp"
#include "main/builtin/ripple_context.hpp"
#include "main/gateway/subscriptions.hpp"
#include "main/iec/router.hpp"
#include "main/services/method_table.hpp"

namespace ripple::bootstrap {

class EventPort final : public builtin::EventPublisher {
 public:
  EventPort(iec::Router& router, const services::MethodTable& methods,
            const gateway::Subscriptions& subscriptions)
      : router_(router), methods_(methods), subscriptions_(subscriptions) {}
  Result<bool> publish(const builtin::AppEvent& event) override;

 private:
  iec::Router& router_;
  const services::MethodTable& methods_;
  const gateway::Subscriptions& subscriptions_;
};

class ContextPort final : public builtin::ContextBroadcaster {
 public:
  explicit ContextPort(iec::Router& router) : router_(router) {}
  void broadcast(std::string json) override;

 private:
  iec::Router& router_;
};

class StatusPort final : public builtin::ChannelStatuses {
 public:
  explicit StatusPort(ChannelSet& channels) : channels_(channels) {}
  std::vector<builtin::ChannelStatus> list() const override;
  void set_listener(Listener listener) override;

 private:
  ChannelSet& channels_;
};

}  // namespace ripple::bootstrap
