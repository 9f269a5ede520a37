#include "device_thunder/reply.hpp"

#include <gtest/gtest.h>

#include "device_thunder/thunder_server.hpp"
#include "json_text.hpp"

namespace ripple::device_thunder {

TEST(Reply, HasTextsThatAreNotEmpty) {
  EXPECT_EQ(text_of(json(R"({"a":"x"})"), "a"), "x");
  for (const char* other : {R"({"a":""})", R"({"a":1})", "{}", "[]", "null", "\"a\""}) {
    EXPECT_FALSE(text_of(json(other), "a")) << other;
  }
}

TEST(Reply, HasNumbersAlsoAsText) {
  EXPECT_EQ(number_of(json("[-43.5]")[0]), -43.5);
  EXPECT_EQ(number_of(json(R"(["-43.000000"])")[0]), -43.0);
  EXPECT_EQ(integer_of(json(R"(["6"])")[0]), 6);
  EXPECT_FALSE(integer_of(json("[6.5]")[0]));
  EXPECT_FALSE(integer_of(json("[1e300]")[0]));
  EXPECT_FALSE(number_of(json("[true]")[0]));
  EXPECT_FALSE(number_of(json(R"(["6 dBm"])")[0]));
}

TEST(Reply, IsAnErrorWhenItSaysThatItDidNotSucceed) {
  const auto failed = checked_reply(json(R"({"success":false,"message":"disk full"})"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "the plugin says that it did not succeed: disk full");
  EXPECT_TRUE(checked_reply(json(R"({"success":true})")));
  EXPECT_TRUE(checked_reply(json("null")));
}

}  // namespace ripple::device_thunder
