#include "main/cli/gateway_url.hpp"

#include <gtest/gtest.h>

namespace ripple::cli {
namespace {

std::string url(const std::string& address, const std::string& app) {
  GatewayAddress gateway;
  gateway.url = address;
  gateway.app = app;
  return gateway_url(gateway);
}

TEST(GatewayUrl, AddsTheAppToTheQuery) {
  EXPECT_EQ(url("ws://127.0.0.1:3474", "refui"), "ws://127.0.0.1:3474/?appId=refui");
  EXPECT_EQ(url("ws://h:1/path?RPCv2=true", "a b&c"), "ws://h:1/path?RPCv2=true&appId=a%20b%26c");
}

TEST(GatewayUrl, KeepsAnIdentityThatIsThere) {
  EXPECT_EQ(url("ws://h:1?appId=x", "refui"), "ws://h:1/?appId=x");
  EXPECT_EQ(url("ws://h:1/?RPCv2=true&session=s", "refui"), "ws://h:1/?RPCv2=true&session=s");
  EXPECT_EQ(url("ws://h:1/?myappId=x", "refui"), "ws://h:1/?myappId=x&appId=refui");
}

}  // namespace
}  // namespace ripple::cli
