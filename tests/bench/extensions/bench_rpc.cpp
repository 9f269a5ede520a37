// One method with a constant answer: what a request costs that costs its extension nothing. Built
// twice, as bench.inline on Main's thread and as bench.threaded on a thread of its own.
#include <ripple/contracts/json_rpsee.hpp>
#include <ripple/sdk.hpp>
#include <string>

namespace {

constexpr bool kIsInline = RIPPLE_BENCH_INLINE;

ripple::Task<void> serve(ripple::Node node) {
  auto calls = node.rpc_invocations();
  while (auto call = co_await calls.next()) call->reply_raw(R"("Linux")");
}

std::string document(const std::string& method) {
  return R"({"openrpc":"1.2.4","info":{"title":"bench","version":"1.0.0"},"methods":[{"name":")" +
         method +
         R"(","summary":"Answers with a constant.","params":[],)"
         R"("result":{"name":"text","schema":{"type":"string"}}}]})";
}

ripple::Entry bench_entry() {
  const std::string name = kIsInline ? "bench.inline" : "bench.threaded";
  auto entry = ripple::entry("ripple:extn:jsonrpsee:" + name);
  entry.version("1.0.0").provides<ripple::contracts::JsonRpsee>();
  return kIsInline ? entry.inline_jsonrpc(document(name), serve)
                   : entry.jsonrpc(document(name), serve);
}

}  // namespace

RIPPLE_EXTN_LIBRARY(bench_entry())
