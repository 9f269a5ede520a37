#include "main/builtin/ripple_context.hpp"

#include <utility>

#include "ripple/contracts/ripple_context.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::RippleContext;

bool merge(Json::Value& context, const Json::Value& update) {
  bool changed = false;
  for (const std::string& name : update.getMemberNames()) {
    if (context.isMember(name) && context[name] == update[name]) continue;
    context[name] = update[name];
    changed = true;
  }
  return changed;
}

}  // namespace

Task<void> serve_ripple_context(Node node, Json::Value first_context,
                                ContextBroadcaster& broadcaster) {
  Json::Value context(Json::objectValue);
  merge(context, first_context);
  auto handlers = overloaded{
      [&](RippleContext::Get& call) { call.reply_raw(print_json(context)); },
      [&](RippleContext::Update& call) {
        const bool changed = merge(context, to_json(call.params.context));
        if (changed) broadcaster.broadcast(print_json(context));
        call.reply(changed);
      },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<RippleContext>(node, std::move(handlers));
}

}  // namespace ripple::builtin
