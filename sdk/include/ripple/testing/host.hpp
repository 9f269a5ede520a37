/// Host: runs extensions in a test, without Main, on the test's thread and in virtual time.
///
///     ripple::testing::Host host;
///     ASSERT_TRUE(host.load(acme_entry(), config));
///     EXPECT_EQ(*host.call(DeviceInfo::make{}), "Acme");
///     host.advance(std::chrono::hours(1));          // takes no time
///     EXPECT_EQ(host.events<DeviceInfo::OnNameChanged>().size(), 1u);
///
/// It behaves as Main does towards an extension: requests go to whoever provides the contract, and
/// only if the sender's entry lists it in `uses`; events go to whoever subscribed. Every channel,
/// also one that has a thread of its own under Main, runs on the thread that calls the host, one
/// step after another in a fixed order.
#pragma once

#include <json/json.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ripple/abi.h"
#include "ripple/entry.hpp"
#include "ripple/error.hpp"
#include "ripple/json.hpp"
#include "ripple/message.hpp"
#include "ripple/serve.hpp"
#include "ripple/testing/answer.hpp"
#include "ripple/testing/name_table.hpp"
#include "ripple/testing/random_picker.hpp"
#include "ripple/testing/records.hpp"
#include "ripple/testing/stream.hpp"
#include "ripple/testing/virtual_time.hpp"

namespace ripple::testing {

/// On whose behalf a test calls; both empty: an extension's own.
struct Caller {
  std::string app_id{};
  std::string session_id{};
};

struct HostOptions {
  std::uint32_t mailbox_limit = 1024;
  /// Set: what could run next does so in an order chosen at random, the same for the same seed; the
  /// messages of one sender keep their order. See seeds.hpp.
  std::optional<std::uint64_t> seed{};
};

class Host {
 public:
  explicit Host(HostOptions options = {}) : options_(options) {
    if (options_.seed) picker_.emplace(*options_.seed);
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host() { stop(); }

  /// Builds and starts the entry's channel and runs it until it waits. Errors: what build or start
  /// reported. The entry has to live as long as the host.
  Result<void> load(const ripple_entry* entry, const Json::Value& config = Json::Value()) {
    auto channel = std::make_unique<Channel>(*this, *entry, names_.intern(from_abi(entry->id)));
    const std::string config_text = config.isNull() ? std::string() : print_json(config);
    const ripple_build_arguments arguments = {sizeof(ripple_build_arguments), &channel->host,
                                              entry->id, ripple::to_abi(config_text),
                                              options_.mailbox_limit};
    ripple_failure failure{sizeof(ripple_failure), {}};
    if (entry->builder == nullptr) {
      return Error{ErrorCode::kStartFailed, "the entry has no builder", {}};
    }
    if (entry->builder->build(entry->builder, &arguments, &channel->handle, &failure) !=
        RIPPLE_OK) {
      return Error{ErrorCode::kStartFailed, failure.text, {}};
    }
    channels_.push_back(std::move(channel));
    ripple_channel* const handle = channels_.back()->handle;
    if (handle->start(handle, &failure) != RIPPLE_OK) {
      handle->destroy(handle);
      channels_.pop_back();
      return Error{ErrorCode::kStartFailed, failure.text, {}};
    }
    run_until_idle();
    return {};
  }

  /// An entry that this host keeps alive.
  Result<void> load(const Entry& entry, const Json::Value& config = Json::Value()) {
    kept_.push_back(entry);
    return load(entry.to_abi(), config);
  }

  /// Stands in for a contract that the extension uses. `visitor` answers invocations the way the
  /// handlers of ripple::serve do.
  template <typename Contract, typename Visitor>
  void provide(Visitor visitor) {
    auto shared = std::make_shared<Visitor>(std::move(visitor));
    const Entry fake = entry("ripple:extn:internal:fake." + std::string(Contract::kName))
                           .template provides<Contract>()
                           .inline_channel([shared](Node node) {
                             return serve<Contract>(
                                 std::move(node), [shared](auto& call) { return (*shared)(call); });
                           });
    static_cast<void>(load(fake));
    channels_.back()->is_fake = true;
    std::erase_if(statuses_, [&](const StatusRecord& status) {
      return status.extn_id == channels_.back()->id;
    });
  }

  /// Calls a method and runs until everything waits. Errors: what the extension answered, or
  /// kDeadlineExceeded when it has not answered; see start_call.
  template <typename M>
  Result<typename M::Result> call(const M& method, const Caller& caller = {}) {
    return start_call(method, caller).result();
  }

  /// The same without expecting the answer to be there yet. `timeout` zero: no deadline.
  template <typename M>
  Answer<typename M::Result> start_call(const M& method, const Caller& caller = {},
                                        std::chrono::nanoseconds timeout = {}) {
    std::string params;
    if constexpr (!std::is_empty_v<M>) append_as_json(params, method);
    return request<typename M::Result>(M::Contract::kName, M::Contract::kMethods[M::kMethod],
                                       params, caller, timeout);
  }

  /// By name and with any params, also such as the contract does not allow.
  Answer<Json::Value> start_call_json(std::string_view contract, std::string_view method,
                                      const Json::Value& params, const Caller& caller = {}) {
    return request<Json::Value>(contract, method, params.isNull() ? "" : print_json(params), caller,
                                {});
  }

  /// Calls a method of a loaded "jsonrpc" entry.
  Answer<Json::Value> start_call_rpc(std::string_view method, const Json::Value& params,
                                     const Caller& caller = {}) {
    const std::string text = params.isNull() ? "" : print_json(params);
    for (const auto& channel : channels_) {
      const auto document = parse_json(from_abi(channel->entry->builder->openrpc));
      if (!document || !document->isObject()) continue;
      std::uint32_t position = 0;
      for (const Json::Value& candidate : (*document)["methods"]) {
        if (candidate["name"].asString() == method) {
          return send<Json::Value>(channel->index, contracts_.intern("json_rpsee"), position, text,
                                   caller, {});
        }
        ++position;
      }
    }
    return request<Json::Value>("json_rpsee", method, text, caller, {});
  }

  /// Calls a method that streams and runs until everything waits.
  template <typename M>
  Stream<M> start_stream(const M& method, const Caller& caller = {}) {
    std::string params;
    if constexpr (!std::is_empty_v<M>) append_as_json(params, method);
    const std::uint32_t contract = contracts_.intern(M::Contract::kName);
    auto slot = std::make_shared<StreamSlot>();
    Message request = request_of(RIPPLE_NO_INDEX, contract,
                                 method_index(contract, M::Contract::kMethods[M::kMethod]), params,
                                 caller, {});
    request.header().flags = RIPPLE_FLAG_MORE;
    forward(nullptr, std::move(request), slot);
    run_until_idle();
    return Stream<M>(slot, [this, slot](ripple_message_kind kind, const std::string& payload,
                                        std::int32_t code) {
      const auto pending = pending_.find(slot->id);
      if (pending == pending_.end()) return;
      if (kind == RIPPLE_CANCEL) return cancel(slot->id);
      Message message(kind);
      message.header().id = slot->id;
      message.header().code = code;
      if (kind == RIPPLE_CREDIT) message.header().flags = RIPPLE_FLAG_MORE;
      if (!payload.empty()) message.set_texts(payload);
      deliver(*pending->second.provider, std::move(message));
      run_until_idle();
    });
  }

  /// The caller of an open request goes away.
  void cancel(std::uint64_t id) {
    const auto pending = pending_.find(id);
    if (pending == pending_.end()) return;
    Message cancel(RIPPLE_CANCEL);
    cancel.header().id = id;
    deliver(*pending->second.provider, std::move(cancel));
    run_until_idle();
  }

  /// An event for whoever subscribed, as if another extension had emitted it.
  template <typename Event>
  void publish(const Event& event) {
    std::string text;
    append_as_json(text, event.payload);
    Message message(RIPPLE_EVENT);
    message.header().contract = contracts_.intern(Event::Contract::kName);
    message.header().method =
        method_index(message.header().contract, Event::Contract::kMethods[Event::kMethod]);
    message.set_texts(text, "{}");
    spread(message);
    run_until_idle();
  }

  /// A new platform context for every channel.
  void publish_context(const Json::Value& context) {
    for (const auto& channel : channels_) {
      Message message(RIPPLE_CONTEXT);
      message.set_texts(print_json(context));
      deliver(*channel, std::move(message));
    }
    run_until_idle();
  }

  /// Runs until every channel waits for a message or for time to pass.
  void run_until_idle() {
    while (run_next()) continue;
  }

  /// As if something had kept the thread busy: time passes and nothing runs meanwhile.
  void pass_time(std::chrono::nanoseconds duration) {
    time_.set_now(time_.now() + duration.count());
  }

  /// Lets time pass; what is due on the way happens at its moment, in order.
  void advance(std::chrono::nanoseconds duration) {
    const std::int64_t end = time_.now() + duration.count();
    run_until_idle();
    while (time_.next_timer(end + 1) <= end) {
      time_.set_now(std::max(time_.now(), time_.next_timer(end)));
      run_until_idle();
    }
    time_.set_now(end);
  }

  /// Stops and destroys every channel, the last one loaded first.
  void stop() {
    for (auto channel = channels_.rbegin(); channel != channels_.rend(); ++channel) {
      ripple_channel* const handle = (*channel)->handle;
      handle->stop(handle);
      run_until_idle();
    }
    while (!channels_.empty()) {
      ripple_channel* const handle = channels_.back()->handle;
      handle->destroy(handle);
      run_until_idle();
      gone_.push_back(std::move(channels_.back()));
      channels_.pop_back();
    }
  }

  /// Nanoseconds of the virtual clock.
  std::int64_t now() const { return time_.now(); }

  /// A name that Main shall not know, as an older Main would not.
  void forget(std::string_view contract) { unknown_.emplace_back(contract); }

  /// While set, Main's queue takes no request.
  void set_full(bool full) { full_ = full; }

  const std::vector<LogRecord>& logs() const { return logs_; }
  const std::vector<StatusRecord>& statuses() const { return statuses_; }
  const std::vector<EventRecord>& event_records() const { return events_; }

  bool has_status(ripple_status_code code) const {
    return std::any_of(statuses_.begin(), statuses_.end(),
                       [&](const StatusRecord& status) { return status.code == code; });
  }
  bool has_logged(std::string_view part) const {
    return std::any_of(logs_.begin(), logs_.end(), [&](const LogRecord& record) {
      return record.text.find(part) != std::string::npos;
    });
  }

  /// The payloads of the emitted events of one kind, in order.
  template <typename Event>
  std::vector<typename Event::Payload> events() const {
    std::vector<typename Event::Payload> payloads;
    for (const EventRecord& record : events_) {
      if (record.contract != Event::Contract::kName ||
          record.method != Event::Contract::kMethods[Event::kMethod]) {
        continue;
      }
      typename Event::Payload payload{};
      if (from_json(record.payload, payload)) payloads.push_back(std::move(payload));
    }
    return payloads;
  }

  /// How many requests Main has passed on and not seen answered.
  std::size_t open_requests() const { return pending_.size(); }

 private:
  struct Channel {
    Channel(Host& its_host, const ripple_entry& its_entry, std::uint32_t its_index)
        : owner(&its_host), entry(&its_entry), id(from_abi(its_entry.id)), index(its_index) {}

    Host* owner;
    const ripple_entry* entry;
    std::string id;
    std::uint32_t index;
    bool is_fake = false;
    ripple_channel* handle = nullptr;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> subscriptions;
    ripple_host host{sizeof(ripple_host),
                     RIPPLE_ABI_MAJOR,
                     RIPPLE_ABI_MINOR,
                     this,
                     &on_send,
                     &on_now,
                     &on_log,
                     &on_log_enabled,
                     &on_contract_index,
                     &on_method_index,
                     &on_extn_index,
                     &on_extn_name,
                     &on_ability};
  };
  struct Pending {
    Channel* sender;
    std::uint64_t sender_id;
    Channel* provider;
    std::shared_ptr<AnswerSlot> slot;
  };
  struct Sent {
    Channel* sender;
    Message message;
  };

  static Channel& of(const ripple_host* host) { return *static_cast<Channel*>(host->self); }

  static int32_t on_send(const ripple_host* host, const ripple_message* message) {
    Host& self = *of(host).owner;
    Message sent = Message::adopt(*message);
    if (self.full_ && sent.kind() == RIPPLE_REQUEST) return RIPPLE_FULL;
    const std::lock_guard lock(self.mutex_);
    self.sent_.push_back({&of(host), std::move(sent)});
    return RIPPLE_OK;
  }
  static int64_t on_now(const ripple_host* host) { return of(host).owner->time_.now(); }
  static void on_log(const ripple_host* host, int32_t level, ripple_string text) {
    Host& self = *of(host).owner;
    const std::lock_guard lock(self.mutex_);
    self.logs_.push_back({of(host).id, static_cast<LogLevel>(level), std::string(from_abi(text))});
  }
  static int32_t on_log_enabled(const ripple_host*, int32_t) { return 1; }
  static uint32_t on_contract_index(const ripple_host* host, ripple_string name) {
    Host& self = *of(host).owner;
    const auto unknown = std::find(self.unknown_.begin(), self.unknown_.end(), from_abi(name));
    return unknown != self.unknown_.end() ? RIPPLE_NO_INDEX
                                          : self.contracts_.intern(from_abi(name));
  }
  static uint32_t on_method_index(const ripple_host* host, uint32_t contract, ripple_string name) {
    return of(host).owner->method_index(contract, from_abi(name));
  }
  static uint32_t on_extn_index(const ripple_host* host, ripple_string id) {
    return of(host).owner->names_.find(from_abi(id));
  }
  static ripple_string on_extn_name(const ripple_host* host, uint32_t index) {
    return ripple::to_abi(of(host).owner->names_.name(index));
  }
  static const void* on_ability(const ripple_host* host_of, ripple_string name) {
    static const ripple_host_loop kLoop = {
        sizeof(ripple_host_loop),
        [](const ripple_host* host, void (*run)(void*), void* argument) {
          of(host).owner->time_.post({run, argument});
        },
        [](const ripple_host* host, int64_t at, void (*run)(void*), void* argument) {
          return of(host).owner->time_.set_timer(at, {run, argument});
        },
        [](const ripple_host* host, uint64_t id) { of(host).owner->time_.cancel_timer(id); }};
    static const HostInterleaving kInterleaving = {[](const ripple_host* host, std::size_t count) {
      return of(host).owner->picker_->pick(count);
    }};
    if (from_abi(name) == RIPPLE_HOST_LOOP) return &kLoop;
    if (from_abi(name) == kInterleavingAbility) {
      return of(host_of).owner->picker_ ? &kInterleaving : nullptr;
    }
    return from_abi(name) == kSingleThreadAbility ? &kLoop : nullptr;
  }

  std::uint32_t method_index(std::uint32_t contract, std::string_view name) {
    return contract == RIPPLE_NO_INDEX ? RIPPLE_NO_INDEX : methods_[contract].intern(name);
  }

  template <typename T>
  Answer<T> request(std::string_view contract, std::string_view method, std::string_view params,
                    const Caller& caller, std::chrono::nanoseconds timeout) {
    const std::uint32_t index = contracts_.intern(contract);
    return send<T>(RIPPLE_NO_INDEX, index, method_index(index, method), params, caller, timeout);
  }

  template <typename T>
  Answer<T> send(std::uint32_t target, std::uint32_t contract, std::uint32_t method,
                 std::string_view params, const Caller& caller, std::chrono::nanoseconds timeout) {
    auto slot = std::make_shared<AnswerSlot>();
    forward(nullptr, request_of(target, contract, method, params, caller, timeout), slot);
    run_until_idle();
    return Answer<T>(std::move(slot));
  }

  Message request_of(std::uint32_t target, std::uint32_t contract, std::uint32_t method,
                     std::string_view params, const Caller& caller,
                     std::chrono::nanoseconds timeout) {
    Json::Value context(Json::objectValue);
    if (!caller.app_id.empty()) context["app_id"] = caller.app_id;
    if (!caller.session_id.empty()) context["session_id"] = caller.session_id;
    Message message(RIPPLE_REQUEST);
    message.header().target = target;
    message.header().contract = contract;
    message.header().method = method;
    if (timeout.count() > 0) message.header().deadline = time_.now() + timeout.count();
    message.set_texts(params, context.empty() ? std::string() : print_json(context));
    return message;
  }

  bool run_next() {
    if (picker_ && picker_->pick(2) == 1) return time_.run_one() || run_message();
    return run_message() || time_.run_one();
  }

  // The first message, or the first of any sender.
  std::deque<Sent>::iterator next_message() {
    if (!picker_) return sent_.begin();
    std::vector<std::deque<Sent>::iterator> first;
    for (auto sent = sent_.begin(); sent != sent_.end(); ++sent) {
      const bool is_first = std::none_of(first.begin(), first.end(), [&](const auto& other) {
        return other->sender == sent->sender;
      });
      if (is_first) first.push_back(sent);
    }
    return first[picker_->pick(first.size())];
  }

  bool run_message() {
    std::optional<Sent> sent;
    {
      const std::lock_guard lock(mutex_);
      if (sent_.empty()) return false;
      const auto next = next_message();
      sent.emplace(std::move(*next));
      sent_.erase(next);
    }
    Channel& sender = *sent->sender;
    Message& message = sent->message;
    switch (message.kind()) {
      case RIPPLE_REQUEST:
        forward(&sender, std::move(message), nullptr);
        break;
      case RIPPLE_RESPONSE:
      case RIPPLE_ERROR:
        pass_back(std::move(message));
        break;
      case RIPPLE_EVENT:
        record_event(sender, message);
        break;
      case RIPPLE_STATUS:
        record_status(sender, message);
        break;
      case RIPPLE_SUBSCRIBE:
        subscribe(sender, message);
        break;
      case RIPPLE_UNSUBSCRIBE:
        std::erase(sender.subscriptions,
                   std::pair(message.header().contract, message.header().method));
        break;
      case RIPPLE_CANCEL:
        pass_cancel(sender, message.header().id);
        break;
      case RIPPLE_ITEM:
      case RIPPLE_ITEMS_END:
        pass_to_provider(sender, std::move(message));
        break;
      case RIPPLE_CREDIT:
        if (message.header().flags & RIPPLE_FLAG_MORE) {
          pass_to_provider(sender, std::move(message));
        } else {
          pass_credit(std::move(message));
        }
        break;
      case RIPPLE_CONTEXT:
        break;
    }
    return true;
  }

  void forward(Channel* sender, Message message, std::shared_ptr<AnswerSlot> slot) {
    const std::string contract(contracts_.name(message.header().contract));
    const std::uint64_t id = next_id_++;
    if (slot) slot->id = id;
    Pending pending{sender, message.header().id, nullptr, std::move(slot)};
    if (sender != nullptr && !lists(sender->entry->uses, sender->entry->uses_count, contract)) {
      return refuse(pending, ErrorCode::kNotPermitted,
                    sender->id + " does not list " + contract + " in uses");
    }
    pending.provider = find_provider(message.header().target, contract);
    if (pending.provider == nullptr) {
      return refuse(pending, ErrorCode::kNotAvailable,
                    "nobody provides " + contract + "; load an entry or call Host::provide");
    }
    message.header().id = id;
    message.header().origin =
        sender == nullptr ? names_.intern("ripple:main:internal:main") : sender->index;
    pending_.emplace(id, pending);
    const std::int32_t result = deliver(*pending.provider, std::move(message));
    if (result == RIPPLE_OK) return;
    pending_.erase(id);
    refuse(pending, result == RIPPLE_FULL ? ErrorCode::kOverloaded : ErrorCode::kCancelled,
           pending.provider->id + (result == RIPPLE_FULL ? " has a full mailbox" : " has stopped"));
  }

  void pass_back(Message message) {
    const auto found = pending_.find(message.header().id);
    if (found == pending_.end()) return count_late(message.header().id);
    if (message.header().flags & RIPPLE_FLAG_MORE) return pass_result(found->second, std::move(message));
    const Pending pending = std::move(found->second);
    pending_.erase(found);
    if (pending.slot) {
      slots_[message.header().id] = pending.slot;
      ++pending.slot->count;
      pending.slot->message.emplace(std::move(message));
      return;
    }
    message.header().id = pending.sender_id;
    deliver(*pending.sender, std::move(message));
  }

  void pass_result(const Pending& pending, Message message) {
    if (!pending.slot) {
      message.header().id = pending.sender_id;
      deliver(*pending.sender, std::move(message));
      return;
    }
    auto& stream = static_cast<StreamSlot&>(*pending.slot);
    const std::uint64_t id = message.header().id;
    stream.results.push_back(std::move(message));
    ++stream.unread;
    if (!stream.reads) return;
    Message credit(RIPPLE_CREDIT);
    credit.header().id = id;
    credit.header().flags = RIPPLE_FLAG_MORE;
    credit.header().code = static_cast<std::int32_t>(std::exchange(stream.unread, 0));
    deliver(*pending.provider, std::move(credit));
  }

  void pass_to_provider(const Channel& sender, Message message) {
    for (const auto& [id, pending] : pending_) {
      if (pending.sender != &sender || pending.sender_id != message.header().id) continue;
      message.header().id = id;
      deliver(*pending.provider, std::move(message));
      return;
    }
  }

  void pass_credit(Message message) {
    const auto found = pending_.find(message.header().id);
    if (found == pending_.end()) return;
    const Pending& pending = found->second;
    if (pending.slot) {
      static_cast<StreamSlot&>(*pending.slot).room +=
          static_cast<std::size_t>(message.header().code);
      return;
    }
    message.header().id = pending.sender_id;
    deliver(*pending.sender, std::move(message));
  }

  void count_late(std::uint64_t id) {
    const auto slot = slots_.find(id);
    if (slot != slots_.end()) ++slot->second->count;
  }

  void refuse(const Pending& pending, ErrorCode code, const std::string& text) {
    std::string payload;
    append_error(payload, Error{code, text, {}});
    Message error(RIPPLE_ERROR);
    error.header().code = static_cast<std::int32_t>(code);
    error.set_texts(payload);
    if (pending.slot) {
      ++pending.slot->count;
      pending.slot->message.emplace(std::move(error));
      return;
    }
    error.header().id = pending.sender_id;
    deliver(*pending.sender, std::move(error));
  }

  void subscribe(Channel& sender, const Message& message) {
    const std::string contract(contracts_.name(message.header().contract));
    if (!lists(sender.entry->uses, sender.entry->uses_count, contract)) {
      return refuse({&sender, message.header().id, nullptr, nullptr}, ErrorCode::kNotPermitted,
                    sender.id + " does not list " + contract + " in uses");
    }
    sender.subscriptions.emplace_back(message.header().contract, message.header().method);
    Message answer(RIPPLE_RESPONSE);
    answer.header().id = message.header().id;
    answer.set_texts("true");
    deliver(sender, std::move(answer));
  }

  void pass_cancel(const Channel& sender, std::uint64_t id) {
    for (auto& [pending_id, pending] : pending_) {
      if (pending.sender != &sender || pending.sender_id != id) continue;
      Message cancel(RIPPLE_CANCEL);
      cancel.header().id = pending_id;
      Channel& provider = *pending.provider;
      pending_.erase(cancel.header().id);
      deliver(provider, std::move(cancel));
      return;
    }
  }

  void record_event(const Channel& sender, const Message& message) {
    const ripple_message& header = message.header();
    events_.push_back({sender.id, std::string(contracts_.name(header.contract)),
                       std::string(methods_[header.contract].name(header.method)),
                       parse_json(message.payload()).value(),
                       parse_json(message.context()).value()});
    spread(message);
  }

  void spread(const Message& message) {
    const std::pair event(message.header().contract, message.header().method);
    for (const auto& channel : channels_) {
      const auto& wanted = channel->subscriptions;
      if (std::find(wanted.begin(), wanted.end(), event) == wanted.end()) continue;
      deliver(*channel, message.share());
    }
  }

  void record_status(const Channel& sender, const Message& message) {
    if (sender.is_fake) return;
    const auto payload = parse_json(message.payload());
    statuses_.push_back({sender.id, static_cast<ripple_status_code>(message.header().code),
                         std::string(contracts_.name(message.header().contract)),
                         payload ? (*payload)["message"].asString() : std::string()});
  }

  Channel* find_provider(std::uint32_t target, std::string_view contract) {
    for (const auto& channel : channels_) {
      const ripple_entry& entry = *channel->entry;
      if (target == RIPPLE_NO_INDEX ? lists(entry.provides, entry.provides_count, contract)
                                    : channel->index == target) {
        return channel.get();
      }
    }
    return nullptr;
  }

  static bool lists(const ripple_contract_reference* references, std::size_t count,
                    std::string_view contract) {
    return std::any_of(references, references + count, [&](const ripple_contract_reference& one) {
      return from_abi(one.name) == contract;
    });
  }

  static std::int32_t deliver(Channel& channel, Message message) {
    const ripple_message raw = message.give();
    return channel.handle->deliver(channel.handle, &raw);
  }

  const HostOptions options_;
  std::optional<RandomPicker> picker_;
  VirtualTime time_;
  NameTable names_;
  NameTable contracts_;
  std::map<std::uint32_t, NameTable> methods_;
  std::vector<std::string> unknown_;
  bool full_ = false;

  std::mutex mutex_;
  std::deque<Sent> sent_;
  std::vector<LogRecord> logs_;

  std::uint64_t next_id_ = 1;
  std::map<std::uint64_t, Pending> pending_;
  std::map<std::uint64_t, std::shared_ptr<AnswerSlot>> slots_;
  std::vector<StatusRecord> statuses_;
  std::vector<EventRecord> events_;
  std::vector<Entry> kept_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::vector<std::unique_ptr<Channel>> gone_;
};

}  // namespace ripple::testing
