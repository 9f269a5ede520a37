/// The request pipeline entered by an extension, through the contract `rpc`, without a connection.
#pragma once

#include <list>

#include "main/builtin/rpc.hpp"
#include "main/gateway/exchange.hpp"
#include "main/iec/timers.hpp"

namespace ripple::gateway {

class RpcEntrance final : public builtin::RpcDispatcher, public services::AnswerSink {
 public:
  RpcEntrance(Pipeline pipeline, const iec::Timers& clock) : pipeline_(pipeline), clock_(clock) {}
  /// Cancels what is under way; its callers are not told.
  ~RpcEntrance() override;

  void dispatch(builtin::RpcRequest request, Done done) override;
  void answer(services::Request& request, Message answer) override;

 private:
  struct Call {
    Call(const Pipeline& pipeline, services::AnswerSink& back) : exchange(pipeline, back) {}
    std::string method;
    services::Session session;
    Exchange exchange;
    Done done;
  };

  Pipeline pipeline_;
  const iec::Timers& clock_;
  std::list<Call> calls_;
};

}  // namespace ripple::gateway
