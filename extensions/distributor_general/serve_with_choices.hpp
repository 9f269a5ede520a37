/// serve_with_choices: answers a contract's requests once what people chose is known.
///
/// When the platform starts, the storage may not be there yet: a device behind Thunder has its
/// store there. Until it is, requests are answered with its error.
#pragma once

#include <memory>
#include <ripple/serve.hpp>
#include <type_traits>
#include <utility>

#include "distributor_general/distributor_state.hpp"

namespace ripple::distributor_general {

namespace detail {

template <typename Handlers, typename Call>
Task<void> answer_with_choices(Node node, std::shared_ptr<DistributorState> state,
                               std::shared_ptr<Handlers> handlers, Call& call) {
  const auto loaded = co_await load_choices(std::move(node), std::move(state), call.deadline());
  if (!loaded) {
    call.fail(loaded.error());
    co_return;
  }
  if constexpr (std::is_void_v<std::invoke_result_t<Handlers&, Call&>>) {
    (*handlers)(call);
  } else {
    co_await (*handlers)(call);
  }
}

}  // namespace detail

/// Until the channel is asked to stop.
template <typename Contract, typename Handlers>
Task<void> serve_with_choices(Node node, std::shared_ptr<DistributorState> state,
                              Handlers handlers) {
  auto shared = std::make_shared<Handlers>(std::move(handlers));
  auto visitor = [node, state = std::move(state), shared = std::move(shared)](auto& call) {
    return detail::answer_with_choices(node, state, shared, call);
  };
  return serve<Contract>(node, std::move(visitor));
}

}  // namespace ripple::distributor_general
