#include "main/iec/router.hpp"

#include <algorithm>
#include <string>

#include "main/iec/answer.hpp"
#include "ripple/contracts/registry.hpp"

namespace ripple::iec {
namespace {

std::uint64_t event_key(std::uint32_t contract, std::uint32_t method) {
  return (std::uint64_t{contract} << 32) | method;
}

std::string contract_name(std::uint32_t contract) {
  return contract < kContractCount ? std::string(to_string(static_cast<RippleContract>(contract)))
                                   : "unknown contract " + std::to_string(contract);
}

std::string method_name(std::uint32_t contract, std::uint32_t method) {
  if (contract < kContractCount) {
    const auto methods = contracts::registry()[contract].methods;
    if (method < methods.size()) return std::string(methods[method].name);
  }
  return contract_name(contract) + " method " + std::to_string(method);
}

bool method_streams(std::uint32_t contract, std::uint32_t method) {
  if (contract >= kContractCount) return false;
  const auto methods = contracts::registry()[contract].methods;
  return method < methods.size() && methods[method].is_streaming();
}

}  // namespace

Router::Router(const ExtnTable& names, WakeTimer& timer, RouterLimits limits)
    : names_(names), timer_(timer), limits_(limits), pending_(limits.requests_in_flight) {
  providers_.fill(kNoExtn);
  timer_.on_wake([this] { on_timer(); });
}

void Router::attach(ExtnIndex index, Mailbox& mailbox, Access access) {
  if (index >= channels_.size()) channels_.resize(index + 1);
  channels_[index].mailbox = &mailbox;
  channels_[index].access = std::move(access);
}

void Router::detach(ExtnIndex index, std::string_view why) {
  if (index >= channels_.size() || !channels_[index].mailbox) return;
  Channel& channel = channels_[index];
  channel.mailbox = nullptr;
  channel.gone = why;
  for (auto& [key, subscribers] : subscribers_) std::erase(subscribers, index);

  std::vector<PendingId> owed, own;
  pending_.for_each([&](PendingId id, const PendingRequest& request) {
    if (request.requester == index && !request.sink) {
      own.push_back(id);
    } else if (request.provider == index) {
      owed.push_back(id);
    }
  });
  for (const PendingId id : own) cancel(id);
  for (const PendingId id : owed) {
    // Answering one request may end others.
    if (!pending_.find(id)) continue;
    const PendingRequest lost = take(id);
    refuse(lost, {ErrorCode::kNotAvailable,
                  method_name(lost.contract, lost.method) + " was not answered: " +
                      describe(index) + " " + std::string(why),
                  {}});
  }
}

void Router::set_provider(RippleContract contract, ExtnIndex index) {
  providers_[static_cast<std::size_t>(contract)] = index;
}

ExtnIndex Router::provider(RippleContract contract) const {
  return providers_[static_cast<std::size_t>(contract)];
}

PendingId Router::request(Message message, ReplySink& sink, std::uint64_t cookie) {
  message.header().kind = RIPPLE_REQUEST;
  message.header().origin = kMain;
  return route(std::move(message), {.sink = &sink, .cookie = cookie, .requester = kMain});
}

PendingId Router::route(Message message, PendingRequest pending) {
  ++counters_.requests;
  ripple_message& raw = message.header();
  pending.contract = raw.contract;
  pending.method = raw.method;
  const Result<ExtnIndex> to = destination(message, pending.requester);
  if (!to) {
    refuse(pending, to.error());
    return 0;
  }
  Channel& channel = channels_[*to];
  pending.streams = method_streams(raw.contract, raw.method);
  if (pending.streams && !(raw.flags & RIPPLE_FLAG_MORE)) {
    refuse(pending, {ErrorCode::kInvalidRequest,
                     method_name(raw.contract, raw.method) +
                         " streams: expected a request that says so (RIPPLE_FLAG_MORE, "
                         "Node::call_stream), found a plain one",
                     {}});
    return 0;
  }
  if (pending_.full()) {
    refuse(pending, {ErrorCode::kOverloaded,
                     "the platform is busy: " + std::to_string(pending_.limit()) +
                         " requests are in flight (host.limits.requests_in_flight); try again",
                     {}});
    return 0;
  }
  if (channel.owed >= limits_.requests_per_channel) {
    refuse(pending, {ErrorCode::kOverloaded,
                     describe(*to) + " is busy: it has " + std::to_string(channel.owed) +
                         " unanswered requests (host.limits.requests_per_channel); try again",
                     {}});
    return 0;
  }
  const std::int64_t now = timer_.now();
  if (raw.deadline == 0 && !pending.streams) raw.deadline = now + limits_.default_timeout_ns;
  pending.provider = *to;
  pending.results_left = pending.items_left = RIPPLE_STREAM_WINDOW;
  const PendingId id =
      pending_.add(pending, raw.deadline == 0 ? PendingRequests::kNever : raw.deadline, now);
  if (!pending.sink) channels_[pending.requester].own_requests.emplace(pending.requester_id, id);
  ++channel.owed;
  raw.id = id;
  raw.target = *to;
  if (raw.deadline != 0) wake_by(raw.deadline);
  const std::int32_t taken = channel.mailbox->deliver(std::move(message));
  if (taken == RIPPLE_OK) return pending_.find(id) ? id : 0;
  if (!pending_.find(id)) return 0;
  finish(id, make_error(
                 {taken == RIPPLE_FULL ? ErrorCode::kOverloaded : ErrorCode::kNotAvailable,
                  describe(*to) + (taken == RIPPLE_FULL
                                       ? " has a full mailbox (host.limits.mailbox_messages); try again"
                                       : " has stopped"),
                  {}}));
  return 0;
}

Result<ExtnIndex> Router::destination(const Message& message, ExtnIndex from) const {
  const ripple_message& raw = message.header();
  const bool known_contract = raw.contract < kContractCount;
  if (!known_contract && raw.target == kNoExtn) {
    return Error{ErrorCode::kMethodNotFound,
                 "expected a contract or an ExtnId as target, found neither", {}};
  }
  if (from != kMain) {
    const Access& access = channels_[from].access;
    const bool by_contract = known_contract && access.uses[raw.contract];
    const bool by_extn = raw.target != kNoExtn &&
                         std::ranges::find(access.uses_extns, raw.target) != access.uses_extns.end();
    if (!by_contract && !by_extn) {
      const std::string wanted = known_contract ? contract_name(raw.contract)
                                                : std::string(names_.name(raw.target));
      return Error{ErrorCode::kNotPermitted,
                   describe(from) + " may not use " + wanted + ": add \"" + wanted +
                       "\" to the `uses` of its symbol in the extension manifest", {}};
    }
  }
  const ExtnIndex to = raw.target != kNoExtn ? raw.target : providers_[raw.contract];
  if (to == kNoExtn) {
    return Error{ErrorCode::kNotAvailable,
                 "no extension provides " + contract_name(raw.contract) +
                     ": add one that fulfills it to the extension manifest", {}};
  }
  if (to >= channels_.size() || !channels_[to].mailbox) {
    const std::string name = to < names_.size() ? describe(to) : "the addressed extension";
    return Error{ErrorCode::kNotAvailable,
                 name + " " +
                     std::string(to < channels_.size() ? channels_[to].gone : "is not loaded"),
                 {}};
  }
  // Addressed by ExtnId: it must be able to read the contract that the method belongs to.
  if (raw.target != kNoExtn && known_contract && !channels_[to].access.fulfills[raw.contract]) {
    return Error{ErrorCode::kNotAvailable,
                 describe(to) + " does not provide " + contract_name(raw.contract), {}};
  }
  return to;
}

void Router::cancel(PendingId id) {
  if (!pending_.find(id)) return;
  const PendingRequest request = take(id);
  Channel& channel = channels_[request.provider];
  if (!channel.mailbox) return;
  Message cancel(RIPPLE_CANCEL);
  cancel.header().id = id;
  cancel.header().contract = request.contract;
  cancel.header().method = request.method;
  channel.mailbox->deliver(std::move(cancel));
}

void Router::submit(ExtnIndex from, Message message) {
  if (from >= channels_.size()) return;
  const ripple_message& raw = message.header();
  const bool is_its_end = raw.kind == RIPPLE_STATUS && raw.code == RIPPLE_STATUS_STOPPED;
  // A channel that has failed is detached; what it still says is that it has stopped.
  if (!channels_[from].mailbox && !is_its_end) return;
  message.header().origin = from;
  switch (message.header().kind) {
    case RIPPLE_REQUEST: {
      const std::uint64_t id = message.header().id;
      const PendingRequest pending{.requester = from, .requester_id = id};
      if (channels_[from].own_requests.contains(id)) {
        refuse(pending, {ErrorCode::kInvalidRequest,
                         "request id " + std::to_string(id) + " of " + describe(from) +
                             " is still open: ids are unique among open requests", {}});
        return;
      }
      route(std::move(message), pending);
      return;
    }
    case RIPPLE_RESPONSE:
    case RIPPLE_ERROR: complete(from, std::move(message)); return;
    case RIPPLE_EVENT: {
      const std::uint32_t contract = message.header().contract;
      if (contract >= kContractCount || !channels_[from].access.fulfills[contract]) {
        ++counters_.refused;
        return;
      }
      publish(std::move(message));
      return;
    }
    case RIPPLE_STATUS: on_status(from, message); return;
    case RIPPLE_CANCEL: cancel_own(from, message.header().id); return;
    case RIPPLE_ITEM: pass_item(own_request(from, message.header().id), std::move(message)); return;
    case RIPPLE_ITEMS_END:
      pass_to_provider(own_request(from, message.header().id), std::move(message));
      return;
    case RIPPLE_CREDIT: pass_credit(from, std::move(message)); return;
    case RIPPLE_SUBSCRIBE: subscribe(from, message); return;
    case RIPPLE_UNSUBSCRIBE: unsubscribe(from, message); return;
    default: ++counters_.refused;
  }
}

void Router::complete(ExtnIndex from, Message message) {
  const PendingId id = message.header().id;
  PendingRequest* request = pending_.find(id);
  // Only the channel that was asked may answer.
  if (!request || request->provider != from) {
    ++counters_.late_answers;
    return;
  }
  if (message.header().kind == RIPPLE_RESPONSE && (message.header().flags & RIPPLE_FLAG_MORE)) {
    if (request->streams) return pass_result(id, *request, std::move(message));
    // To a method that does not stream the first response is the answer.
    message.header().flags = 0;
  }
  ++counters_.answers;
  finish(id, std::move(message));
}

void Router::finish(PendingId id, Message message) {
  answer(take(id), std::move(message));
}

PendingRequest Router::take(PendingId id) {
  const PendingRequest request = *pending_.find(id);
  pending_.remove(id);
  --channels_[request.provider].owed;
  if (!request.sink) channels_[request.requester].own_requests.erase(request.requester_id);
  return request;
}

void Router::answer(const PendingRequest& to, Message message) {
  if (to.sink) {
    to.sink->on_reply(to.cookie, std::move(message));
    return;
  }
  message.header().id = to.requester_id;
  if (Mailbox* mailbox = channels_[to.requester].mailbox) mailbox->deliver(std::move(message));
}

void Router::refuse(const PendingRequest& to, const Error& error) {
  ++counters_.refused;
  answer(to, make_error(error));
}

void Router::publish(Message event) {
  ++counters_.events;
  event.header().kind = RIPPLE_EVENT;
  const auto found = subscribers_.find(event_key(event.header().contract, event.header().method));
  if (found != subscribers_.end()) {
    // A subscriber may unsubscribe while it is told.
    const std::vector<ExtnIndex> subscribers = found->second;
    for (const ExtnIndex index : subscribers) {
      Mailbox* mailbox = channels_[index].mailbox;
      if (mailbox && mailbox->deliver(event.share()) != RIPPLE_OK) ++counters_.events_dropped;
    }
  }
  for (EventSink* sink : event_sinks_) sink->on_event(event);
}

void Router::broadcast(Message context) {
  context.header().kind = RIPPLE_CONTEXT;
  for (std::size_t index = 0; index < channels_.size(); ++index) {
    Mailbox* mailbox = channels_[index].mailbox;
    if (mailbox && mailbox->deliver(context.share()) != RIPPLE_OK) ++counters_.events_dropped;
  }
}

void Router::subscribe(ExtnIndex from, const Message& message) {
  const ripple_message& raw = message.header();
  const PendingRequest to{.requester = from, .requester_id = raw.id};
  if (raw.contract >= kContractCount || !channels_[from].access.uses[raw.contract]) {
    const std::string wanted = contract_name(raw.contract);
    refuse(to, {ErrorCode::kNotPermitted,
                describe(from) + " may not subscribe to events of " + wanted + ": add \"" + wanted +
                    "\" to the `uses` of its symbol in the extension manifest", {}});
    return;
  }
  const auto methods = contracts::registry()[raw.contract].methods;
  if (raw.method >= methods.size() || methods[raw.method].kind != contracts::MethodKind::kEvent) {
    refuse(to, {ErrorCode::kMethodNotFound,
                "expected an event of " + contract_name(raw.contract) + ", found " +
                    method_name(raw.contract, raw.method), {}});
    return;
  }
  auto& subscribers = subscribers_[event_key(raw.contract, raw.method)];
  if (std::ranges::find(subscribers, from) == subscribers.end()) subscribers.push_back(from);
  answer(to, make_response("true"));
}

void Router::unsubscribe(ExtnIndex from, const Message& message) {
  const auto found = subscribers_.find(event_key(message.header().contract, message.header().method));
  if (found != subscribers_.end()) std::erase(found->second, from);
  answer({.requester = from, .requester_id = message.header().id}, make_response("true"));
}

void Router::cancel_own(ExtnIndex from, std::uint64_t requester_id) {
  if (const PendingId id = own_request(from, requester_id)) cancel(id);
}

PendingId Router::own_request(ExtnIndex from, std::uint64_t requester_id) const {
  const auto& own = channels_[from].own_requests;
  const auto found = own.find(requester_id);
  return found == own.end() ? 0 : found->second;
}

void Router::send_item(PendingId id, std::string_view item) {
  Message message(RIPPLE_ITEM);
  message.set_texts(item);
  pass_item(id, std::move(message));
}

void Router::end_items(PendingId id) { pass_to_provider(id, Message(RIPPLE_ITEMS_END)); }

void Router::give_credit(PendingId id, std::size_t results) {
  PendingRequest* const request = pending_.find(id);
  if (!request || !request->streams) return;
  request->results_left =
      static_cast<std::uint16_t>(std::min<std::size_t>(request->results_left + results,
                                                       RIPPLE_STREAM_WINDOW));
  Message credit(RIPPLE_CREDIT);
  credit.header().flags = RIPPLE_FLAG_MORE;
  credit.header().code = static_cast<std::int32_t>(results);
  pass_to_provider(id, std::move(credit));
}

void Router::pass_result(PendingId id, PendingRequest& request, Message result) {
  if (request.results_left == 0) {
    return end_overrun(id, describe(request.provider), "results");
  }
  --request.results_left;
  answer(request, std::move(result));
}

void Router::pass_item(PendingId id, Message item) {
  PendingRequest* const request = pending_.find(id);
  if (!request || !request->streams) return;
  if (request->items_left == 0) return end_overrun(id, describe(request->requester), "items");
  --request->items_left;
  pass_to_provider(id, std::move(item));
}

void Router::pass_to_provider(PendingId id, Message message) {
  const PendingRequest* const request = pending_.find(id);
  if (!request || !request->streams) return;
  message.header().id = id;
  message.header().contract = request->contract;
  message.header().method = request->method;
  if (Mailbox* mailbox = channels_[request->provider].mailbox) mailbox->deliver(std::move(message));
}

void Router::pass_credit(ExtnIndex from, Message credit) {
  const std::size_t room = static_cast<std::size_t>(
      std::clamp<std::int32_t>(credit.header().code, 0, RIPPLE_STREAM_WINDOW));
  if (credit.header().flags & RIPPLE_FLAG_MORE) {
    return give_credit(own_request(from, credit.header().id), room);
  }
  PendingRequest* const request = pending_.find(credit.header().id);
  if (!request || !request->streams || request->provider != from) return;
  request->items_left = static_cast<std::uint16_t>(
      std::min<std::size_t>(request->items_left + room, RIPPLE_STREAM_WINDOW));
  if (request->sink) return request->sink->on_credit(request->cookie, room);
  credit.header().id = request->requester_id;
  if (Mailbox* mailbox = channels_[request->requester].mailbox) mailbox->deliver(std::move(credit));
}

// Whoever does not wait for room would fill the other side's memory.
void Router::end_overrun(PendingId id, std::string_view who, std::string_view what) {
  const PendingRequest overrun = *pending_.find(id);
  cancel(id);
  refuse(overrun, {ErrorCode::kOverloaded,
                   method_name(overrun.contract, overrun.method) + " was ended: " +
                       std::string(who) + " sent more " + std::string(what) +
                       " than there was room for; wait for RIPPLE_CREDIT after " +
                       std::to_string(RIPPLE_STREAM_WINDOW),
                   {}});
}

void Router::on_status(ExtnIndex from, const Message& message) {
  const std::int32_t code = message.header().code;
  if (code == RIPPLE_STATUS_STOPPED) detach(from, "has stopped");
  if (code == RIPPLE_STATUS_ERROR) detach(from, "has failed");
  for (StatusSink* sink : status_sinks_) sink->on_status(from, message);
}

void Router::on_timer() {
  const std::int64_t now = timer_.now();
  armed_for_ = 0;
  while (const PendingId id = pending_.take_expired(now)) {
    const PendingRequest late = *pending_.find(id);
    ++counters_.expired;
    cancel(id);
    answer(late, make_error({ErrorCode::kDeadlineExceeded,
                                 method_name(late.contract, late.method) +
                                     " was not answered in time by " + describe(late.provider),
                                 {}}));
  }
  if (const std::int64_t next = pending_.next_check()) wake_by(next);
}

void Router::wake_by(std::int64_t at) {
  // Deadlines mostly come in the order of their requests, so the timer that is set is early enough.
  // It is not set back when requests are answered: it finds nothing then, and stays off.
  if (armed_for_ != 0 && armed_for_ <= at) return;
  armed_for_ = at;
  timer_.wake_at(at);
}

void Router::fail_all(const Error& error) {
  std::vector<PendingId> open;
  pending_.for_each([&](PendingId id, const PendingRequest&) { open.push_back(id); });
  for (const PendingId id : open) {
    if (const PendingRequest* request = pending_.find(id)) {
      const PendingRequest lost = *request;
      cancel(id);
      refuse(lost, error);
    }
  }
}

std::string Router::describe(ExtnIndex index) const { return std::string(names_.name(index)); }

}  // namespace ripple::iec
