#include "rules/endpoints/json_rpc_message.hpp"

#include <gtest/gtest.h>

#include "ripple/json.hpp"

namespace ripple::rules {
namespace {

Json::Value json(const std::string& text) { return parse_json(text).value(); }

TEST(JsonRpcMessage, AsksWithParamsOnlyWhereThereAreAny) {
  EXPECT_EQ(json(json_rpc_request(7, "a.b", {})),
            json(R"({"jsonrpc":"2.0","id":7,"method":"a.b"})"));
  EXPECT_EQ(json(json_rpc_request(8, "a.b", json("{}"))),
            json(R"({"jsonrpc":"2.0","id":8,"method":"a.b","params":{}})"));
}

TEST(JsonRpcMessage, HasTheReplyAsItCame) {
  const auto result = parse_json_rpc(R"({"jsonrpc":"2.0","id":3,"result":null})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->id, 3U);
  EXPECT_EQ(result->reply, json(R"({"result":null})"));
  const auto error =
      parse_json_rpc(R"({"id":4,"error":{"code":-7,"message":"no","data":[1]},"result":null})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reply, json(R"({"error":{"code":-7,"message":"no","data":[1]}})"));
  const auto both = parse_json_rpc(R"({"id":5,"error":null,"result":1})");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->reply, json(R"({"result":1})"));
}

TEST(JsonRpcMessage, GivesAnyErrorACodeAndAMessage) {
  EXPECT_EQ(parse_json_rpc(R"({"id":1,"error":"no"})")->reply,
            json(R"({"error":{"code":-50200,"message":"no"}})"));
  EXPECT_EQ(parse_json_rpc(R"({"id":1,"error":{"code":"x"}})")->reply,
            json(R"({"error":{"code":-50200,"message":"{\"code\":\"x\"}"}})"));
}

TEST(JsonRpcMessage, HasANotificationsNameAndParams) {
  const auto message = parse_json_rpc(R"({"jsonrpc":"2.0","method":"7.onX","params":[1]})");
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->id);
  EXPECT_EQ(message->method, "7.onX");
  EXPECT_EQ(message->params, json("[1]"));
}

TEST(JsonRpcMessage, IsNothingElse) {
  for (const char* text : {"", "what?", "[]", "1", "{}", R"({"id":1})", R"({"id":"1","result":1})",
                           R"({"id":-1,"result":1})", R"({"method":""})", R"({"method":1})",
                           R"({"id":1,"method":"they.ask"})"}) {
    const auto message = parse_json_rpc(text);
    ASSERT_FALSE(message) << text;
    EXPECT_EQ(message.error().code, ErrorCode::kServiceFailure);
  }
}

}  // namespace
}  // namespace ripple::rules
