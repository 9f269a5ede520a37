/// The whole request pipeline on a clock of the test's own, with a provider of device_info and a
/// distributor that answer when the test says so.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "main/gateway/exchange.hpp"
#include "main/services/reply_text.hpp"
#include "ripple/json.hpp"
#include "tests/unit/iec/router_fixture.hpp"

namespace ripple::services {

using iec::code_of;
using iec::kMillisecond;
using iec::kSecond;

/// Runs its timers when it is told that time has passed.
class ManualTimers final : public iec::Timers {
 public:
  explicit ManualTimers(const iec::WakeTimer& clock) : clock_(clock) {}
  std::int64_t now() const override { return clock_.now(); }
  std::uint64_t set_timer(std::int64_t at, Callback run, void* argument) override {
    timers_.emplace(at, Timer{++last_, run, argument});
    return last_;
  }
  void cancel_timer(std::uint64_t id) override {
    std::erase_if(timers_, [&](const auto& timer) { return timer.second.id == id; });
  }

  void run_due() {
    while (!timers_.empty() && timers_.begin()->first <= now()) {
      const Timer timer = timers_.begin()->second;
      timers_.erase(timers_.begin());
      timer.run(timer.argument);
    }
  }
  std::size_t count() const { return timers_.size(); }

 private:
  struct Timer {
    std::uint64_t id;
    Callback run;
    void* argument;
  };
  const iec::WakeTimer& clock_;
  std::multimap<std::int64_t, Timer> timers_;
  std::uint64_t last_ = 0;
};

/// Notes who wants to listen, and refuses when it is told to.
struct RecordingSubscriptions final : EventSubscriptions {
  Result<void> listen(const Request& request, bool listen, const Json::Value& context) override {
    if (refusal) return *refusal;
    calls.push_back(request.record->name + (listen ? " on " : " off ") + print_json(context));
    return {};
  }
  std::optional<Error> refusal;
  std::vector<std::string> calls;
};

/// Has no streams.
struct NoStreams final : RequestStreams {
  Result<std::uint64_t> open(const Request&, Message) override { return none(); }
  void start(std::uint64_t) override {}
  Result<void> item(const Request&, std::string_view, std::string_view) override { return none(); }
  Result<void> end_items(const Request&, std::string_view) override { return none(); }
  void stop(const Request&, std::string_view) override {}
  static Error none() { return {ErrorCode::kUnsupportedOperation, "there are no streams", {}}; }
};

/// One request, cancelled when it is dropped. Its proxies are gone once it is answered, as behind
/// the demux.
class PendingCall final : public AnswerSink {
 public:
  PendingCall(const gateway::Pipeline& pipeline, const iec::Timers& clock, Session& session,
              std::string_view method, std::string_view params, std::string_view id)
      : clock_(clock),
        method_(method),
        id_(id),
        exchange_(std::make_unique<gateway::Exchange>(pipeline, *this)) {
    Request& request = exchange_->request;
    request.session = &session;
    request.frame = Buffer::copy_of(params, session.context);
    request.context = {static_cast<std::uint32_t>(params.size()),
                       static_cast<std::uint32_t>(session.context.size())};
    request.id = id_;
    request.method = method_;
    request.params = request.frame.view().substr(0, params.size());
    request.record = pipeline.invocation.methods().find(method);
    request.data = pipeline.lookup.current();
    request.arrived = clock.now();
  }

  ~PendingCall() override {
    if (started_ && exchange_) cancel();
  }

  void start() {
    started_ = true;
    exchange_->call();
  }
  void cancel() {
    exchange_->cancel();
    exchange_.reset();
  }
  void answer(Request& request, Message answer) override {
    ++answers;
    answered_at = clock_.now();
    write_reply(reply, request.id, answer, request.padded_to);
    code = answer.kind() == RIPPLE_ERROR ? static_cast<ErrorCode>(answer.header().code)
                                         : std::optional<ErrorCode>();
    payload = std::string(answer.payload());
    exchange_.reset();
  }

  int answers = 0;
  std::int64_t answered_at = 0;
  std::string reply, payload;
  std::optional<ErrorCode> code;

 private:
  const iec::Timers& clock_;
  std::string method_, id_;
  bool started_ = false;
  std::unique_ptr<gateway::Exchange> exchange_;
};

class PipelineFixture : public iec::RouterFixture {
 protected:
  PipelineFixture() {
    methods_.add_contracts();
    iec::Access permissions;
    permissions.fulfills.set(iec::index_of(RippleContract::kPermissions));
    router_.attach(distributor_, distributor_box_, permissions);
    router_.set_provider(RippleContract::kPermissions, distributor_);
    permit("refui",
           {"device:make", "device:name", "device:model", "sample:chat", "localization:time-zone[manage]"});
    session_ = open_session("refui");
  }

  static manifest::DeviceManifest device_manifest() {
    manifest::DeviceManifest manifest;
    for (const char* capability : {"device:make", "device:name", "device:model", "device:sku",
                                   "localization:time-zone", "token:device", "sample:chat"}) {
      manifest.supported.push_back({capability, true, true, true});
    }
    manifest.host.limits.requests_per_connection = 8;
    return manifest;
  }

  /// A connection of an app to the internal port.
  Session open_session(const std::string& app, bool rpcv2 = false) const {
    SessionQuery query;
    query.app_id = app;
    query.rpcv2 = rpcv2;
    return *sessions_service_.open(query, true);
  }

  void permit(const std::string& app, std::vector<std::string> capabilities) {
    permissions_.store(app, AppPermissions(capabilities));
  }

  std::unique_ptr<PendingCall> ask(std::string_view method, std::string_view params = "",
                                   std::string_view id = "1") {
    return ask(session_, method, params, id);
  }
  std::unique_ptr<PendingCall> ask(Session& session, std::string_view method,
                                   std::string_view params, std::string_view id = "1") {
    auto call = std::make_unique<PendingCall>(pipeline_, timers_, session, method, params, id);
    call->start();
    return call;
  }

  /// What the provider, or the distributor, says to what it was asked last.
  void provider_answers(std::string_view result) {
    router_.submit(provider_, answer_to(last_asked(), result));
  }
  void distributor_answers(std::string_view list) {
    router_.submit(distributor_, answer_to(distributor_box_.messages.back(), list));
  }

  void advance(std::int64_t duration) {
    timer_.advance(duration);
    timers_.run_due();
  }
  void configure_policy(std::string_view json) {
    const Result<void> done = policy_.configure(*parse_json(json));
    ASSERT_TRUE(done) << done.error().message;
  }

  manifest::DeviceManifest manifest_ = device_manifest();
  iec::ExtnIndex distributor_ = names_.intern("ripple:channel:distributor:general");
  iec::RecordingMailbox distributor_box_;
  ManualTimers timers_{timer_};
  CapabilityTable capabilities_{manifest_};
  PermissionCache permissions_;
  MethodTable methods_;
  SessionRegistry registry_;
  RecordingSubscriptions subscriptions_;
  NoStreams streams_;
  LogService log_{RIPPLE_LOG_OFF};
  LookupService lookup_;
  PermissionGate gate_{router_, capabilities_, permissions_, manifest_};
  PolicyService policy_{gate_, methods_, timers_};
  SessionService sessions_service_{registry_, manifest_};
  InvocationService invocation_{methods_, router_, log_, lookup_, subscriptions_, streams_};
  gateway::Pipeline pipeline_{sessions_service_, policy_, invocation_, lookup_};
  Session session_;
};

}  // namespace ripple::services
