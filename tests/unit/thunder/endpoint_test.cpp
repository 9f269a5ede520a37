#include "ripple/thunder/endpoint.hpp"

#include <gtest/gtest.h>

namespace ripple::thunder {
namespace {

TEST(Endpoint, ReadsHostPortAndPath) {
  const Endpoint endpoint = Endpoint::parse("ws://box.local:9999/jsonrpc/Controller").value();
  EXPECT_EQ(endpoint.host, "box.local");
  EXPECT_EQ(endpoint.port, 9999);
  EXPECT_EQ(endpoint.path, "/jsonrpc/Controller");
}

TEST(Endpoint, TakesPort80AndJsonrpcWhereTheyAreLeftOut) {
  const Endpoint endpoint = Endpoint::parse("ws://box").value();
  EXPECT_EQ(endpoint.port, 80);
  EXPECT_EQ(endpoint.path, "/jsonrpc");
}

TEST(Endpoint, KeepsTheBracketsOfIpv6OutOfTheHostAndInTheAuthority) {
  const Endpoint endpoint = Endpoint::parse("ws://[::1]:9998/jsonrpc").value();
  EXPECT_EQ(endpoint.host, "::1");
  EXPECT_EQ(endpoint.authority(), "[::1]:9998");
}

TEST(Endpoint, EncodesTheTokenInTheQuery) {
  Endpoint endpoint;
  EXPECT_EQ(endpoint.target("a.b-c_d"), "/jsonrpc?token=a.b-c_d");
  EXPECT_EQ(endpoint.target("a+b/c="), "/jsonrpc?token=a%2Bb%2Fc%3D");
  endpoint.path = "/jsonrpc?x=1";
  EXPECT_EQ(endpoint.target("t"), "/jsonrpc?x=1&token=t");
  EXPECT_EQ(endpoint.target(""), "/jsonrpc?x=1");
}

TEST(Endpoint, RefusesWhatIsNoWebSocketUrlAndSaysWhy) {
  for (const char* url :
       {"http://box/", "ws://", "ws://:80", "ws://box:0", "ws://box:99999", "ws://box:12x",
        "ws://[::1", "ws://[::1]x", "ws://[box]", "ws://b]x", "ws://b ox/", ""}) {
    const Result<Endpoint> endpoint = Endpoint::parse(url);
    ASSERT_FALSE(endpoint) << url;
    EXPECT_EQ(endpoint.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(endpoint.error().message.find("expected a URL"), std::string::npos);
  }
}

}  // namespace
}  // namespace ripple::thunder
