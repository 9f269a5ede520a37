#include "rules/rules_channel.hpp"

#include <ripple/contracts/rules.hpp>
#include <stdexcept>
#include <utility>

#include "ripple/serve.hpp"
#include "rules/listening.hpp"
#include "rules/rule_engine.hpp"

namespace ripple::rules {
namespace {

using contracts::Rules;

Task<void> answer(std::shared_ptr<RuleEngine> engine, Rules::Call& call) {
  RuleRequest request{call.params.method, call.params.params.value_or(Json::Value()),
                      call.context().json(), call.deadline()};
  const auto result = co_await engine->call(std::move(request));
  if (result) {
    call.reply(*result);
  } else {
    call.fail(result.error());
  }
}

}  // namespace

Task<void> serve_rules(Node node, std::shared_ptr<RuleBook> book) {
  auto endpoints = co_await open_endpoints(node, book->endpoints());
  if (!endpoints) throw std::runtime_error(endpoints.error().message);
  co_await serve_rules_with(node, std::move(book), std::move(*endpoints));
}

Task<void> serve_rules_with(Node node, std::shared_ptr<RuleBook> book, EndpointSet endpoints) {
  const auto engine = std::make_shared<RuleEngine>(node, std::move(book), std::move(endpoints));
  auto handlers = overloaded{
      [engine](Rules::Call& call) { return answer(engine, call); },
      [node, engine](Rules::Listen& call) { return serve_listener(node, engine, call); },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<Rules>(node, std::move(handlers));
}

}  // namespace ripple::rules
