/// Routes messages between channels, and between Main and channels: by contract, or by ExtnId.
///
///     router.attach(index, mailbox, access);
///     router.set_provider(RippleContract::kDeviceInfo, index);
///     PendingId id = router.request(std::move(message), sink, cookie);
///
/// It answers every request exactly once: with the provider's answer, or with an error when the
/// sender may not ask, nobody provides the contract, a queue is full, the deadline passes, or the
/// provider stops. A late answer is counted and dropped.
///
/// Lives on Main's thread, as everything that it calls.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "main/iec/extn_table.hpp"
#include "main/iec/mailbox.hpp"
#include "main/iec/pending_requests.hpp"
#include "main/iec/wake_timer.hpp"
#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/error.hpp"
#include "ripple/message.hpp"

namespace ripple::iec {

/// Receives the answer to a request made by Main itself.
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  /// `reply` is a RESPONSE or an ERROR. May be called before Router::request returns. Of a method
  /// that streams results it is called for each, with RIPPLE_FLAG_MORE, and once at the end.
  virtual void on_reply(std::uint64_t cookie, Message reply) = 0;
  /// The provider has room for more items of the request's stream.
  virtual void on_credit(std::uint64_t /*cookie*/, std::size_t /*items*/) {}
};

/// Sees every event (the gateway).
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(const Message& event) = 0;
};

/// Sees every status that a channel reports (bootstrap, extn_status).
class StatusSink {
 public:
  virtual ~StatusSink() = default;
  virtual void on_status(ExtnIndex from, const Message& status) = 0;
};

/// What a channel may do, from the manifest.
struct Access {
  std::bitset<kContractCount> uses;      ///< may request, and subscribe to the events of
  std::bitset<kContractCount> fulfills;  ///< may emit the events of
  std::vector<ExtnIndex> uses_extns;     ///< may address, whatever the contract
};

struct RouterLimits {
  std::size_t requests_in_flight = 10000;
  std::size_t requests_per_channel = 4096;
  std::int64_t default_timeout_ns = 10'000'000'000;
};

/// Monotonic since start.
struct RouterCounters {
  std::uint64_t requests = 0, answers = 0, late_answers = 0, expired = 0, refused = 0,
                events = 0, events_dropped = 0;
};

class Router {
 public:
  Router(const ExtnTable& names, WakeTimer& timer, RouterLimits limits);

  void attach(ExtnIndex index, Mailbox& mailbox, Access access);
  /// Answers what the channel still owes with kNotAvailable and forgets its subscriptions and its
  /// own requests. Harmless when it is not attached.
  void detach(ExtnIndex index, std::string_view why);
  void set_provider(RippleContract contract, ExtnIndex index);
  ExtnIndex provider(RippleContract contract) const;

  /// A request of Main itself. `message` names contract or target, method, payload, context and
  /// perhaps a deadline. The sink is called exactly once unless cancel(id) comes first. Returns 0
  /// when it was answered before returning.
  PendingId request(Message message, ReplySink& sink, std::uint64_t cookie);

  /// The answer is not wanted any more; the provider is told. Unknown ids are ignored.
  void cancel(PendingId id);

  /// The streams of a request of Main itself; unknown ids are ignored. `item` is JSON text. Without
  /// credit (RIPPLE_STREAM_WINDOW at first) send_item ends the request.
  void send_item(PendingId id, std::string_view item);
  void end_items(PendingId id);
  /// Its sink has room for more results.
  void give_credit(PendingId id, std::size_t results);

  /// Whatever a channel sends.
  void submit(ExtnIndex from, Message message);

  /// An event of Main itself, or of a builtin.
  void publish(Message event);
  /// RIPPLE_CONTEXT to every channel.
  void broadcast(Message context);

  void add_event_sink(EventSink& sink) { event_sinks_.push_back(&sink); }
  void add_status_sink(StatusSink& sink) { status_sinks_.push_back(&sink); }

  /// The clock of all deadlines, CLOCK_MONOTONIC ns.
  std::int64_t now() const { return timer_.now(); }
  std::size_t in_flight() const { return pending_.size(); }
  const RouterCounters& counters() const { return counters_; }

  /// Answers everything that still waits with `error`: the last step of a shutdown.
  void fail_all(const Error& error);

 private:
  struct Channel {
    Mailbox* mailbox = nullptr;  // null: never attached, or detached
    Access access;
    std::size_t owed = 0;  // requests it has not answered
    std::unordered_map<std::uint64_t, PendingId> own_requests;
    std::string_view gone = "has not been started";
  };
  PendingId route(Message message, PendingRequest pending);
  Result<ExtnIndex> destination(const Message& message, ExtnIndex from) const;
  void complete(ExtnIndex from, Message answer);
  void finish(PendingId id, Message answer);
  PendingRequest take(PendingId id);
  void answer(const PendingRequest& to, Message answer);
  void refuse(const PendingRequest& to, const Error& error);
  void subscribe(ExtnIndex from, const Message& message);
  void unsubscribe(ExtnIndex from, const Message& message);
  void cancel_own(ExtnIndex from, std::uint64_t requester_id);
  PendingId own_request(ExtnIndex from, std::uint64_t requester_id) const;
  void pass_result(PendingId id, PendingRequest& request, Message result);
  void pass_item(PendingId id, Message item);
  void pass_to_provider(PendingId id, Message message);
  void pass_credit(ExtnIndex from, Message credit);
  void end_overrun(PendingId id, std::string_view who, std::string_view what);
  void on_status(ExtnIndex from, const Message& message);
  void on_timer();
  void wake_by(std::int64_t at);
  std::string describe(ExtnIndex index) const;

  const ExtnTable& names_;
  WakeTimer& timer_;
  RouterLimits limits_;
  PendingRequests pending_;
  std::vector<Channel> channels_;
  std::array<ExtnIndex, kContractCount> providers_;
  std::unordered_map<std::uint64_t, std::vector<ExtnIndex>> subscribers_;
  std::vector<EventSink*> event_sinks_;
  std::vector<StatusSink*> status_sinks_;
  RouterCounters counters_;
  std::int64_t armed_for_ = 0;
};

}  // namespace ripple::iec
