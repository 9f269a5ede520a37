// What a rule sees of each way in which a JSON-RPC server fails, and that calls work afterwards.

#include "json_rpc_fixture.hpp"

namespace ripple::rules {
namespace {

Task<void> expect_works(Node node, Endpoint& endpoint) {
  co_await for_connection(node, endpoint);
  Task<Reply> call = endpoint.call(request(node, "echo", json("[1]")));
  const Reply reply = co_await std::move(call);
  EXPECT_TRUE(reply) << reply.error().message;
  if (reply) {
    EXPECT_EQ(*reply, json(R"({"result":[1]})"));
  }
}

TEST(JsonRpcFault, ACallIsNotAvailableAtOnceWhereNobodyListens) {
  const std::string url = "ws://127.0.0.1:" + std::to_string(closed_port());
  TestChannel channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, url);
    std::string message;
    while (message.find("is it running there?") == std::string::npos) {
      Task<Reply> call = endpoint->call(request(node, "x"));
      const Reply reply = co_await std::move(call);
      EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
      message = reply.error().message;
      const bool goes_on = co_await node.sleep_for(1ms);
      if (!goes_on) co_return;
    }
  });
  channel.join();
  EXPECT_TRUE(channel.has_logged("trying again for ever"));
  channel.stop();
}

TEST(JsonRpcFault, ItIsTriedForEverUntilTheHandshakeSucceeds) {
  std::atomic<int> attempts = 0;
  ScriptedServer server([&attempts](tcp::socket socket) -> Script {
    if (++attempts <= 3) return refuse(std::move(socket));
    return after_handshake([](Peer& peer) -> Script {
      while (true) {
        const Json::Value asked = co_await peer.take_json();
        co_await peer.put(result_for(asked["id"], asked["params"]));
      }
    })(std::move(socket));
  });
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url("ws"));
    co_await expect_works(node, *endpoint);
  });
  EXPECT_EQ(attempts, 4);
}

TEST(JsonRpcFault, ACutFailsWhatIsUnderWayAndSendsNothingAgain) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    std::optional<Reply> reply;
    node.spawn(call_into(reply, *endpoint, request(node, "silent")));
    co_await until(node, [&server] { return server.count("silent") == 1; });
    Task<Reply> cut = endpoint->call(request(node, "cut"));
    const Reply broken = co_await std::move(cut);
    EXPECT_EQ(broken.error().code, ErrorCode::kNotAvailable);
    EXPECT_NE(broken.error().message.find("is not sent again"), std::string::npos);
    co_await until(node, [&reply] { return reply.has_value(); });
    EXPECT_EQ(reply->error().code, ErrorCode::kNotAvailable);
    co_await expect_works(node, *endpoint);
    EXPECT_EQ(server.count("silent"), 1U);
  });
}

TEST(JsonRpcFault, ASilentServerIsLeftAtTheDeadlineAndALateAnswerIsDropped) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    Task<Reply> call = endpoint->call(request(node, "silent", {}, 1ms));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kDeadlineExceeded);
    co_await until(node, [&server] { return server.count("silent") == 1; });
    const Json::Value id = server.requests().back()["id"];
    const Texts texts = {result_for(id, 1)};
    co_await say(node, *endpoint, texts);
    co_await expect_works(node, *endpoint);
    EXPECT_EQ(server.server.connections(), 1);
  });
}

TEST(JsonRpcFault, GarbageIsLoggedOnceAndHarmsNobody) {
  JsonRpcServer server;
  TestChannel channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    const Texts texts = {"what?", "[]", "{\"id\":", "{}"};
    co_await say(node, *endpoint, texts);
    co_await expect_works(node, *endpoint);
  });
  channel.join();
  EXPECT_TRUE(channel.has_logged("found \"what?\""));
  EXPECT_FALSE(channel.has_logged("found \"[]\""));
  channel.stop();
}

TEST(JsonRpcFault, ATooLargeMessageBreaksTheConnection) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_message_bytes = 1'000;
    const auto endpoint = make_json_rpc(node, server.url(), limits);
    co_await for_connection(node, *endpoint);
    Task<Reply> call = endpoint->call(request(node, "echo", std::string(1'000, 'x')));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
    EXPECT_NE(reply.error().message.find("limit"), std::string::npos) << reply.error().message;
    co_await expect_works(node, *endpoint);
  });
}

TEST(JsonRpcFault, ARequestTooLargeToWaitIsRefused) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_unsent_bytes = 1'000;
    const auto endpoint = make_json_rpc(node, server.url(), limits);
    co_await for_connection(node, *endpoint);
    Task<Reply> call = endpoint->call(request(node, "echo", std::string(1'000, 'x')));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kOverloaded);
    co_await expect_works(node, *endpoint);
  });
}

TEST(JsonRpcFault, ACallBeyondTheBoundIsRefusedAtOnce) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    WebSocketLimits limits = test_limits();
    limits.max_calls_under_way = 1;
    const auto endpoint = make_json_rpc(node, server.url(), limits);
    co_await for_connection(node, *endpoint);
    std::optional<Reply> reply;
    JoinHandle<void> call = node.spawn(call_into(reply, *endpoint, request(node, "silent")));
    co_await until(node, [&server] { return server.count("silent") == 1; });
    Task<Reply> second = endpoint->call(request(node, "echo"));
    const Reply refused = co_await std::move(second);
    EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
    call.cancel();
    co_await expect_works(node, *endpoint);
  });
}

TEST(JsonRpcFault, ARefusedSubscriptionIsLogged) {
  ScriptedServer server(after_handshake([](Peer& peer) -> Script {
    const Json::Value asked = co_await peer.take_json();
    co_await peer.put(R"({"id":)" + print_json(asked["id"]) +
                      R"(,"error":{"code":-1,"message":"no such event"}})");
    co_await peer.for_end();
  }));
  TestChannel channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url("ws"));
    const auto held = endpoint->subscribe(request(node, "lamp.onColor"), [](const Json::Value&) {});
    EXPECT_TRUE(held);
    co_await until(node, [&channel] {
      return channel.has_logged("refuses events of lamp.onColor: no such event");
    });
  });
  channel.join();
  channel.stop();
}

TEST(JsonRpcFault, TheEndOfTheEndpointEndsWhatIsUnderWay) {
  JsonRpcServer server;
  run_channel([&](Node node) -> Task<void> {
    auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    auto held = endpoint->subscribe(request(node, "lamp.onColor"), [](const Json::Value&) {});
    std::optional<Reply> reply;
    node.spawn(call_into(reply, *endpoint, request(node, "silent")));
    co_await until(node, [&server] { return server.count("silent") == 1; });
    endpoint.reset();
    co_await until(node, [&reply] { return reply.has_value(); });
    EXPECT_EQ(reply->error().code, ErrorCode::kCancelled);
    co_await until(node, [&server] { return server.server.ended() == 1; });
    held->reset();
  });
}

TEST(JsonRpcFault, TheStopOfTheChannelEndsWhatIsUnderWay) {
  JsonRpcServer server;
  std::optional<Reply> reply;
  std::promise<void> asked;
  TestChannel channel([&](Node node) -> Task<void> {
    const auto endpoint = make_json_rpc(node, server.url());
    co_await for_connection(node, *endpoint);
    const JoinHandle<void> call = node.spawn(call_into(reply, *endpoint, request(node, "silent")));
    co_await until(node, [&server] { return server.count("silent") == 1; });
    asked.set_value();
    co_await call;
  });
  expect_stop_to_cancel(channel, asked, reply);
}

}  // namespace
}  // namespace ripple::rules
