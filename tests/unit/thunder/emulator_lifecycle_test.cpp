// The emulator's Controller: states of plugins, and the events of all.

#include "raw_client.hpp"

namespace ripple::thunder {
namespace {

class EmulatorLifecycleTest : public EmulatorTest {
 protected:
  static std::string request(const std::string& method, const std::string& params) {
    return R"({"id":1,"method":")" + method + R"(","params":)" + params + "}";
  }

  static std::string control(const std::string& method, const std::string& callsign) {
    return request("Controller.1." + method, R"({"callsign":")" + callsign + "\"}");
  }

  static std::string registration(const std::string& method, const std::string& event,
                                  const std::string& id) {
    return request(method, R"({"event":")" + event + R"(","id":")" + id + "\"}");
  }

  asio::awaitable<Json::Value> result(RawClient& client, std::string text) {
    const std::string reply = co_await client.exchange(std::move(text));
    co_return json(reply)["result"];
  }

  asio::awaitable<std::string> state(RawClient& client, std::string callsign) {
    const std::string text = R"({"id":1,"method":"Controller.1.status@)" + callsign + "\"}";
    const Json::Value status = co_await result(client, text);
    co_return status["state"].asString();
  }

  asio::awaitable<Json::Value> next(RawClient& client) {
    const emulator::Frame frame = co_await client.frame();
    co_return json(frame.payload);
  }

  /// The next message is the answer to a request: no event came before it.
  Task expect_no_event(RawClient& client) {
    const std::string reply = co_await client.exchange(R"({"id":99,"method":"Echo.1.model"})");
    EXPECT_EQ(json(reply)["id"], 99);
  }

  /// A link that hears changes of state, without those that are replayed.
  Task watch(RawClient& client) {
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(registration("Controller.1.register", "statechange", "c"));
    Json::Value message = co_await next(client);
    while (!message.isMember("id")) message = co_await next(client);
    EXPECT_TRUE(message.isMember("result")) << message;
  }

  void expect_changes(RawClient& client, const std::vector<std::string>& expected) {
    run([&]() -> Task {
      for (const std::string& text : expected) {
        const Json::Value event = co_await next(client);
        EXPECT_EQ(event["params"], json(text));
      }
      co_await expect_no_event(client);
    });
  }
};

TEST_F(EmulatorLifecycleTest, ActivatesAndDeactivatesAsOftenAsItIsAsked) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string done = R"({"id":1,"jsonrpc":"2.0","result":null})";
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(co_await client.exchange(control("activate", "Switch")), done);
      EXPECT_EQ(co_await state(client, "Switch"), "Activated");
    }
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(co_await client.exchange(control("deactivate", "Switch")), done);
      EXPECT_EQ(co_await state(client, "Switch"), "Deactivated");
    }
  });
}

TEST_F(EmulatorLifecycleTest, NeverShowsAPluginAsActivatedThatCanBeSuspended) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.exchange(control("activate", "Pausable"));
    EXPECT_EQ(co_await state(client, "Pausable"), "Suspended");
    co_await client.exchange(registration("Controller.1.register", "statecontrolstatechange", "c"));
    const std::map<std::string, std::string> changes = {{"resume", "Resumed"},
                                                        {"suspend", "Suspended"}};
    for (const auto& [method, expected] : changes) {
      co_await client.send_text(control(method, "Pausable"));
      const Json::Value event = co_await next(client);
      EXPECT_EQ(event["method"], "c.statecontrolstatechange");
      Json::Value params;
      params["callsign"] = "Pausable";
      params["state"] = expected;
      EXPECT_EQ(event["params"], params);
      co_await client.frame();
      EXPECT_EQ(co_await state(client, "Pausable"), expected);
    }
  });
}

TEST_F(EmulatorLifecycleTest, TellsChangesOfStateWithTheirReason) {
  RawClient client = raw();
  run([&]() -> Task {
    co_await watch(client);
    server().restart_plugin("Echo", 0ms);
    co_await until([this] { return emulator::is_active(server().device().find("Echo")->state); });
  });
  expect_changes(client, {R"({"callsign":"Echo","state":"Deactivated","reason":"Failure"})",
                          R"({"callsign":"Echo","state":"Activated","reason":"Automatic"})"});
}

TEST_F(EmulatorLifecycleTest, IsSilentAboutAPluginThatIsNoLongerUnavailable) {
  RawClient client = raw();
  run([&]() -> Task {
    co_await watch(client);
    emulator::Plugin& plugin = *server().device().find("Gone");
    server().device().set_state(plugin, emulator::State::kDeactivated, "Requested");
  });
  expect_changes(client, {});
}

TEST_F(EmulatorLifecycleTest, TellsOfADestroyedCloneThatItIsDestroyedAndNothingElse) {
  RawClient client = raw();
  run([&]() -> Task {
    co_await watch(client);
    co_await client.exchange(
        request("Controller.1.clone", R"({"callsign":"Echo","newcallsign":"Copy"})"));
    co_await client.send_text(control("activate", "Copy"));
    EXPECT_EQ((co_await next(client))["params"]["state"], "Activated");
    co_await client.frame();
    co_await client.send_text(control("destroy", "Copy"));
    EXPECT_EQ((co_await next(client))["params"]["state"], "Destroyed");
    EXPECT_TRUE((co_await next(client)).isMember("result"));
    co_await expect_no_event(client);
  });
}

TEST_F(EmulatorLifecycleTest, StartsSomePluginsLaterThanItAnswers) {
  auto loaded = emulator::profile_from(
      json(
          R"({"plugins":{"Echo":{"start_ms":30,"values":{"m":1},"properties":{"model":{"path":["m"]}}}}})"),
      "");
  emulator_config().profile = std::move(loaded.profile);
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(registration("Controller.1.register", "statechange", "c"));
    Json::Value message = co_await next(client);
    EXPECT_EQ(message["params"]["callsign"], "Controller");
    do message = co_await next(client);
    while (message.isMember("id"));
    EXPECT_EQ(message["params"],
              json(R"({"callsign":"Echo","state":"Activated","reason":"Startup"})"));
  });
}

TEST_F(EmulatorLifecycleTest, AnswersAFastCallWhileAnActivationIsUnderWay) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(control("activate", "Hanging"));
    co_await expect_no_event(client);
    EXPECT_EQ(co_await state(client, "Hanging"), "Activation");
  });
}

TEST_F(EmulatorLifecycleTest, ReplaysStatesBeforeTheReplyToRegister) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(registration("Controller.1.register", "statechange", "c.1"));
    for (const char* callsign : {"Controller", "Echo", "Sticky", "Twin"}) {
      const Json::Value event = co_await next(client);
      EXPECT_EQ(event["method"], "c.1.statechange");
      EXPECT_EQ(event["params"]["callsign"], callsign);
      EXPECT_EQ(event["params"]["state"], "Activated");
      EXPECT_EQ(event["params"]["reason"], "Startup");
      EXPECT_FALSE(event.isMember("id"));
    }
    const emulator::Frame reply = co_await client.frame();
    EXPECT_EQ(reply.payload, R"({"id":1,"jsonrpc":"2.0","result":null})");
  });
}

TEST_F(EmulatorLifecycleTest, LeavesTheCallsignOutOfTheStatesOfOnePlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.send_text(registration("Controller.1.register@Echo", "statechange", "c"));
    const Json::Value replayed = co_await next(client);
    EXPECT_EQ(replayed["method"], "c.statechange@Echo");
    EXPECT_EQ(replayed["params"], json(R"({"state":"Activated","reason":"Startup"})"));
    co_await client.frame();
    server().device().set_state(*server().device().find("Twin"), emulator::State::kDeactivated, "");
    co_await expect_no_event(client);
  });
}

TEST_F(EmulatorLifecycleTest, SendsAnEventWithAnIndexToThoseWhoGaveTheSame) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.exchange(registration("Echo.register", "modified", "all"));
    co_await client.exchange(registration("Echo.register@a/b", "modified", "D"));
    server().device().emit("Echo", "modified", json(R"({"key":"k"})"), "a/b");
    server().device().emit("Echo", "modified", json(R"({"key":"k"})"), "c");
    const emulator::Frame event = co_await client.frame();
    EXPECT_EQ(event.payload,
              R"({"jsonrpc":"2.0","method":"D.modified@a\/b","params":{"key":"k"}})");
    co_await expect_no_event(client);
  });
}

TEST_F(EmulatorLifecycleTest, RefusesASecondRegistrationAndForgetsBothWithThePlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string wanted = registration("Echo.register", "onFired", "c");
    const std::string unwanted = registration("Echo.unregister", "onFired", "c");
    const std::string done = R"({"id":1,"jsonrpc":"2.0","result":null})";
    EXPECT_EQ(co_await client.exchange(wanted), done);
    EXPECT_NE((co_await client.exchange(wanted)).find("-31048"), std::string::npos);
    server().restart_plugin("Echo", 0ms);
    EXPECT_EQ(server().device().registrations(), 0U);
    co_await until([this] { return emulator::is_active(server().device().find("Echo")->state); });
    EXPECT_NE((co_await client.exchange(unwanted)).find("-31048"), std::string::npos);
    EXPECT_EQ(co_await client.exchange(wanted), done);
    EXPECT_EQ(co_await client.exchange(unwanted), done);
  });
}

TEST_F(EmulatorLifecycleTest, SendsAnEventToEachLinkThatUsesTheSameClientId) {
  run([&]() -> Task {
    RawClient first = raw();
    RawClient second = raw();
    const std::vector<RawClient*> clients = {&first, &second};
    for (RawClient* client : clients) {
      co_await client->handshake("/jsonrpc", "");
      co_await client->exchange(registration("Echo.register", "onFired", "same.id"));
    }
    server().device().emit("Echo", "onFired", Json::Value(1));
    for (RawClient* client : clients) {
      EXPECT_EQ((co_await next(*client))["method"], "same.id.onFired");
    }
  });
}

TEST_F(EmulatorLifecycleTest, TakesEveryNameForAnEventAndHearsNothingOfAWrongOne) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    EXPECT_TRUE((co_await result(client, registration("Echo.register", "onfired", "c"))).isNull());
    server().device().emit("Echo", "onFired", Json::Value());
    co_await expect_no_event(client);
  });
}

TEST_F(EmulatorLifecycleTest, SendsTheEventsOfAllPluginsToWhoWantsAll) {
  RawClient client = raw();
  run([&]() -> Task {
    co_await client.handshake("/jsonrpc", "");
    co_await client.exchange(registration("Controller.1.register", "all", "C"));
    server().device().emit("Echo", "onFired", json(R"({"n":1})"));
    server().restart_plugin("Twin", 0ms);
    co_await until([this] { return emulator::is_active(server().device().find("Twin")->state); });
  });
  expect_changes(
      client,
      {R"({"event":"onFired","callsign":"Echo","params":{"n":1}})",
       R"({"event":"statechange","callsign":"Twin","params":{"state":"deactivated","reason":"Failure"}})",
       R"({"event":"statechange","callsign":"Twin","params":{"state":"activated","reason":"Automatic"}})"});
}

TEST_F(EmulatorLifecycleTest, SendsSubsystemChangesLikeAnyEvent) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    co_await client.exchange(registration("Controller.1.register", "subsystemchange", "c"));
    server().device().emit("Controller", "subsystemchange", json(R"({"Network":false})"));
    EXPECT_EQ((co_await next(client))["method"], "c.subsystemchange");
  });
}

TEST_F(EmulatorLifecycleTest, TakesAnOnlyElementOutOfItsListInR5AndNotInR44) {
  run([&]() -> Task {
    const Json::Value one = co_await ask(R"({"id":1,"method":"Controller.1.status@Echo"})");
    EXPECT_TRUE(one["result"].isObject());
    const Json::Value all = co_await ask(R"({"id":1,"method":"Controller.1.status"})");
    EXPECT_TRUE(all["result"].isArray());
  });
}

TEST_F(EmulatorLifecycleTest, AnswersWithAListOfOneInR44) {
  emulator_config().generation = emulator::Generation::kR44;
  run([&]() -> Task {
    const Json::Value one = co_await ask(R"({"id":1,"method":"Controller.1.status@Echo"})");
    EXPECT_TRUE(one["result"].isArray());
  });
}

TEST_F(EmulatorLifecycleTest, LeavesAFieldOutOfSomeOfEqualReplies) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    int with = 0;
    for (int i = 0; i < 8; ++i) {
      const Json::Value status =
          co_await result(client, R"({"id":1,"method":"Controller.1.status@Echo"})");
      with += status.isMember("resumed") ? 1 : 0;
    }
    EXPECT_EQ(with, 6);
  });
}

TEST_F(EmulatorLifecycleTest, ConfiguresInactivePluginsOnly) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    const std::string configuration = R"({"a":1})";
    EXPECT_EQ(co_await client.exchange(request("Controller.1.configuration@Switch", configuration)),
              R"({"id":1,"jsonrpc":"2.0","result":null})");
    EXPECT_EQ(co_await result(client, R"({"id":1,"method":"Controller.1.configuration@Switch"})"),
              json(configuration));
    EXPECT_EQ(co_await client.exchange(request("Controller.1.configuration@Echo", configuration)),
              R"({"error":{"code":-31001,"message":"ERROR_GENERAL"},"id":1,"jsonrpc":"2.0"})");
  });
}

TEST_F(EmulatorLifecycleTest, HasTheBuiltInMethodsOnEveryPlugin) {
  run([&]() -> Task {
    RawClient client = raw();
    co_await client.handshake("/jsonrpc", "");
    EXPECT_EQ(co_await result(client, R"({"id":1,"method":"Echo.versions"})"), json("[1]"));
    EXPECT_EQ(co_await result(client, request("Echo.exists", R"({"method":"echo"})")), true);
    EXPECT_EQ(co_await result(client, request("Echo.exists", R"({"method":"nothing"})")), false);
    // The older form answers with error numbers.
    EXPECT_EQ(co_await result(client, request("Echo.exists", "\"echo\"")), 0);
    EXPECT_EQ(co_await result(client, request("Echo.exists", "\"nothing\"")), 22);
    const std::string subscribed =
        co_await client.exchange(registration("Echo.subscribe", "onFired", "c"));
    EXPECT_EQ(json(subscribed)["error"]["code"], -32601);
  });
}

}  // namespace
}  // namespace ripple::thunder
