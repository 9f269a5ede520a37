#include "json_rpc_fixture.hpp"

namespace ripple::rules {
namespace {

using Events = std::vector<Json::Value>;

Endpoint::EventHandler into(Events& events) {
  return [&events](const Json::Value& event) { events.push_back(event); };
}

std::string notification(const std::string& method, const std::string& params) {
  return R"({"jsonrpc":"2.0","method":")" + method + R"(","params":)" + params + "}";
}

TEST(JsonRpcEndpoint, CallsTheAliasAsAMethod) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    Task<Reply> call = endpoint->call(request(node, "lamp.color", json(R"({"a":[1]})")));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(*reply, json(R"({"result":{"a":[1]}})"));
    const Json::Value asked = server.requests().back();
    EXPECT_EQ(asked["jsonrpc"], "2.0");
    EXPECT_EQ(asked["method"], "lamp.color");
    EXPECT_TRUE(asked["id"].isUInt());
    EXPECT_EQ(server.server.connections(), 1);
  });
}

TEST(JsonRpcEndpoint, MatchesRepliesInAnyOrder) {
  // Holds replies back until there are eight, and gives them last to first.
  ScriptedServer server(after_handshake([](Peer& peer) -> Script {
    std::vector<Json::Value> asked;
    while (true) {
      Json::Value question = co_await peer.take_json();
      if (question["method"] == "ping") {
        co_await peer.put(result_for(question["id"], {}));
        continue;
      }
      asked.push_back(std::move(question));
      if (asked.size() < 8) continue;
      for (; !asked.empty(); asked.pop_back()) {
        co_await peer.put(result_for(asked.back()["id"], asked.back()["params"]));
      }
    }
  }));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url("ws"));
    co_await for_connection(node, *endpoint);
    std::optional<Reply> replies[8];
    for (int i = 0; i < 8; ++i) {
      node.spawn(call_into(replies[i], *endpoint, request(node, "x", Json::Value(i))));
    }
    co_await until(node, [&replies] {
      return std::all_of(std::begin(replies), std::end(replies),
                         [](const auto& reply) { return reply.has_value(); });
    });
    for (int i = 0; i < 8; ++i) {
      EXPECT_TRUE(*replies[i]);
      if (*replies[i]) {
        EXPECT_EQ((**replies[i])["result"], i);
      }
    }
  });
}

TEST(JsonRpcEndpoint, GivesTheOtherSidesErrorAsItCame) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script {
    while (true) {
      const Json::Value asked = co_await peer.take_json();
      const std::string id = print_json(asked["id"]);
      co_await peer.put(R"({"id":)" + id +
                        R"(,"error":{"code":-31999,"message":"no lamp","data":{"n":1}}})");
    }
  }));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url("ws"));
    co_await for_connection(node, *endpoint);
    Task<Reply> call = endpoint->call(request(node, "lamp.color"));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(*reply, json(R"({"error":{"code":-31999,"message":"no lamp","data":{"n":1}}})"));
  });
}

TEST(JsonRpcEndpoint, TakesResultsUnderTheSameIdForEventsAfterTheFirst) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    Events events;
    const auto held = endpoint->subscribe(request(node, "lamp.onColor", json(R"({"listen":true})")),
                                          into(events));
    EXPECT_TRUE(held);
    co_await until(node, [&server] { return server.count("lamp.onColor") == 1; });
    const Json::Value id = server.requests().back()["id"];
    const Texts texts = {result_for(id, "red"), result_for(id, "blue")};
    co_await say(node, *endpoint, texts);
    EXPECT_EQ(events, (Events{"red", "blue"}));
  });
}

TEST(JsonRpcEndpoint, TakesNotificationsNamedByIdOrAliasForEvents) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    Events events;
    const auto held = endpoint->subscribe(request(node, "lamp.onColor"), into(events));
    EXPECT_TRUE(held);
    co_await until(node, [&server] { return server.count("lamp.onColor") == 1; });
    const std::string id = print_json(server.requests().back()["id"]);
    const Texts texts = {notification(id + ".onColor", "1"), notification("lamp.onColor", "2"),
                         notification("other.onColor", "3"), notification(id + "0.onColor", "4")};
    co_await say(node, *endpoint, texts);
    EXPECT_EQ(events, (Events{1, 2}));
  });
}

TEST(JsonRpcEndpoint, AsksOnceHoweverManyListenAndTakesItBackWithTheLast) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    Events first;
    Events second;
    const Json::Value listen = json(R"({"listen":true,"zone":2})");
    auto one = endpoint->subscribe(request(node, "lamp.onColor", listen), into(first));
    auto two = endpoint->subscribe(request(node, "lamp.onColor", listen), into(second));
    const Texts to_both = {notification("lamp.onColor", "1")};
    co_await say(node, *endpoint, to_both);
    one->reset();
    const Texts to_the_second = {notification("lamp.onColor", "2")};
    co_await say(node, *endpoint, to_the_second);
    EXPECT_EQ(server.count("lamp.onColor"), 1U);
    two->reset();
    const Texts to_nobody = {notification("lamp.onColor", "3")};
    co_await say(node, *endpoint, to_nobody);
    EXPECT_EQ(first, (Events{1}));
    EXPECT_EQ(second, (Events{1, 2}));
    EXPECT_EQ(server.count("lamp.onColor"), 2U);
    const std::vector<Json::Value> asked = server.requests();
    EXPECT_EQ(asked[asked.size() - 2]["params"], json(R"({"listen":false,"zone":2})"));
  });
}

TEST(JsonRpcEndpoint, RegistersAgainOnEachNewConnection) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    Events events;
    const auto held = endpoint->subscribe(request(node, "lamp.onColor"), into(events));
    EXPECT_TRUE(held);
    for (std::size_t connection = 1; connection <= 3; ++connection) {
      co_await until(node, [&, connection] { return server.count("lamp.onColor") == connection; });
      const Json::Value id = server.requests().back()["id"];
      const Texts texts = {result_for(id, Json::Value::UInt(connection))};
      co_await say(node, *endpoint, texts);
      EXPECT_EQ(events.size(), connection);
      Task<Reply> cut = endpoint->call(request(node, "cut"));
      const Reply reply = co_await std::move(cut);
      EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
    }
  });
}

TEST(JsonRpcEndpoint, LetsAHandlerGiveUpSubscriptions) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    int events = 0;
    std::unique_ptr<EndpointSubscription> one;
    std::unique_ptr<EndpointSubscription> two;
    const Endpoint::EventHandler handler = [&](const Json::Value&) {
      ++events;
      one.reset();
      two.reset();
    };
    one = endpoint->subscribe(request(node, "lamp.onColor"), handler).value();
    two = endpoint->subscribe(request(node, "lamp.onColor"), handler).value();
    const std::string event = notification("lamp.onColor", "1");
    const Texts texts = {event, event};
    co_await say(node, *endpoint, texts);
    EXPECT_EQ(events, 1);
  });
}

}  // namespace
}  // namespace ripple::rules
