#include "main/cli/watch.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include "captured_terminal.hpp"
#include "scripted_gateway.hpp"

namespace ripple::cli {
namespace {

constexpr const char* kAcknowledgement =
    R"({"jsonrpc":"2.0","id":1,"result":{"listening":true,"event":"device.onNameChanged"}})";

WatchCommand watch_on(const ScriptedGateway& gateway) {
  WatchCommand command;
  command.event = "device.onNameChanged";
  command.gateway.url = gateway.url();
  return command;
}

TEST(Watch, PrintsEachValueOnALineUntilTheCountIsReached) {
  ScriptedGateway gateway({kAcknowledgement, R"({"jsonrpc":"2.0","id":1,"result":{"a": [1]}})",
                           R"({"jsonrpc":"2.0","id":1,"result":"two"})",
                           R"({"jsonrpc":"2.0","id":1,"result":"three"})"});
  WatchCommand command = watch_on(gateway);
  command.count = 2;
  const CapturedTerminal terminal;
  EXPECT_EQ(run_watch(command, terminal), EX_OK) << terminal.err();
  EXPECT_EQ(terminal.out(), "{\"a\":[1]}\n\"two\"\n");
  EXPECT_EQ(gateway.frame(),
            R"({"jsonrpc":"2.0","id":1,"method":"device.onNameChanged","params":{"listen":true}})");
}

TEST(Watch, SendsTheContextOfTheEvent) {
  ScriptedGateway gateway({kAcknowledgement, R"({"jsonrpc":"2.0","id":1,"result":1})"});
  WatchCommand command = watch_on(gateway);
  command.params = R"({"capability":"xrn:firebolt:capability:keyboard"})";
  command.count = 1;
  const CapturedTerminal terminal;
  EXPECT_EQ(run_watch(command, terminal), EX_OK);
  EXPECT_NE(gateway.frame().find(
                R"("params":{"capability":"xrn:firebolt:capability:keyboard","listen":true})"),
            std::string::npos);
  command.params = "[1]";
  EXPECT_EQ(run_watch(command, terminal), EX_DATAERR);
}

TEST(Watch, EndsWithOneWhenTheSubscriptionIsRefused) {
  const ScriptedGateway gateway(
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":-40300,"message":"x is not permitted"}})"});
  const CapturedTerminal terminal;
  EXPECT_EQ(run_watch(watch_on(gateway), terminal), 1);
  EXPECT_EQ(terminal.err(), "ripple: device.onNameChanged: error -40300: x is not permitted\n");
}

TEST(Watch, EndsWhenTheGatewayDoes) {
  const ScriptedGateway gateway({kAcknowledgement}, true);
  const CapturedTerminal terminal;
  EXPECT_EQ(run_watch(watch_on(gateway), terminal), EX_UNAVAILABLE);
}

}  // namespace
}  // namespace ripple::cli
