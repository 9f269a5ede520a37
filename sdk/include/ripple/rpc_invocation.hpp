/// RpcInvocation: a call of a method that a "jsonrpc" entry adds to the gateway.
///
///     auto calls = node.rpc_invocations();
///     while (auto call = co_await calls.next()) {
///       if (call->method() == "clock.now") call->reply(Json::Value("12:00"));
///       else call->reply_unsupported();
///     }
#pragma once

#include <json/json.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/extn_channel.hpp"
#include "ripple/invocation.hpp"
#include "ripple/invocation_stream.hpp"

namespace ripple {

class [[nodiscard]] RpcInvocation : public InvocationBase {
 public:
  RpcInvocation(AnswerDuty duty, std::string_view method, Json::Value parameters)
      : InvocationBase(std::move(duty), method), params(std::move(parameters)) {}

  /// As the entry's OpenRPC document spells it.
  std::string_view method() const { return name(); }

  /// The request's params, checked by Main against the document; null when there are none.
  Json::Value params;

  void reply(const Json::Value& result) { duty_.answer(result); }
};

/// Decodes by position in the document.
class RpcDecoder {
 public:
  using Item = RpcInvocation;

  bool decode(ExtnChannel& channel, Message message, std::optional<Item>& item) const {
    const std::uint32_t method = message.header().method;
    if (method >= channel.rpc_methods().size()) {
      channel.refuse(message, Error{ErrorCode::kMethodNotFound,
                                    "the document of " + channel.id() + " has no method number " +
                                        std::to_string(method),
                                    {}});
      return false;
    }
    Json::Value parameters;
    if (!message.payload().empty()) {
      auto json = channel.reader().parse(message.payload());
      if (!json) {
        channel.refuse(message, Error{ErrorCode::kInvalidParams, json.error().message, {}});
        return false;
      }
      parameters = std::move(*json);
    }
    item.emplace(channel.open_request(std::move(message)), channel.rpc_methods()[method],
                 std::move(parameters));
    return true;
  }
};

using RpcStream = RequestStream<RpcDecoder>;

}  // namespace ripple
