/// serve: answers every request of a contract with a set of handlers, and survives their
/// exceptions.
///
///     return ripple::serve<DeviceInfo>(node, ripple::overloaded{
///         [](DeviceInfo::Make& c) { c.reply("Acme"); },
///         [node](DeviceInfo::Name& c) -> ripple::Task<void> {
///           auto name = co_await node.call(DeviceInfo::name{}, {.deadline = c.deadline()});
///           if (name) c.reply(*name); else c.fail(name.error());
///         },
///         [](auto& c) { c.reply_unsupported(); },
///     });
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "ripple/node.hpp"

namespace ripple {

namespace detail {

inline constexpr const char* kNoException =
    "a handler threw something that is not a std::exception";

template <typename Call>
void fail_with(Call& call, const char* what) {
  if (!call.is_answered()) call.fail(Error{ErrorCode::kCustom, what, {}});
}

template <typename Visitor, typename Call>
Task<void> answer_in_time(std::shared_ptr<Visitor> visitor, Call call) {
  try {
    co_await (*visitor)(call);
  } catch (const std::exception& exception) {
    fail_with(call, exception.what());
  } catch (...) {
    fail_with(call, kNoException);
  }
}

template <typename Visitor, typename Call>
void answer(const Node& node, const std::shared_ptr<Visitor>& visitor, Call& call) {
  if constexpr (std::is_void_v<std::invoke_result_t<Visitor&, Call&>>) {
    const std::string_view method = call.name();
    const Loop::Activity activity(Loop::current(), method);
    try {
      (*visitor)(call);
    } catch (const std::exception& exception) {
      fail_with(call, exception.what());
    } catch (...) {
      fail_with(call, kNoException);
    }
  } else {
    std::string name(call.name());
    node.spawn(answer_in_time(visitor, std::move(call)), std::move(name));
  }
}

}  // namespace detail

/// Ends when the channel is asked to stop. A handler that returns nothing answers at once, or moves
/// the invocation away to answer it later. A handler that returns Task<void> runs beside the
/// others, so it holds up nobody; the invocation it is given lives as long as its task. Whatever a
/// handler throws becomes a kCustom error for the caller.
template <typename Contract, typename Visitor>
Task<void> serve(Node node, Visitor visitor) {
  auto calls = node.invocations<Contract>();
  const auto shared = std::make_shared<Visitor>(std::move(visitor));
  while (auto next = co_await calls.next()) {
    std::visit([&](auto& call) { detail::answer(node, shared, call); }, *next);
  }
}

/// The same for the methods that a "jsonrpc" entry adds: `handler` is called with each
/// RpcInvocation&.
///
///     return ripple::serve_rpc(node, [](ripple::RpcInvocation& call) {
///       if (call.method() == "clock.now") return call.reply("12:00");
///       call.reply_unsupported();
///     });
template <typename Handler>
Task<void> serve_rpc(Node node, Handler handler) {
  auto calls = node.rpc_invocations();
  const auto shared = std::make_shared<Handler>(std::move(handler));
  while (auto call = co_await calls.next()) detail::answer(node, shared, *call);
}

}  // namespace ripple
