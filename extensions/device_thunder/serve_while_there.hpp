/// serve_while_there: answers a contract's requests with handlers that ask a Thunder server, and
/// says at once that it is not available while the server is away.
///
///     co_await serve_while_there<DeviceInfo>(node, server, overloaded{
///         [facts](DeviceInfo::Make& c) { return answer_with(c, facts->make(c.deadline())); },
///         [](auto& c) { return answer_unsupported(c); },
///     });
#pragma once

#include <memory>
#include <ripple/serve.hpp>
#include <utility>

#include "device/answer.hpp"
#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

/// Answers with what `asking` gives.
template <typename Call, typename T>
Task<void> answer_with(Call& call, Task<Result<T>> asking) {
  const auto result = co_await std::move(asking);
  device::answer(call, result);
}

/// Answers what needs nobody else.
template <typename Call, typename T>
Task<void> answer_now(Call& call, Result<T> result) {
  device::answer(call, result);
  co_return;
}

template <typename Call>
Task<void> answer_unsupported(Call& call) {
  call.reply_unsupported();
  co_return;
}

namespace detail {

template <typename Handlers, typename Call>
Task<void> answer_while_there(std::shared_ptr<ThunderServer> server,
                              std::shared_ptr<Handlers> handlers, Call& call) {
  if (!server->is_there()) {
    call.fail(server->away());
    co_return;
  }
  co_await (*handlers)(call);
}

}  // namespace detail

/// Until the channel is asked to stop. `handlers` return Task<void>, and run beside each other.
template <typename Contract, typename Handlers>
Task<void> serve_while_there(Node node, std::shared_ptr<ThunderServer> server, Handlers handlers) {
  auto shared = std::make_shared<Handlers>(std::move(handlers));
  auto visitor = [server = std::move(server), shared = std::move(shared)](auto& call) {
    return detail::answer_while_there(server, shared, call);
  };
  return serve<Contract>(std::move(node), std::move(visitor));
}

}  // namespace ripple::device_thunder
