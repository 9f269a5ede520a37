#include <gtest/gtest.h>

#include <string>

#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"

namespace ripple {
namespace {

using testing::Host;

constexpr const char* kDocument =
    R"({"openrpc":"1.2.4","methods":[{"name":"clock.now"},{"name":"clock.set"}]})";

Task<void> serve_clock(Node node) {
  auto calls = node.rpc_invocations();
  while (auto call = co_await calls.next()) {
    if (call->method() == "clock.now") {
      call->reply("12:00");
    } else if (call->params["hour"].isInt()) {
      call->reply(call->params);
    } else {
      call->fail({ErrorCode::kInvalidParams, "expected an hour", {}});
    }
  }
}

Entry clock_entry() {
  return entry("ripple:extn:jsonrpsee:clock").inline_jsonrpc(kDocument, serve_clock);
}

TEST(JsonRpc, ServesTheMethodsOfItsDocumentByName) {
  Host host;
  ASSERT_TRUE(host.load(clock_entry()));
  EXPECT_TRUE(host.has_status(RIPPLE_STATUS_READY));
  EXPECT_EQ(host.start_call_rpc("clock.now", {}).text(), "\"12:00\"");
  Json::Value params(Json::objectValue);
  params["hour"] = 7;
  EXPECT_EQ(host.start_call_rpc("clock.set", params).text(), R"({"hour":7})");
  EXPECT_EQ(host.start_call_rpc("clock.set", {}).result().error().code, ErrorCode::kInvalidParams);
}

TEST(JsonRpc, FailsToBuildFromADocumentWithoutMethods) {
  Host host;
  for (const char* document : {"", "[]", "{}", R"({"methods":[{}]})", R"({"methods":[3]})"}) {
    const auto loaded =
        host.load(entry("ripple:extn:jsonrpsee:bad").jsonrpc(document, serve_clock));
    ASSERT_FALSE(loaded) << document;
    EXPECT_EQ(loaded.error().message.rfind("OpenRPC document: ", 0), 0U);
  }
}

}  // namespace
}  // namespace ripple
