/// Whether a request may be carried out, and what its answer may look like: permissions, rate,
/// size, and, where configured, the same size and time for every answer of a method.
///
/// Configuration: see PolicyRules. A request keeps the rules that it began with.
#pragma once

#include <memory>
#include <optional>

#include "main/iec/timers.hpp"
#include "main/services/permission_gate.hpp"
#include "main/services/policy_rules.hpp"
#include "main/services/request.hpp"
#include "main/services/service.hpp"

namespace ripple::services {

class PolicyService;

class PolicyProxy final : public ServiceProxy, public AnswerSink, public PermissionWaiter {
 public:
  PolicyProxy(PolicyService& service, ServiceProxy& next, AnswerSink& back)
      : service_(service), next_(next), back_(back) {}
  ~PolicyProxy() override;
  void call(Request& request) override;
  void cancel() override;
  void answer(Request& request, Message answer) override;
  void on_permissions(const Result<void>& fetched) override;

 private:
  void decide();
  void refuse(const Error& error);
  void on_time();
  void release(Message answer);

  PolicyService& service_;
  ServiceProxy& next_;
  AnswerSink& back_;
  Request* request_ = nullptr;
  std::shared_ptr<const PolicyRules> rules_;
  const ConstantAnswer* constant_ = nullptr;
  std::uint64_t timer_ = 0;
  std::optional<Message> held_;  // until the time of a constant answer
  bool called_next_ = false, waits_for_permissions_ = false;
};

class PolicyService final : public Service {
 public:
  PolicyService(PermissionGate& gate, const MethodTable& methods, iec::Timers& timers);

  std::string_view name() const override { return "policy"; }
  Result<void> configure(const Json::Value& configuration) override;

 private:
  friend class PolicyProxy;

  PermissionGate& gate_;
  const MethodTable& methods_;
  iec::Timers& timers_;
  std::shared_ptr<const PolicyRules> rules_ = std::make_shared<const PolicyRules>();
};

}  // namespace ripple::services
