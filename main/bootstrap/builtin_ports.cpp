#include "main/bootstrap/builtin_ports.hpp"

#include "ripple/json.hpp"

namespace ripple::bootstrap {
namespace {

builtin::ChannelStatus status_of(const Channel& channel) {
  builtin::ExtnState state = builtin::ExtnState::kStarting;
  switch (channel.state) {
    case ChannelState::kBuilt:
    case ChannelState::kStarted: break;
    case ChannelState::kReady: state = builtin::ExtnState::kReady; break;
    case ChannelState::kInterrupted: state = builtin::ExtnState::kInterrupted; break;
    case ChannelState::kError: state = builtin::ExtnState::kError; break;
    case ChannelState::kStopped: state = builtin::ExtnState::kStopped; break;
  }
  return {channel.candidate().metadata.id.to_string(), state, channel.message};
}

}  // namespace

Result<bool> EventPort::publish(const builtin::AppEvent& event) {
  const services::MethodRecord* record = methods_.find(event.name);
  if (!record || record->kind != contracts::MethodKind::kEvent) {
    return Error{ErrorCode::kMethodNotFound,
                 "no contract has an event \"" + event.name + "\"; the nearest known is \"" +
                     methods_.nearest(event.name) + "\"",
                 {}};
  }
  if (!record->rule.empty()) {
    return Error{ErrorCode::kUnsupportedOperation,
                 "the values of " + record->name + " come from its rule; nobody else can send them",
                 {}};
  }
  std::string audience = "{";
  if (!event.app_id.empty()) {
    audience += R"("app_id":)";
    append_json_string(audience, event.app_id);
  }
  if (!event.context_json.empty()) {
    audience.append(audience.size() > 1 ? "," : "").append(R"("params":)").append(event.context_json);
  }
  audience += '}';
  Message message(RIPPLE_EVENT);
  message.header().contract = record->contract;
  message.header().method = record->method;
  message.header().origin = iec::kMain;
  message.set_texts(event.value_json, audience);
  const bool anybody = subscriptions_.anybody_listens(*record);
  router_.publish(std::move(message));
  return anybody;
}

void ContextPort::broadcast(std::string json) {
  Message message(RIPPLE_CONTEXT);
  message.set_texts(json);
  router_.broadcast(std::move(message));
}

std::vector<builtin::ChannelStatus> StatusPort::list() const {
  std::vector<builtin::ChannelStatus> statuses;
  for (const auto& channel : channels_.all()) statuses.push_back(status_of(*channel));
  return statuses;
}

void StatusPort::set_listener(Listener listener) {
  if (!listener) return channels_.on_change({});
  channels_.on_change([listener = std::move(listener)](const Channel& channel) {
    listener(status_of(channel));
  });
}

}  // namespace ripple::bootstrap
