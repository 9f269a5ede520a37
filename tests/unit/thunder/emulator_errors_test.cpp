// The emulator's errors, in the numbers of both releases.

#include "raw_client.hpp"

namespace ripple::thunder {
namespace {

struct Row {
  std::string request;
  int r5;
  int r44;
  std::string message;
};

std::string request(const std::string& method, const std::string& params = {}) {
  return R"({"id":1,"method":")" + method + "\"" +
         (params.empty() ? "" : R"(,"params":)" + params) + "}";
}

std::string control(const std::string& method, const std::string& callsign) {
  return request("Controller.1." + method, R"({"callsign":")" + callsign + "\"}");
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {request("Echo.1.nothing"), -32601, -32601, "Unknown method."},
      // Names are compared with their case.
      {request("Echo.1.Model"), -32601, -32601, "Unknown method."},
      {request("Echo.1.subscribe"), -32601, -32601, "Unknown method."},
      {request("Switch.1.echo"), -31002, 2, ""},
      {request("Switch.register", R"({"event":"e","id":"c"})"), -31002, 2, ""},
      {request("Switch.versions"), -31002, 2, ""},
      {request("Echo.9.echo"), -31038, -32602, "Requested version is not supported."},
      {request("Echo.1.needs"), -31030, -32603, "ERROR_BAD_REQUEST"},
      {request("Echo.1.model", "{}"), -31002, 2, ""},
      {request("Echo.1.model", "[]"), -31002, 2, ""},
      {control("activate", "Nobody"), -31022, 22, "ERROR_UNKNOWN_KEY"},
      {control("activate", "Gone"), -31005, 5, "The service is in an illegal state."},
      {control("activate", "Broken"), -31006, 6, "ERROR_OPENING_FAILED"},
      {control("activate", "Waiting"), -31031, 31, "ERROR_PENDING_CONDITIONS"},
      {control("activate", "Controller"), -32604, -32604, "Method invocation not allowed."},
      {control("suspend", "Echo"), -31044, 2, ""},
      {control("hibernate", "Echo"), -31047, 47, "ERROR_INPROC"},
      {request("Controller.1.clone", R"({"callsign":"Echo","newcallsign":"Twin"})"), -31029, 29,
       "ERROR_DUPLICATE_KEY"},
      {request("Echo.1.late"), -32000, -32000, "Call timed out."},
  };
  return all;
}

class EmulatorErrorsTest : public EmulatorTest {
 protected:
  void expect_codes(int Row::*code) {
    run([&]() -> Task {
      RawClient client = raw();
      co_await client.handshake("/jsonrpc", "");
      for (const Row& row : rows()) {
        const std::string reply = co_await client.exchange(row.request);
        const Json::Value error = json(reply)["error"];
        EXPECT_EQ(error["code"], row.*code) << row.request;
        if (!row.message.empty()) {
          EXPECT_EQ(error["message"], row.message) << row.request;
        }
      }
    });
  }

  /// What a second registration is answered with.
  Json::Value duplicate() {
    Json::Value error;
    run([&]() -> Task {
      RawClient client = raw();
      co_await client.handshake("/jsonrpc", "");
      const std::string wanted = request("Echo.register", R"({"event":"e","id":"c"})");
      co_await client.exchange(wanted);
      const std::string reply = co_await client.exchange(wanted);
      error = json(reply)["error"];
    });
    return error;
  }
};

TEST_F(EmulatorErrorsTest, HaveTheNumbersOfR5) { expect_codes(&Row::r5); }

TEST_F(EmulatorErrorsTest, HaveTheNumbersOfR44) {
  emulator_config().generation = emulator::Generation::kR44;
  expect_codes(&Row::r44);
}

TEST_F(EmulatorErrorsTest, TellADuplicateRegistrationInR5) {
  EXPECT_EQ(duplicate(), json(R"({"code":-31048,"message":"Registration failed."})"));
}

TEST_F(EmulatorErrorsTest, TellADuplicateRegistrationInR44) {
  emulator_config().generation = emulator::Generation::kR44;
  EXPECT_EQ(duplicate(), json(R"({"code":22,"message":"Registration already done!!!."})"));
}

TEST_F(EmulatorErrorsTest, TellAnUnknownCallsignWhichIsComparedWithItsCase) {
  run([&]() -> Task {
    for (const char* method : {"Nobody.1.echo", "echo.1.model", "controller.1.status"}) {
      const Json::Value reply = co_await ask(request(method));
      EXPECT_EQ(reply["error"]["code"], -31043) << method;
      EXPECT_EQ(reply["error"]["message"], "The service is not available.");
    }
  });
}

TEST_F(EmulatorErrorsTest, TellParamsThatAreNoObjectOrEmptyWhereSomeAreNeeded) {
  run([&]() -> Task {
    const char* const no_object = "Invalid value.\"null\" or \"{\" expected.";
    const char* const no_member = "Expected new element, \"}\" found.";
    const std::map<std::string, std::string> messages = {
        {"[1]", no_object}, {"\"a\"", no_object}, {"{}", no_member}};
    for (const auto& [params, message] : messages) {
      const Json::Value reply = co_await ask(request("Echo.1.needs", params));
      EXPECT_EQ(reply["error"]["code"], -31050) << params;
      EXPECT_EQ(reply["error"]["message"], message) << params;
    }
    const Json::Value other_case = co_await ask(request("Echo.1.needs", R"({"A":1})"));
    EXPECT_EQ(other_case["error"]["code"], -31030);
    const Json::Value lax = co_await ask(request("Echo.1.needs", R"({"a":{"b":[1,2]}})"));
    EXPECT_EQ(lax["result"], json(R"({"a":{"b":[1,2]}})"));
  });
}

TEST_F(EmulatorErrorsTest, TellARegistrationWithoutEventOrId) {
  run([&]() -> Task {
    for (const char* params : {"{}", R"({"event":"e"})", R"({"id":"c"})"}) {
      const Json::Value reply = co_await ask(request("Echo.register", params));
      EXPECT_EQ(reply["error"], json(R"({"code":-32602,"message":"Invalid parameters."})"));
    }
  });
}

TEST_F(EmulatorErrorsTest, TellThatAnActivationIsUnderWay) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(control("activate", "Hanging"));
    const std::string reply = co_await client.exchange(control("activate", "Hanging"));
    EXPECT_EQ(json(reply)["error"], json(R"({"code":-31012,"message":"ERROR_INPROGRESS"})"));
  });
}

TEST_F(EmulatorErrorsTest, AreNotCausedByAVersionOf255Or256) {
  run([&]() -> Task {
    for (const char* method : {"Echo.255.model", "Echo.256.model", "Echo.model"}) {
      const Json::Value reply = co_await ask(request(method));
      EXPECT_EQ(reply["result"], "E1") << method;
    }
  });
}

TEST_F(EmulatorErrorsTest, AreNotCausedByEmptyParamsOfAPropertyThatMayBeSet) {
  run([&]() -> Task {
    for (const char* params : {"{}", "[]"}) {
      const Json::Value set = co_await ask(request("Echo.1.level", params));
      EXPECT_TRUE(set.isMember("result") && set["result"].isNull()) << set;
      const Json::Value got = co_await ask(request("Echo.1.level"));
      EXPECT_EQ(got["result"], json(params));
    }
  });
}

}  // namespace
}  // namespace ripple::thunder
