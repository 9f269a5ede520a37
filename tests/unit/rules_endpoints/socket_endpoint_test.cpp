// WebSocket endpoints with a connection for each request, and what a rule sees when they fail.

#include "websocket_fixture.hpp"

namespace ripple::rules {
namespace {

using Endpoints = std::unique_ptr<Endpoint>;

Endpoints make(const Node& node, const std::string& url, WebSocketLimits limits = test_limits()) {
  return make_websocket_endpoint(node, url, false, std::move(limits)).value();
}

// What a call gives, at a server that does with its connection what `handler` says.
Reply reply_of(ScriptedServer::Handler handler, Json::Value params = {},
               std::chrono::nanoseconds timeout = kLong) {
  ScriptedServer server(std::move(handler));
  std::optional<Reply> reply;
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_message_bytes = 1'000;
    const Endpoints endpoint = make(node, server.url("ws", "/api"), limits);
    Task<Reply> call = endpoint->call(request(node, "/x?y=1", params, timeout));
    reply.emplace(co_await std::move(call));
    co_await until(node, [&server] { return server.ended() == server.connections(); });
  });
  return *reply;
}

TEST(SocketEndpoint, SendsTheParamsAndGivesTheFirstTextAsResult) {
  std::string target;
  std::string protocol;
  const Reply reply = reply_of(after_handshake([&](Peer& peer) -> Script {
                                 target = std::string(peer.opening.target());
                                 protocol = std::string(peer.opening["Sec-WebSocket-Protocol"]);
                                 const Json::Value params = co_await peer.take_json();
                                 co_await peer.put(R"({"echo":)" + print_json(params) + "}");
                                 co_await peer.put("2");
                                 co_await peer.for_end();
                               }),
                               json(R"({"a":1})"));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(*reply, json(R"({"result":{"echo":{"a":1}}})"));
  EXPECT_EQ(target, "/api/x?y=1");
  EXPECT_EQ(protocol, "");
}

TEST(SocketEndpoint, SendsNothingWithoutParams) {
  const Reply reply = reply_of(after_handshake([](Peer& peer) -> Script {
    co_await peer.put("1");
    const std::string sent = co_await peer.take();
    ADD_FAILURE() << "sent " << sent;
  }));
  EXPECT_EQ(*reply, json(R"({"result":1})"));
}

TEST(SocketEndpoint, GivesTextThatIsNoJsonAsAString) {
  const Reply reply = reply_of(after_handshake([](Peer& peer) -> Script {
    co_await peer.put("sunny, 21");
    co_await peer.for_end();
  }));
  EXPECT_EQ(*reply, json(R"({"result":"sunny, 21"})"));
}

TEST(SocketEndpoint, IsNotAvailableWhereNobodyListens) {
  run_channel([](Node node) -> Task<void> {
    const Endpoints endpoint = make(node, "ws://127.0.0.1:" + std::to_string(closed_port()));
    Task<Reply> call = endpoint->call(request(node, "/x"));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
    EXPECT_NE(reply.error().message.find("is it running there?"), std::string::npos);
  });
}

TEST(SocketEndpoint, IsNotAvailableWhenTheHandshakeIsRefused) {
  const Reply reply = reply_of(refuse);
  EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
  EXPECT_NE(reply.error().message.find("HTTP 404"), std::string::npos) << reply.error().message;
}

TEST(SocketEndpoint, IsNotAvailableWhenTheConnectionBreaksBeforeTheFirstText) {
  const Reply reply = reply_of(after_handshake([](Peer&) -> Script { co_return; }));
  EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
}

TEST(SocketEndpoint, LeavesASilentServerAtTheDeadline) {
  const Reply reply =
      reply_of(after_handshake([](Peer& peer) -> Script { co_await peer.for_end(); }), {}, 20ms);
  EXPECT_EQ(reply.error().code, ErrorCode::kDeadlineExceeded);
}

TEST(SocketEndpoint, LeavesASilentHandshakeAtTheDeadline) {
  const Reply reply =
      reply_of([](tcp::socket socket) -> Script { co_await for_end(socket); }, {}, 20ms);
  EXPECT_EQ(reply.error().code, ErrorCode::kDeadlineExceeded);
}

TEST(SocketEndpoint, TakesNoTooLargeText) {
  const Reply reply = reply_of(after_handshake([](Peer& peer) -> Script {
    co_await peer.put(std::string(1'001, '1'));
    co_await peer.for_end();
  }));
  EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
  EXPECT_NE(reply.error().message.find("limit"), std::string::npos) << reply.error().message;
}

TEST(SocketEndpoint, RefusesACallBeyondTheBoundAndEndsWhatIsGivenUp) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script { co_await peer.for_end(); }));
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_calls_under_way = 1;
    const Endpoints endpoint = make(node, server.url("ws"), limits);
    std::optional<Reply> reply;
    JoinHandle<void> call = node.spawn(call_into(reply, *endpoint, request(node, "/x")));
    co_await until(node, [&server] { return server.connections() == 1; });
    Task<Reply> second = endpoint->call(request(node, "/x"));
    const Reply refused = co_await std::move(second);
    EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
    call.cancel();
    co_await until(node, [&server] { return server.ended() == 1; });
    EXPECT_FALSE(reply);
  });
}

TEST(SocketEndpoint, EndsWhatIsUnderWayWhenTheChannelStops) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script { co_await peer.for_end(); }));
  std::optional<Reply> reply;
  std::promise<void> asked;
  TestChannel channel([&](Node node) -> Task<void> {
    const Endpoints endpoint = make(node, server.url("ws"));
    const auto held = endpoint->subscribe(request(node, "/x"), [](const Json::Value&) {});
    EXPECT_TRUE(held);
    const JoinHandle<void> call = node.spawn(call_into(reply, *endpoint, request(node, "/x")));
    co_await until(node, [&server] { return server.connections() == 2; });
    asked.set_value();
    co_await call;
  });
  expect_stop_to_cancel(channel, asked, reply);
}

TEST(SocketEndpoint, GivesEachTextOfASubscriptionAsAnEventAcrossConnections) {
  // Two texts on each connection, which ends then.
  ScriptedServer server(after_handshake([](Peer& peer) -> Script {
    const std::string params = co_await peer.take();
    co_await peer.put(params);
    co_await peer.put("tick");
  }));
  run_channel([&](Node node) -> Task<void> {
    const Endpoints endpoint = make(node, server.url("ws"));
    std::vector<Json::Value> events;
    const Endpoint::EventHandler handler = [&events](const Json::Value& event) {
      events.push_back(event);
    };
    auto held = endpoint->subscribe(request(node, "/x", json("[7]")), handler);
    EXPECT_TRUE(held);
    co_await until(node, [&events] { return events.size() >= 4; });
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(events[i], i % 2 == 0 ? json("[7]") : "tick");
    held->reset();
    const std::size_t heard = events.size();
    co_await until(node, [&server] { return server.ended() == server.connections(); });
    EXPECT_EQ(events.size(), heard);
  });
}

TEST(SocketEndpoint, TriesForASubscriptionUntilItsServerIsThere) {
  std::atomic<int> refused = 0;
  ScriptedServer server([&refused](tcp::socket socket) -> Script {
    if (++refused <= 3) return refuse(std::move(socket));
    return after_handshake([](Peer& peer) -> Script { co_await peer.put("1"); })(std::move(socket));
  });
  run_channel([&](Node node) -> Task<void> {
    const Endpoints endpoint = make(node, server.url("ws"));
    int events = 0;
    const Endpoint::EventHandler handler = [&events](const Json::Value&) { ++events; };
    const auto held = endpoint->subscribe(request(node, "/x"), handler);
    EXPECT_TRUE(held);
    co_await until(node, [&events] { return events > 0; });
  });
}

TEST(SocketEndpoint, LetsAHandlerGiveUpItsOwnSubscription) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script {
    co_await peer.put("1");
    co_await peer.put("2");
    co_await peer.for_end();
  }));
  run_channel([&](Node node) -> Task<void> {
    const Endpoints endpoint = make(node, server.url("ws"));
    int events = 0;
    std::unique_ptr<EndpointSubscription> held;
    const Endpoint::EventHandler handler = [&](const Json::Value&) {
      ++events;
      held.reset();
    };
    held = endpoint->subscribe(request(node, "/x"), handler).value();
    co_await until(node, [&server] { return server.ended() == 1; });
    EXPECT_EQ(events, 1);
  });
}

TEST(SocketEndpoint, RefusesASubscriptionBeyondTheBound) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script { co_await peer.for_end(); }));
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_subscriptions = 1;
    const Endpoints endpoint = make(node, server.url("ws"), limits);
    const Endpoint::EventHandler handler = [](const Json::Value&) {};
    auto held = endpoint->subscribe(request(node, "/x"), handler);
    EXPECT_TRUE(held);
    EXPECT_EQ(endpoint->subscribe(request(node, "/x"), handler).error().code,
              ErrorCode::kOverloaded);
    held->reset();
    EXPECT_TRUE(endpoint->subscribe(request(node, "/x"), handler));
    co_return;
  });
}

TEST(SocketEndpoint, IsNotMadeForEncryption) {
  run_channel([](Node node) -> Task<void> {
    for (const bool jsonrpc : {false, true}) {
      const auto made = make_websocket_endpoint(node, "wss://127.0.0.1", jsonrpc);
      EXPECT_EQ(made.error().code, ErrorCode::kBadManifest);
    }
    co_return;
  });
}

}  // namespace
}  // namespace ripple::rules
