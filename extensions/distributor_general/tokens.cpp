#include <optional>
#include <ripple/contracts/device_session.hpp>
#include <ripple/contracts/distributor_session.hpp>
#include <ripple/contracts/platform_session.hpp>
#include <ripple/contracts/root_session.hpp>
#include <ripple/invocation.hpp>
#include <ripple/serve.hpp>
#include <string>
#include <utility>

#include "distributor_general/sessions.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::DeviceSession;
using contracts::DistributorSession;
using contracts::PlatformSession;
using contracts::RootSession;

template <typename Call>
bool fail_without(Call& call, const std::optional<Token>& token, std::string_view name) {
  if (token) return false;
  call.fail(
      not_available(call.name(), "the distributor's file has no tokens." + std::string(name)));
  return true;
}

template <typename Call>
void reply_with_value(Call& call, const std::optional<Token>& token, std::string_view name) {
  if (!fail_without(call, token, name)) call.reply(token->value);
}

const std::optional<Token>& token_of(const Tokens& tokens, PlatformSession::TokenType type) {
  switch (type) {
    case PlatformSession::TokenType::kDevice:
      return tokens.device;
    case PlatformSession::TokenType::kDistributor:
      return tokens.distributor;
    default:
      return tokens.platform;
  }
}

void reply_with_token(PlatformSession::Token& call, const Tokens& tokens) {
  const auto& token = token_of(tokens, call.params.type);
  if (fail_without(call, token, to_string(call.params.type))) return;
  PlatformSession::AuthenticationTokenResult result;
  result.value = token->value;
  result.expires = token->expires;
  result.type = token->type;
  call.reply(result);
}

/// One of the contracts that have a single method for a single token.
template <typename Contract>
void serve_one(const Node& node, std::shared_ptr<DistributorState> state,
               std::optional<Token> Tokens::*token, std::string name) {
  node.spawn(serve<Contract>(node, overloaded{
                                       [](UnknownInvocation& c) { c.reply_unsupported(); },
                                       [state, token, name](auto& c) {
                                         reply_with_value(c, state->data.tokens.*token, name);
                                       },
                                   }),
             std::string(Contract::kName));
}

}  // namespace

void serve_tokens(const Node& node, std::shared_ptr<DistributorState> state) {
  serve_one<DeviceSession>(node, state, &Tokens::device, "device");
  serve_one<DistributorSession>(node, state, &Tokens::distributor, "distributor");
  serve_one<RootSession>(node, state, &Tokens::root, "root");
  node.spawn(serve<PlatformSession>(node, overloaded{
                                              [state](PlatformSession::Token& c) {
                                                reply_with_token(c, state->data.tokens);
                                              },
                                              [](UnknownInvocation& c) { c.reply_unsupported(); },
                                          }),
             std::string(PlatformSession::kName));
}

}  // namespace ripple::distributor_general
