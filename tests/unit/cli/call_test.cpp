#include "main/cli/call.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include <string>

#include "captured_terminal.hpp"
#include "scripted_gateway.hpp"

namespace ripple::cli {
namespace {

CallCommand call_to(const ScriptedGateway& gateway) {
  CallCommand command;
  command.method = "device.name";
  command.gateway.url = gateway.url();
  return command;
}

TEST(Call, PrintsTheResult) {
  ScriptedGateway gateway({R"({"jsonrpc":"2.0","id":1,"result":{"name":"Kitchen","ports":[1]}})"});
  CallCommand command = call_to(gateway);
  command.params = R"( {"value": "x"} )";
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_OK) << terminal.err();
  EXPECT_EQ(terminal.out(), "{\n  \"name\": \"Kitchen\",\n  \"ports\": [\n    1\n  ]\n}\n");
  EXPECT_EQ(gateway.frame(),
            R"({"jsonrpc":"2.0","id":1,"method":"device.name","params":{"value":"x"}})");
  EXPECT_EQ(gateway.query(), "appId=refui");
}

TEST(Call, LeavesParamsOutWhenThereAreNone) {
  ScriptedGateway gateway({R"({"jsonrpc":"2.0","id":1,"result":"Kitchen"})"});
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(call_to(gateway), terminal), EX_OK);
  EXPECT_EQ(terminal.out(), "\"Kitchen\"\n");
  EXPECT_EQ(gateway.frame(), R"({"jsonrpc":"2.0","id":1,"method":"device.name"})");
}

TEST(Call, PrintsTheWholeResponseForAScript) {
  ScriptedGateway gateway({R"({"jsonrpc":"2.0", "id":1, "result":"Kitchen"})"});
  CallCommand command = call_to(gateway);
  command.json = true;
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_OK);
  EXPECT_EQ(terminal.out(), "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":\"Kitchen\"}\n");
}

TEST(Call, EndsWithOneWhenTheAnswerIsAnError) {
  ScriptedGateway gateway(
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})"});
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(call_to(gateway), terminal), 1);
  EXPECT_EQ(terminal.out(), "");
  EXPECT_EQ(terminal.err(), "ripple: device.name: error -32601: Method not found\n");
}

TEST(Call, SkipsWhatIsNotTheAnswer) {
  ScriptedGateway gateway({R"({"jsonrpc":"2.0","method":"device.onNameChanged","params":{}})",
                           R"({"jsonrpc":"2.0","id":7,"result":"other"})",
                           R"({"jsonrpc":"2.0","id":1,"result":"mine"})"});
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(call_to(gateway), terminal), EX_OK);
  EXPECT_EQ(terminal.out(), "\"mine\"\n");
}

TEST(Call, RefusesParamsThatAreNoJsonBeforeItDials) {
  CallCommand command;
  command.method = "device.setName";
  command.gateway.url = "ws://127.0.0.1:1";
  const CapturedTerminal terminal;
  command.params = "{value: 1}";
  EXPECT_EQ(run_call(command, terminal), EX_DATAERR);
  EXPECT_NE(terminal.err().find("PARAMS: expected a JSON object or array"), std::string::npos);
  command.params = "5";
  EXPECT_EQ(run_call(command, terminal), EX_DATAERR);
}

TEST(Call, SaysWhatToStartWhenNobodyListens) {
  CallCommand command;
  command.method = "device.name";
  {
    const ScriptedGateway gone({});
    command.gateway.url = gone.url();
  }
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_UNAVAILABLE);
  EXPECT_NE(terminal.err().find(command.gateway.url), std::string::npos) << terminal.err();
  EXPECT_NE(terminal.err().find("`ripple run manifests/linux`"), std::string::npos);
}

TEST(Call, TellsWhyTheGatewayRefusesTheConnection) {
  const ScriptedGateway gateway({});
  CallCommand command = call_to(gateway);
  command.gateway.app = "stranger";
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_UNAVAILABLE);
  EXPECT_NE(terminal.err().find("403"), std::string::npos) << terminal.err();
  EXPECT_NE(terminal.err().find("stranger is not known here"), std::string::npos);
}

TEST(Call, TellsThatTheConnectionEndedBeforeTheAnswer) {
  const ScriptedGateway gateway({}, true);
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(call_to(gateway), terminal), EX_UNAVAILABLE);
  EXPECT_NE(terminal.err().find("1001"), std::string::npos) << terminal.err();
}

TEST(Call, GivesUpOnASilentGateway) {
  const ScriptedGateway gateway({});
  CallCommand command = call_to(gateway);
  command.gateway.timeout = std::chrono::milliseconds(500);
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_TEMPFAIL);
  EXPECT_NE(terminal.err().find("no answer from "), std::string::npos) << terminal.err();
}

TEST(Call, TakesNothingButJsonRpcForAnAnswer) {
  const ScriptedGateway gateway({"hello"});
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(call_to(gateway), terminal), EX_PROTOCOL);
}

TEST(Call, RefusesAUrlThatIsNone) {
  CallCommand command;
  command.method = "device.name";
  command.gateway.url = "http://127.0.0.1";
  const CapturedTerminal terminal;
  EXPECT_EQ(run_call(command, terminal), EX_USAGE);
  EXPECT_NE(terminal.err().find("expected a URL such as"), std::string::npos);
}

}  // namespace
}  // namespace ripple::cli
