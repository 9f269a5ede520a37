#include "main/services/reply_text.hpp"

#include <gtest/gtest.h>

#include "main/iec/answer.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

std::string reply(std::string_view id, const Message& answer, std::size_t padded_to = 0) {
  std::string out = "before ";
  write_reply(out, id, answer, padded_to);
  EXPECT_EQ(out.substr(0, 7), "before ");
  out.erase(0, 7);
  if (padded_to == 0) {
    EXPECT_EQ(out.size(), reply_size(id, answer));
  }
  return out;
}

Message error(std::int32_t code, std::string_view payload) {
  Message message(RIPPLE_ERROR);
  message.header().code = code;
  message.set_texts(payload);
  return message;
}

TEST(ReplyText, SplicesAResultIn) {
  EXPECT_EQ(reply("7", iec::make_response(R"({"a":[1]})")),
            R"({"jsonrpc":"2.0","id":7,"result":{"a":[1]}})");
  EXPECT_EQ(reply("\"x\"", iec::make_response("1.50")),
            R"({"jsonrpc":"2.0","id":"x","result":1.50})");
}

TEST(ReplyText, SaysNullForAnEmptyIdOrResult) {
  EXPECT_EQ(reply("", iec::make_response("")), R"({"jsonrpc":"2.0","id":null,"result":null})");
}

TEST(ReplyText, WritesAnErrorWithItsCodeAndData) {
  EXPECT_EQ(
      reply("7", iec::make_error({ErrorCode::kInvalidParams, "no \"k\"", R"({"p":1})"})),
      R"({"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"no \"k\"","data":{"p":1}}})");
  EXPECT_EQ(reply("7", error(INT32_MIN, R"({"message":"m"})")),
            R"({"jsonrpc":"2.0","id":7,"error":{"code":-2147483648,"message":"m"}})");
}

TEST(ReplyText, IsJsonWhateverAnExtensionPutsIntoAnError) {
  for (const char* payload : {"", "{}", "null", "\"text\"", "[1]", "5", "{", "xx"}) {
    EXPECT_EQ(reply("7", error(-1, payload)),
              R"({"jsonrpc":"2.0","id":7,"error":{"code":-1,"message":"no reason was given"}})")
        << payload;
  }
}

TEST(ReplyText, PadsWithSpacesToTheSizeAndNoFurther) {
  const std::string plain = reply("7", iec::make_response("1"));
  for (std::size_t size = plain.size() - 1; size < plain.size() + 3; ++size) {
    const std::string padded = reply("7", iec::make_response("1"), size);
    EXPECT_EQ(padded, plain + std::string(padded.size() - plain.size(), ' '));
    EXPECT_EQ(padded.size(), std::max(size, plain.size()));
  }
}

}  // namespace
}  // namespace ripple::services
