#include "rules/endpoints/url.hpp"

#include <gtest/gtest.h>

namespace ripple::rules {
namespace {

TEST(Url, HasHostPortAndPath) {
  const Result<Url> url = Url::parse("http://localhost:8080/v1?key=1", "http");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "localhost");
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->path, "/v1?key=1");
  EXPECT_EQ(url->authority(), "localhost:8080");
}

TEST(Url, HasPort80AndNoPathWhereTheyAreLeftOut) {
  const Result<Url> url = Url::parse("ws://[::1]", "ws");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->port, 80);
  EXPECT_EQ(url->path, "");
  EXPECT_EQ(url->authority(), "[::1]:80");
  EXPECT_EQ(*url->target(""), "/");
}

TEST(Url, HasTheAliasBehindItAsTarget) {
  EXPECT_EQ(*Url::parse("http://h", "http")->target("/weather?at=home"), "/weather?at=home");
  EXPECT_EQ(*Url::parse("http://h/v1", "http")->target("/weather"), "/v1/weather");
  EXPECT_EQ(*Url::parse("http://h", "http")->target("weather"), "/weather");
  EXPECT_EQ(*Url::parse("http://h?key=1", "http")->target(""), "/?key=1");
}

TEST(Url, RefusesAnAliasThatWouldEndTheRequestLine) {
  const Url url = *Url::parse("http://h", "http");
  EXPECT_EQ(url.target("/a b").error().code, ErrorCode::kServiceFailure);
  EXPECT_EQ(url.target("/a\r\nX: y").error().code, ErrorCode::kServiceFailure);
}

TEST(Url, RefusesWhatIsNone) {
  for (const char* text : {"", "http", "http://", "http://:80", "http://h:0", "http://h:65536",
                           "http://h:a", "http://[::1", "http://a b", "http://::1", "ws://h"}) {
    const Result<Url> url = Url::parse(text, "http");
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, ErrorCode::kBadManifest);
    EXPECT_NE(url.error().message.find("found \"" + std::string(text) + "\""), std::string::npos);
  }
}

TEST(Url, SaysWhatToDoInsteadOfEncryption) {
  const Result<Url> https = Url::parse("https://h", "http");
  ASSERT_FALSE(https);
  EXPECT_NE(https.error().message.find("let a local proxy speak https"), std::string::npos)
      << https.error().message;
  const Result<Url> wss = Url::parse("wss://h", "ws");
  ASSERT_FALSE(wss);
  EXPECT_NE(wss.error().message.find("let a local proxy speak wss"), std::string::npos);
}

}  // namespace
}  // namespace ripple::rules
