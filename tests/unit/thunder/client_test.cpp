#include "ripple/thunder/client.hpp"

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class ThunderClientTest : public ThunderTest {
 protected:
  ThunderClient& client() {
    if (!client_) client_ = std::make_unique<ThunderClient>(loop_, client_config());
    return *client_;
  }

  void run_connected(std::function<Task(ThunderClient&)> body) {
    ThunderClient& connected = client();
    run([&connected, &body]() -> Task {
      EXPECT_TRUE(co_await connected.connected(kLong));
      co_await body(connected);
    });
  }

  std::unique_ptr<ThunderClient> client_;
};

TEST_F(ThunderClientTest, GivesTheResultOfACall) {
  run_connected([](ThunderClient& client) -> Task {
    const Json::Value params = json(R"({"text":"a/b \u00e4","n":[1,2.5,null]})");
    const Reply reply = co_await client.call("Echo.1.echo", params, kLong);
    EXPECT_TRUE(reply);
    EXPECT_EQ(*reply, params);
    EXPECT_EQ(client.pending_calls(), 0U);
  });
}

TEST_F(ThunderClientTest, ReachesAPluginWithoutAVersion) {
  run_connected([](ThunderClient& client) -> Task {
    EXPECT_TRUE(co_await client.call("Echo.echo", {}, kLong));
    const Reply reply = co_await client.call("Echo.9.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kWrongVersion);
  });
}

TEST_F(ThunderClientTest, GivesTheServersErrorWithItsWordsAndNumber) {
  run_connected([](ThunderClient& client) -> Task {
    const Reply unknown = co_await client.call("Nobody.1.echo", {}, kLong);
    EXPECT_EQ(unknown.error().code, ErrorCode::kUnknownPlugin);
    EXPECT_EQ(unknown.error().wire_code, -31043);
    const Reply method = co_await client.call("Echo.1.nothing", {}, kLong);
    EXPECT_EQ(method.error().code, ErrorCode::kUnknownMethod);
    const Reply inactive = co_await client.call("Switch.1.echo", {}, kLong);
    EXPECT_EQ(inactive.error().code, ErrorCode::kPluginInactive);
    const Reply scripted = co_await client.call("Echo.1.fail", {}, kLong);
    EXPECT_EQ(scripted.error().message, "as scripted");
  });
}

TEST_F(ThunderClientTest, ReadsTheErrorsOfR44Alike) {
  emulator_config().generation = emulator::Generation::kR44;
  ClientConfig config = client_config();
  config.generation = Generation::kR44;
  client_ = std::make_unique<ThunderClient>(loop_, config);
  run_connected([](ThunderClient& client) -> Task {
    const Reply inactive = co_await client.call("Switch.1.echo", {}, kLong);
    EXPECT_EQ(inactive.error().code, ErrorCode::kPluginInactive);
    EXPECT_EQ(inactive.error().wire_code, 2);
    const Reply version = co_await client.call("Echo.9.echo", {}, kLong);
    EXPECT_EQ(version.error().code, ErrorCode::kWrongVersion);
  });
}

TEST_F(ThunderClientTest, DecidesOnTheCodeOfAnErrorWhoseMessageIsJson) {
  run_connected([](ThunderClient& client) -> Task {
    const Reply reply = co_await client.call("Echo.1.absent", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kPluginInactive);
    EXPECT_EQ(reply.error().message, R"({"serialnumber":""})");
    const Reply late = co_await client.call("Echo.1.late", {}, kLong);
    EXPECT_EQ(late.error().code, ErrorCode::kServerTimeout);
  });
}

TEST_F(ThunderClientTest, CountsAnErrorWithoutAnIdAndAnswersNobodyWithIt) {
  run_connected([this](ThunderClient& client) -> Task {
    std::optional<Reply> reply;
    asio::co_spawn(
        loop_,
        [](ThunderClient& called, std::optional<Reply>& outcome) -> Task {
          outcome = co_await called.call("Echo.1.slow", {}, kLong);
        }(client, reply),
        asio::detached);
    server().send_text_to_all(R"({"jsonrpc":"2.0","error":{"code":-31050,"message":"x"}})");
    co_await until([&client] { return client.counters().errors_without_id == 1; });
    EXPECT_FALSE(reply);
    co_await until([&reply] { return reply.has_value(); });
    EXPECT_TRUE(*reply);
  });
}

TEST_F(ThunderClientTest, AnswersTheServersPings) {
  run_connected([this](ThunderClient& client) -> Task {
    // The handshake was traffic; then each ping is answered before the next scan.
    server().scan_for_idle_links();
    for (std::uint64_t i = 1; i <= 3; ++i) {
      server().scan_for_idle_links();
      co_await until([this, i] { return server().pongs() == i; });
      server().scan_for_idle_links();
    }
    EXPECT_TRUE(co_await client.call("Echo.1.echo", {}, kLong));
    EXPECT_EQ(client.counters().connections, 1U);
  });
}

TEST_F(ThunderClientTest, SendsNoParamsWhereTheyAreEmpty) {
  run_connected([](ThunderClient& client) -> Task {
    const Reply reply = co_await client.call("Echo.1.model", Json::objectValue, kLong);
    EXPECT_TRUE(reply);
    EXPECT_EQ(*reply, "E1");
  });
}

TEST_F(ThunderClientTest, GetsAndSetsAProperty) {
  run_connected([](ThunderClient& client) -> Task {
    const Reply before = co_await client.get("Echo.1.level", kLong);
    EXPECT_EQ(*before, 3);
    EXPECT_TRUE(co_await client.set("Echo.1.level", json(R"({"value":8})"), kLong));
    const Reply after = co_await client.get("Echo.1.level", kLong);
    EXPECT_EQ(*after, 8);
    EXPECT_TRUE(co_await client.set("Echo.1.level", Json::objectValue, kLong));
    const Reply empty = co_await client.get("Echo.1.level", kLong);
    EXPECT_EQ(*empty, Json::Value(Json::objectValue));
  });
}

TEST_F(ThunderClientTest, MatchesRepliesInAnyOrder) {
  server().faults().reverse_replies = 50;
  run_connected([this](ThunderClient& client) -> Task {
    int answered = 0;
    for (int i = 0; i < 50; ++i) {
      asio::co_spawn(
          loop_,
          [](ThunderClient& called, int number, int& count) -> Task {
            Json::Value params;
            params["n"] = number;
            const Reply reply = co_await called.call("Echo.1.echo", params, kLong);
            EXPECT_TRUE(reply);
            EXPECT_EQ((*reply)["n"], number);
            ++count;
          }(client, i, answered),
          asio::detached);
    }
    co_await until([&answered] { return answered == 50; });
    EXPECT_EQ(client.pending_calls(), 0U);
  });
}

TEST_F(ThunderClientTest, PutsAFragmentedReplyTogether) {
  run_connected([](ThunderClient& client) -> Task {
    Json::Value params;
    params["text"] = std::string(3'000'000, 'x');
    const Reply reply = co_await client.call("Echo.1.echo", params, kLong);
    EXPECT_TRUE(reply);
    EXPECT_EQ(*reply, params);
  });
}

TEST_F(ThunderClientTest, TakesAReplyOfNearly64Megabytes) {
  run_connected([](ThunderClient& client) -> Task {
    Json::Value params;
    params["text"] = std::string((std::size_t{64} << 20) - 1'000, 'x');
    const Reply reply = co_await client.call("Echo.1.echo", params, kLong);
    EXPECT_TRUE(reply);
    EXPECT_EQ((*reply)["text"].asString().size(), params["text"].asString().size());
  });
}

TEST_F(ThunderClientTest, GivesUpAtTheDeadlineAndDropsTheLateAnswer) {
  run_connected([this](ThunderClient& client) -> Task {
    const Reply reply = co_await client.call("Echo.1.slow", {}, 1ms);
    EXPECT_EQ(reply.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_EQ(client.pending_calls(), 0U);
    co_await until([&client] { return client.counters().late_answers == 1; });
  });
}

TEST_F(ThunderClientTest, RefusesACallBeyondTheBoundAtOnce) {
  ClientConfig config = client_config();
  config.max_pending_calls = 1;
  client_ = std::make_unique<ThunderClient>(loop_, config);
  run_connected([this](ThunderClient& client) -> Task {
    asio::co_spawn(loop_, client.call("Echo.1.never", {}, kLong), asio::detached);
    co_await until([&client] { return client.pending_calls() == 1; });
    const Reply reply = co_await client.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kOverloaded);
  });
}

TEST_F(ThunderClientTest, FailsACallAtOnceWhileThereIsNoConnection) {
  run([this]() -> Task {
    ThunderClient& away = client();
    const Reply reply = co_await away.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotConnected);
  });
}

TEST_F(ThunderClientTest, TellsWhyThereIsNoConnection) {
  server().stop();
  run([this]() -> Task {
    const Result<void> connected = co_await client().connected(100ms);
    EXPECT_EQ(connected.error().code, ErrorCode::kDeadlineExceeded);
    EXPECT_NE(connected.error().message.find("is it running there?"), std::string::npos)
        << connected.error().message;
  });
}

TEST_F(ThunderClientTest, PassesTheTokenAtTheHandshake) {
  emulator_config().tokens = {"a+b/c="};
  ClientConfig config = client_config();
  config.token = [] { return std::string("a+b/c="); };
  client_ = std::make_unique<ThunderClient>(loop_, config);
  run_connected([](ThunderClient& client) -> Task {
    EXPECT_TRUE(co_await client.call("Echo.1.echo", {}, kLong));
  });
}

TEST_F(ThunderClientTest, TakesAnEchoedRequestWithAnErrorForARefusal) {
  emulator_config().tokens_without_rights = {"guest"};
  ClientConfig config = client_config();
  config.token = [] { return std::string("guest"); };
  client_ = std::make_unique<ThunderClient>(loop_, config);
  run_connected([](ThunderClient& client) -> Task {
    int events = 0;
    ClientEvents watcher;
    watcher.event = [&events](const std::string&, const Json::Value&) { ++events; };
    client.watch(std::move(watcher));
    const Reply reply = co_await client.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotAllowed);
    EXPECT_EQ(events, 0);
  });
}

TEST_F(ThunderClientTest, FailsWhatIsPendingWhenItIsClosed) {
  run_connected([this](ThunderClient& client) -> Task {
    std::optional<Reply> reply;
    asio::co_spawn(
        loop_,
        [](ThunderClient& called, std::optional<Reply>& outcome) -> Task {
          outcome = co_await called.call("Echo.1.never", {}, kLong);
        }(client, reply),
        asio::detached);
    co_await until([&client] { return client.pending_calls() == 1; });
    client.close();
    co_await until([&reply] { return reply.has_value(); });
    EXPECT_EQ(reply->error().code, ErrorCode::kClosed);
  });
}

TEST_F(ThunderClientTest, KeepsAQuietConnectionAliveByAnyByteOfTheServer) {
  ClientConfig config = client_config();
  config.keepalive = 20ms;
  client_ = std::make_unique<ThunderClient>(loop_, config);
  run_connected([this](ThunderClient& client) -> Task {
    co_await until([this] { return server().pings() >= 5; });
    EXPECT_EQ(client.counters().connections, 1U);
    EXPECT_TRUE(client.is_connected());
  });
}

}  // namespace
}  // namespace ripple::thunder
