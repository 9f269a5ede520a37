#include "main/services/policy_service.hpp"

#include <algorithm>

#include "main/iec/answer.hpp"
#include "main/services/reply_text.hpp"

namespace ripple::services {
namespace {

// Takes one token of the connection's bucket.
bool within_rate(const Rate& rate, Session& session, std::int64_t now) {
  if (session.tokens_at == 0) {
    session.tokens = rate.burst;
  } else {
    const double seconds = static_cast<double>(now - session.tokens_at) / 1e9;
    session.tokens = std::min(rate.burst, session.tokens + seconds * rate.requests_per_second);
  }
  session.tokens_at = now;
  if (session.tokens < 1) return false;
  session.tokens -= 1;
  return true;
}

}  // namespace

PolicyService::PolicyService(PermissionGate& gate, const MethodTable& methods, iec::Timers& timers)
    : gate_(gate), methods_(methods), timers_(timers) {}

Result<void> PolicyService::configure(const Json::Value& configuration) {
  Result<PolicyRules> rules = PolicyRules::parse(configuration, methods_);
  if (!rules) return rules.error();
  rules_ = std::make_shared<const PolicyRules>(std::move(*rules));
  return {};
}

PolicyProxy::~PolicyProxy() {
  if (timer_ != 0) service_.timers_.cancel_timer(timer_);
  if (waits_for_permissions_) service_.gate_.forget(*this);
}

void PolicyProxy::call(Request& request) {
  request_ = &request;
  rules_ = service_.rules_;
  constant_ = rules_->constant_answer_of(request.record);
  if (constant_ && constant_->nanoseconds != 0) {
    timer_ = service_.timers_.set_timer(
        request.arrived + constant_->nanoseconds,
        [](void* self) { static_cast<PolicyProxy*>(self)->on_time(); }, this);
  }
  if (const Rate* rate = rules_->rate_of(request.session->app_id);
      rate && !within_rate(*rate, *request.session, request.arrived)) {
    refuse({ErrorCode::kRateLimited,
            "app \"" + request.session->app_id + "\" sends more than " +
                std::to_string(rate->requests_per_second) +
                " requests per second (policy: rate); slow down", {}});
    return;
  }
  if (request.params.size() > rules_->request_bytes) {
    refuse({ErrorCode::kTooLarge,
            "params of " + std::to_string(request.params.size()) + " bytes, at most " +
                std::to_string(rules_->request_bytes) + " are allowed (policy: request_bytes)", {}});
    return;
  }
  decide();
}

void PolicyProxy::decide() {
  if (request_->record) {
    const Result<PermissionGate::Decision> decision =
        service_.gate_.decide(*request_->session, *request_->record);
    if (!decision) {
      refuse(decision.error());
      return;
    }
    if (*decision == PermissionGate::Decision::kPermissionsNeeded) {
      waits_for_permissions_ = true;
      service_.gate_.fetch(request_->session->app_id, *this);
      return;
    }
  }
  called_next_ = true;
  next_.call(*request_);
}

void PolicyProxy::on_permissions(const Result<void>& fetched) {
  waits_for_permissions_ = false;
  if (fetched) {
    decide();
  } else {
    refuse(fetched.error());
  }
}

void PolicyProxy::cancel() {
  if (timer_ != 0) service_.timers_.cancel_timer(std::exchange(timer_, 0));
  if (waits_for_permissions_) service_.gate_.forget(*this);
  waits_for_permissions_ = false;
  if (called_next_) next_.cancel();
}

void PolicyProxy::refuse(const Error& error) { answer(*request_, iec::make_error(error)); }

void PolicyProxy::answer(Request& request, Message answer) {
  called_next_ = false;
  if (answer.payload().size() > rules_->answer_bytes) {
    answer = iec::make_error({ErrorCode::kPolicySizeViolation,
                              "the answer has " + std::to_string(answer.payload().size()) +
                                  " bytes, at most " + std::to_string(rules_->answer_bytes) +
                                  " are allowed (policy: answer_bytes)", {}});
  }
  // How large it was is part of what a constant size hides.
  if (constant_ && constant_->bytes != 0 && reply_size(request.id, answer) > constant_->bytes) {
    answer = iec::make_error(
        {ErrorCode::kPolicySizeViolation, "the answer is larger than the policy allows", {}});
  }
  if (timer_ != 0) {
    held_ = std::move(answer);
    return;
  }
  release(std::move(answer));
}

void PolicyProxy::on_time() {
  timer_ = 0;
  if (!held_) {
    if (waits_for_permissions_) service_.gate_.forget(*this);
    waits_for_permissions_ = false;
    if (called_next_) next_.cancel();
    called_next_ = false;
    held_ = iec::make_error(
        {ErrorCode::kPolicyTimeViolation, "the answer was not ready in the policy's time", {}});
  }
  release(std::move(*held_));
}

void PolicyProxy::release(Message answer) {
  request_->padded_to = constant_ ? constant_->bytes : 0;
  back_.answer(*request_, std::move(answer));
}

}  // namespace ripple::services
