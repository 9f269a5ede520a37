#include "main/builtin/rpc.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "ripple/contracts/rpc.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::Rpc;

// The calls that wait for the dispatcher. An answer that comes after the channel has ended finds
// them gone.
struct OpenCalls {
  std::map<std::uint64_t, Rpc::Call> by_id;
  std::uint64_t next_id = 1;
};

void answer(OpenCalls& calls, std::uint64_t id, const Result<std::string>& result) {
  const auto at = calls.by_id.find(id);
  if (at == calls.by_id.end()) return;
  Rpc::Call call = std::move(at->second);
  calls.by_id.erase(at);
  if (result) {
    call.reply_raw(*result);
  } else {
    call.fail(result.error());
  }
}

}  // namespace

Task<void> serve_rpc(Node node, RpcDispatcher& dispatcher) {
  const auto calls = std::make_shared<OpenCalls>();
  auto handlers = overloaded{
      [&](Rpc::Call& call) {
        RpcRequest request{call.params.method,
                           call.params.params ? print_json(*call.params.params) : "",
                           call.params.app_id.value_or(""), call.deadline()};
        const std::uint64_t id = calls->next_id++;
        calls->by_id.emplace(id, std::move(call));
        dispatcher.dispatch(std::move(request), [waiting = std::weak_ptr(calls),
                                                 id](const Result<std::string>& result) {
          if (const auto open = waiting.lock()) answer(*open, id, result);
        });
      },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<Rpc>(node, std::move(handlers));
}

}  // namespace ripple::builtin
