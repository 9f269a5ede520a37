// What a rule sees of each way in which an HTTP server fails.

#include "http_fixture.hpp"
#include "rules/endpoints/http_endpoint.hpp"

namespace ripple::rules {
namespace {

constexpr std::size_t kSmallBody = 1'000;

// Too long a name for any resolver to ask anybody.
const std::string kImpossible(64, 'x');  // NOLINT

// The error of a call to a server that does with each connection what `handler` says.
Error failure_of(ScriptedServer::Handler handler, std::chrono::nanoseconds timeout = kLong) {
  ScriptedServer server(std::move(handler));
  Error error;
  run_channel([&](Node node) -> Task<void> {
    const HttpLimits limits{.max_body_bytes = kSmallBody};
    const auto endpoint = make_http_endpoint(node, server.url("http"), limits).value();
    Task<Reply> call = endpoint->call(request(node, "/x", {}, timeout));
    const Reply reply = co_await std::move(call);
    EXPECT_FALSE(reply);
    if (!reply) error = reply.error();
    co_await until(node, [&server] { return server.ended() == server.connections(); });
  });
  return error;
}

Error failure_after(const std::string& bytes) {
  return failure_of([bytes](tcp::socket socket) -> Script {
    return [](tcp::socket taken, std::string sent) -> Script {
      boost::beast::flat_buffer buffer;
      co_await take(taken, buffer);
      co_await put(taken, sent);
    }(std::move(socket), bytes);
  });
}

TEST(HttpFault, AServerThatIsNotThereIsNotAvailable) {
  run_channel([](Node node) -> Task<void> {
    const std::string url = "http://127.0.0.1:" + std::to_string(closed_port());
    const auto endpoint = make_http_endpoint(node, url).value();
    Task<Reply> call = endpoint->call(request(node, "/x"));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
    EXPECT_NE(reply.error().message.find("is it running there?"), std::string::npos);
  });
}

TEST(HttpFault, ANameThatNobodyHasIsNotAvailable) {
  run_channel([](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, "http://" + kImpossible).value();
    Task<Reply> call = endpoint->call(request(node, "/x"));
    const Reply reply = co_await std::move(call);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotAvailable);
  });
}

TEST(HttpFault, ASilentServerIsLeftAtTheDeadline) {
  const Error error =
      failure_of([](tcp::socket socket) -> Script { co_await for_end(socket); }, 20ms);
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_NE(error.message.find("/x before the request's deadline"), std::string::npos);
}

TEST(HttpFault, ABodyThatStopsIsLeftAtTheDeadline) {
  const Error error = failure_of(
      [](tcp::socket socket) -> Script {
        boost::beast::flat_buffer buffer;
        co_await take(socket, buffer);
        co_await put(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1,");
        co_await for_end(socket);
      },
      200ms);
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
}

TEST(HttpFault, AnAnswerCutInTheMiddleIsAFailureOfTheService) {
  const Error error = failure_after("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1,");
  EXPECT_EQ(error.code, ErrorCode::kServiceFailure);
  EXPECT_NE(error.message.find("partial message"), std::string::npos) << error.message;
}

TEST(HttpFault, NoAnswerAtAllIsAFailureOfTheService) {
  EXPECT_EQ(failure_after("").code, ErrorCode::kServiceFailure);
}

TEST(HttpFault, GarbageIsAFailureOfTheService) {
  EXPECT_EQ(failure_after("\x01\x02 what?\r\n\r\n").code, ErrorCode::kServiceFailure);
}

TEST(HttpFault, ABodyThatIsNoJsonAndNoTextIsAFailureOfTheService) {
  const Error error = failure_after(json_answer("{\"open\":"));
  EXPECT_EQ(error.code, ErrorCode::kServiceFailure);
  EXPECT_NE(error.message.find("expected JSON"), std::string::npos) << error.message;
}

TEST(HttpFault, ATooLargeBodyIsAFailureOfTheService) {
  const Error error = failure_after(json_answer(std::string(kSmallBody + 1, '1')));
  EXPECT_EQ(error.code, ErrorCode::kServiceFailure);
  EXPECT_NE(error.message.find("at most 1000 bytes"), std::string::npos) << error.message;
}

TEST(HttpFault, ATooLargeBodyOfUnknownLengthIsAFailureOfTheService) {
  const Error error = failure_after("HTTP/1.1 200 OK\r\n\r\n" + std::string(100 * kSmallBody, '1'));
  EXPECT_EQ(error.code, ErrorCode::kServiceFailure);
}

// Answers the first request of a connection and ends it when the second one comes.
class FickleServer {
 public:
  FickleServer() : server([this](tcp::socket socket) { return serve(std::move(socket)); }) {}

  std::atomic<int> requests = 0;
  ScriptedServer server;

 private:
  Script serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    co_await take(socket, buffer);
    ++requests;
    co_await put(socket, json_answer("1"));
    co_await take(socket, buffer);
    ++requests;
  }
};

TEST(HttpFault, AGetIsSentOnceMoreWhenAKeptConnectionEnds) {
  FickleServer fickle;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, fickle.server.url("http")).value();
    for (int i = 0; i < 2; ++i) {
      Task<Reply> call = endpoint->call(request(node, "/x"));
      const Reply reply = co_await std::move(call);
      EXPECT_TRUE(reply);
    }
  });
  EXPECT_EQ(fickle.server.connections(), 2);
  EXPECT_EQ(fickle.requests, 3);
}

TEST(HttpFault, APostIsNotSentAgain) {
  FickleServer fickle;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, fickle.server.url("http")).value();
    Task<Reply> first = endpoint->call(post(node, "/x", json("{}")));
    const Reply answered = co_await std::move(first);
    EXPECT_TRUE(answered);
    Task<Reply> second = endpoint->call(post(node, "/x", json("{}")));
    const Reply failed = co_await std::move(second);
    EXPECT_EQ(failed.error().code, ErrorCode::kServiceFailure);
    EXPECT_NE(failed.error().message.find("is not sent again"), std::string::npos)
        << failed.error().message;
  });
  EXPECT_EQ(fickle.server.connections(), 1);
  EXPECT_EQ(fickle.requests, 2);
}

TEST(HttpFault, ARequestBeyondTheBoundIsRefusedAtOnce) {
  ScriptedServer server([](tcp::socket socket) -> Script { co_await for_end(socket); });
  run_channel([&](Node node) -> Task<void> {
    const HttpLimits limits{.max_requests_under_way = 2};
    const auto endpoint = make_http_endpoint(node, server.url("http"), limits).value();
    std::optional<Reply> replies[2];
    std::vector<JoinHandle<void>> calls;
    for (auto& reply : replies) {
      calls.push_back(node.spawn(call_into(reply, *endpoint, request(node, "/x"))));
    }
    co_await until(node, [&server] { return server.connections() == 2; });
    Task<Reply> third = endpoint->call(request(node, "/x"));
    const Reply refused = co_await std::move(third);
    EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
    for (auto& call : calls) call.cancel();
    co_await until(node, [&server] { return server.ended() == 2; });
    EXPECT_FALSE(replies[0]);
  });
}

TEST(HttpFault, TheStopOfTheChannelEndsWhatIsUnderWay) {
  ScriptedServer server([](tcp::socket socket) -> Script { co_await for_end(socket); });
  std::optional<Reply> reply;
  std::promise<void> asked;
  TestChannel channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, server.url("http")).value();
    const JoinHandle<void> call = node.spawn(call_into(reply, *endpoint, request(node, "/x")));
    co_await until(node, [&server] { return server.connections() == 1; });
    asked.set_value();
    co_await call;
  });
  expect_stop_to_cancel(channel, asked, reply);
}

}  // namespace
}  // namespace ripple::rules
