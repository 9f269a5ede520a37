/// run_event_loop: handles the invocations of a contract, so many at the same time.
///
///     return ripple::run_event_loop<Translator>(node, ripple::overloaded{
///         [node](Translator::Translate& call) -> ripple::Task<void> {
///           auto word = co_await look_up(node, call.params);
///           if (word) call.reply(*word); else call.fail(word.error());
///         },
///     }, {.concurrency = 2});
///
/// serve, for which every invocation is begun at once and a handler may be a plain function, is the
/// simpler choice where that is not too much.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "ripple/for_each_concurrent.hpp"
#include "ripple/node.hpp"
#include "ripple/serve.hpp"

namespace ripple {

struct EventLoopOptions {
  /// Most invocations that are handled at the same time; the others wait in the channel's mailbox,
  /// whose limit they count against.
  std::size_t concurrency = 16;
};

namespace detail {

template <typename Handler, typename Call>
Task<void> handle_invocation(std::shared_ptr<Handler> handler, Call call) {
  try {
    co_await (*handler)(call);
  } catch (const std::exception& exception) {
    fail_with(call, exception.what());
  } catch (...) {
    fail_with(call, kNoException);
  }
}

inline Task<void> refuse_unknown(UnknownInvocation call) {
  call.reply_unsupported();
  co_return;
}

}  // namespace detail

/// Ends when the channel is asked to stop. `handler` is called with each invocation, as an lvalue
/// that lives as long as the task that it returns. Methods that the contract does not have, and
/// params that do not fit it, are answered without it. What it throws becomes a kCustom error for
/// the caller; the others go on. A slow invocation holds up the next only when `concurrency` of
/// them are slow.
template <typename Contract, typename Handler>
Task<void> run_event_loop(Node node, Handler handler, EventLoopOptions options = {}) {
  const auto shared = std::make_shared<Handler>(std::move(handler));
  const auto handle = [shared](typename Contract::Invocation invocation) -> Task<void> {
    return std::visit(
        [&](auto&& call) -> Task<void> {
          using Call = std::remove_cvref_t<decltype(call)>;
          if constexpr (std::is_same_v<Call, UnknownInvocation>) {
            return detail::refuse_unknown(std::move(call));
          } else {
            return detail::handle_invocation(shared, std::move(call));
          }
        },
        std::move(invocation));
  };
  co_await for_each_concurrent(options.concurrency, node.invocations<Contract>(), handle);
}

}  // namespace ripple
