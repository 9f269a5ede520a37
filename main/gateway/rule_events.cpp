#include "main/gateway/rule_events.hpp"

#include <utility>

#include "main/services/rule_request.hpp"
#include "ripple/json.hpp"

namespace ripple::gateway {

struct RuleEvents::Source {
  Source(RuleEvents& events, Key asked, std::uint64_t its_number)
      : owner(events), key(std::move(asked)), number(its_number) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() { owner.forget(*this); }

  RuleEvents& owner;
  Key key;
  std::uint64_t number;
  iec::PendingId pending = 0;
  std::size_t unacknowledged = 0;
};

RuleEvents::Hold RuleEvents::hold(const services::MethodRecord& event, const std::string& app_id,
                                  const Json::Value& params) {
  Key key(&event, app_id, print_json(params));
  if (const auto found = shared_.find(key); found != shared_.end()) return found->second.lock();
  const auto source = std::make_shared<Source>(*this, std::move(key), next_++);
  shared_.emplace(source->key, source);
  sources_.emplace(source->number, source.get());
  ask(*source);
  return source;
}

void RuleEvents::ask(Source& source) {
  const auto& [event, app_id, params] = source.key;
  Json::Value context(Json::objectValue);
  context["app_id"] = app_id;
  Message message(RIPPLE_REQUEST);
  services::address_rule_listen(message, event->rule, params, print_json(context));
  source.pending = router_.request(std::move(message), *this, source.number);
}

void RuleEvents::forget(const Source& source) {
  shared_.erase(source.key);
  sources_.erase(source.number);
  if (source.pending != 0) router_.cancel(source.pending);
}

void RuleEvents::on_reply(std::uint64_t number, Message reply) {
  const auto found = sources_.find(number);
  if (found == sources_.end()) return;
  const auto& [event, app_id, params] = found->second->key;
  if (!(reply.header().flags & RIPPLE_FLAG_MORE)) {
    found->second->pending = 0;
    log_.write("gateway", RIPPLE_LOG_WARNING,
               "the rule of " + event->name + " makes no further values for \"" + app_id +
                   "\": " + std::string(reply.payload()));
    return;
  }
  const Result<Json::Value> occurrence = parse_json(reply.payload());
  if (occurrence && occurrence->isObject()) {
    const bool notifies = occurrence->isMember("notification");
    sink_->on_occurrence(*event, found->second, print_json((*occurrence)["value"]),
                         notifies ? print_json((*occurrence)["notification"]) : std::string());
  }
  // A connection may have been closed for what it has not read, and the source be gone with it.
  const auto open = sources_.find(number);
  if (open == sources_.end()) return;
  Source& source = *open->second;
  if (++source.unacknowledged < RIPPLE_STREAM_WINDOW / 2) return;
  router_.give_credit(source.pending, std::exchange(source.unacknowledged, 0));
}

}  // namespace ripple::gateway
