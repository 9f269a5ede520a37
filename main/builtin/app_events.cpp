#include "main/builtin/app_events.hpp"

#include <utility>

#include "ripple/contracts/app_events.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {

using contracts::AppEvents;

Task<void> serve_app_events(Node node, EventPublisher& publisher) {
  auto handlers = overloaded{
      [&](AppEvents::Emit& call) {
        const auto& params = call.params;
        const Result<bool> heard =
            publisher.publish({params.event, print_json(params.value), params.app_id.value_or(""),
                               params.context ? print_json(*params.context) : ""});
        if (!heard) return call.fail(heard.error());
        call.reply(*heard);
      },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<AppEvents>(node, std::move(handlers));
}

}  // namespace ripple::builtin
