/// One request and its answer: the chain of proxies made for it, from the demux inwards.
///
/// Owned by the demux of its connection; gone once it is answered or cancelled.
#pragma once

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/parent_from_member.hpp>

#include "main/services/invocation_service.hpp"
#include "main/services/policy_service.hpp"
#include "main/services/request.hpp"
#include "main/services/session_service.hpp"

namespace ripple::gateway {

class Batch;

/// The services that each request passes, outermost first.
struct Pipeline {
  services::SessionService& session;
  services::PolicyService& policy;
  services::InvocationService& invocation;
  services::LookupService& lookup;
};

/// The proxies refer to one another, so an exchange does not move.
class Exchange : public boost::intrusive::list_base_hook<> {
 public:
  Exchange(const Pipeline& pipeline, services::AnswerSink& back)
      : invocation_(pipeline.invocation, policy_),
        policy_(pipeline.policy, invocation_, session_),
        session_(pipeline.session, policy_, back) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void call() { session_.call(request); }
  void cancel() { session_.cancel(); }

  /// The exchange that a request belongs to.
  static Exchange& of(services::Request& request) {
    return *boost::intrusive::get_parent_from_member(&request, &Exchange::request);
  }

  services::Request request;
  Batch* batch = nullptr;  ///< the answer joins this array; nullptr: it is a frame of its own

 private:
  services::InvocationProxy invocation_;
  services::PolicyProxy policy_;
  services::SessionProxy session_;
};

}  // namespace ripple::gateway
