#include "rules/endpoints/extn_endpoint.hpp"

#include <ripple/contracts/extn_provider.hpp>
#include <utility>

#include "ripple/extn_id.hpp"
#include "rules/reply.hpp"

namespace ripple::rules {
namespace {

using contracts::ExtnProvider;

/// What the way to the extension answers, and not the extension itself.
bool is_of_the_way(ErrorCode code) {
  return code == ErrorCode::kNotAvailable || code == ErrorCode::kDeadlineExceeded ||
         code == ErrorCode::kOverloaded || code == ErrorCode::kCancelled ||
         code == ErrorCode::kNotPermitted;
}

class ExtnEndpoint final : public Endpoint {
 public:
  explicit ExtnEndpoint(Node node) : node_(std::move(node)) {}

  Task<Result<Json::Value>> call(EndpointRequest request) override {
    const auto target = ExtnId::parse(request.alias);
    if (!target) {
      co_return Error{ErrorCode::kServiceFailure,
                      "alias \"" + request.alias + "\" is no ExtnId: " + target.error().message,
                      {}};
    }
    ExtnProvider::request asked;
    Json::Value& value = asked.value.emplace(Json::objectValue);
    value["method"] = request.context.get("method", "");
    value["params"] = std::move(request.params);
    value["context"] = request.context;
    const auto answer =
        co_await node_.call(asked, CallOptions{.deadline = request.deadline, .target = &*target});
    if (answer) co_return result_reply(*answer);
    if (is_of_the_way(answer.error().code)) co_return answer.error();
    co_return error_reply(answer.error());
  }

  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler) override {
    return Error{ErrorCode::kUnsupportedOperation,
                 "the extension " + request.alias + " has no events for rules",
                 {}};
  }

 private:
  Node node_;
};

}  // namespace

std::unique_ptr<Endpoint> make_extn_endpoint(Node node) {
  return std::make_unique<ExtnEndpoint>(std::move(node));
}

}  // namespace ripple::rules
