// One method with a constant answer: what a request costs that costs its extension nothing. The
// method is bench.NAME for a library called libbench_NAME.so; it is served on Main's thread when
// NAME begins with "inline" and on a thread of its own otherwise. The bench copies the library under
// as many names as it wants extensions.
#include <dlfcn.h>

#include <ripple/contracts/json_rpsee.hpp>
#include <ripple/sdk.hpp>
#include <string>

namespace {

ripple::Task<void> serve(ripple::Node node) {
  auto calls = node.rpc_invocations();
  while (auto call = co_await calls.next()) call->reply_raw(R"("Linux")");
}

std::string name_of_library() {
  Dl_info info{};
  dladdr(reinterpret_cast<const void*>(&name_of_library), &info);
  const std::string path = info.dli_fname != nullptr ? info.dli_fname : "";
  const std::size_t begin = path.rfind("libbench_") + std::string("libbench_").size();
  return path.substr(begin, path.rfind(".so") - begin);
}

ripple::Entry bench_entry() {
  const std::string name = name_of_library();
  const std::string document =
      R"({"openrpc":"1.2.4","info":{"title":"bench","version":"1.0.0"},"methods":[{"name":"bench.)" +
      name +
      R"(","summary":"Answers with a constant.","params":[],)"
      R"("result":{"name":"text","schema":{"type":"string"}}}]})";
  auto entry = ripple::entry("ripple:extn:jsonrpsee:bench." + name);
  entry.version("1.0.0").provides<ripple::contracts::JsonRpsee>();
  return name.starts_with("inline") ? entry.inline_jsonrpc(document, serve)
                                    : entry.jsonrpc(document, serve);
}

}  // namespace

RIPPLE_EXTN_LIBRARY(bench_entry())
