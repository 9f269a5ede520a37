#include "thunder/src/envelope.hpp"

#include <gtest/gtest.h>

namespace ripple::thunder {
namespace {

TEST(Envelope, IsAnEventOnlyWithAName) {
  const auto event = parse_incoming(R"({"jsonrpc":"2.0","method":"1.all","params":{"a":1}})",
                                    Generation::kUnknown);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->method, "1.all");
  for (const char* text : {R"({"jsonrpc":"2.0","method":"","params":{}})", R"({"method":5})",
                           R"({"params":{}})", R"({"id":1,"method":"x"})"}) {
    const auto refused = parse_incoming(text, Generation::kUnknown);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::kMalformedReply) << text;
  }
}

}  // namespace
}  // namespace ripple::thunder
