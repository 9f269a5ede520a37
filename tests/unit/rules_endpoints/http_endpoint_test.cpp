#include "rules/endpoints/http_endpoint.hpp"

#include "http_fixture.hpp"
#include "ripple/testing.hpp"

namespace ripple::rules {
namespace {

// What a call gives whose answer is `bytes`.
Reply reply_to(const std::string& bytes) {
  ConstantServer server(bytes);
  std::optional<Reply> reply;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, server.url()).value();
    Task<Reply> call = endpoint->call(request(node, "/x"));
    reply.emplace(co_await std::move(call));
  });
  return *reply;
}

// Keeps what a server was asked.
class Asked {
 public:
  Asked() : server([this](tcp::socket socket) -> Script { return serve(std::move(socket)); }) {}

  HttpQuestion question;
  ScriptedServer server;

 private:
  Script serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    question = co_await take(socket, buffer);
    co_await put(socket, json_answer("{}"));
  }
};

TEST(HttpEndpoint, GetsTheUrlWithTheAliasBehindIt) {
  Asked asked;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, asked.server.url("http", "/v1")).value();
    Task<Reply> call = endpoint->call(request(node, "/weather?at=home"));
    const Reply reply = co_await std::move(call);
    EXPECT_TRUE(reply);
  });
  EXPECT_EQ(asked.question.method(), http::verb::get);
  EXPECT_EQ(asked.question.target(), "/v1/weather?at=home");
  EXPECT_EQ("http://" + std::string(asked.question[http::field::host]), asked.server.url("http"));
  EXPECT_EQ(asked.question.body(), "");
}

TEST(HttpEndpoint, FindsAServerByItsName) {
  ConstantServer server(json_answer("1"));
  const std::string port = server.url().substr(server.url().rfind(':'));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, "http://localhost" + port).value();
    Task<Reply> call = endpoint->call(request(node, "/x"));
    const Reply reply = co_await std::move(call);
    EXPECT_TRUE(reply) << reply.error().message;
  });
}

TEST(HttpEndpoint, GetsWhereTheParamsAreTheCallersOwn) {
  Asked asked;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, asked.server.url("http")).value();
    Task<Reply> call = endpoint->call(request(node, "/weather", json("{}")));
    const Reply reply = co_await std::move(call);
    EXPECT_TRUE(reply);
  });
  EXPECT_EQ(asked.question.method(), http::verb::get);
  EXPECT_EQ(asked.question.body(), "");
}

TEST(HttpEndpoint, PostsWhatARequestTransformMade) {
  Asked asked;
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, asked.server.url("http")).value();
    Task<Reply> call = endpoint->call(post(node, "/set", json(R"({"value":"\u00e4"})")));
    const Reply reply = co_await std::move(call);
    EXPECT_TRUE(reply);
  });
  EXPECT_EQ(asked.question.method(), http::verb::post);
  EXPECT_EQ(asked.question[http::field::content_type], "application/json");
  EXPECT_EQ(json(asked.question.body()), json(R"({"value":"\u00e4"})"));
}

TEST(HttpEndpoint, GivesAJsonBodyAsResult) {
  const Reply reply = reply_to(json_answer(R"({"degrees":[21.5,null]})"));
  ASSERT_TRUE(reply);
  EXPECT_EQ(*reply, json(R"({"result":{"degrees":[21.5,null]}})"));
}

TEST(HttpEndpoint, TakesJsonForJsonWhateverItsTypeIs) {
  EXPECT_EQ(*reply_to(answer("200 OK", "text/plain", "42")), json(R"({"result":42})"));
  EXPECT_EQ(*reply_to(answer("200 OK", "", "[1]")), json(R"({"result":[1]})"));
}

TEST(HttpEndpoint, GivesTextAsAString) {
  const Reply reply = reply_to(answer("200 OK", "text/plain; charset=utf-8", "sunny"));
  ASSERT_TRUE(reply);
  EXPECT_EQ(*reply, json(R"({"result":"sunny"})"));
}

TEST(HttpEndpoint, GivesNullWithoutABody) {
  EXPECT_EQ(*reply_to("HTTP/1.1 204 No Content\r\n\r\n"), json(R"({"result":null})"));
}

TEST(HttpEndpoint, PutsAChunkedBodyTogether) {
  const Reply reply = reply_to(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n");
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(*reply, json(R"({"result":[1,2]})"));
}

TEST(HttpEndpoint, SkipsProvisionalAnswers) {
  const Reply reply = reply_to("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + json_answer("1"));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(*reply, json(R"({"result":1})"));
}

TEST(HttpEndpoint, GivesAStatusOf404AsTheOtherSidesError) {
  ConstantServer server(answer("404 Not Found", "text/html", "<h1>no</h1>"));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, server.url()).value();
    Task<Reply> call = endpoint->call(request(node, "/weather"));
    const Reply reply = co_await std::move(call);
    EXPECT_TRUE(reply);
    const Json::Value& error = (*reply)["error"];
    EXPECT_EQ(error["code"], static_cast<int>(ErrorCode::kServiceFailure));
    EXPECT_EQ(error["message"], "HTTP 404 Not Found from " + server.url() + "/weather");
    EXPECT_EQ(error["data"]["status"], 404U);
  });
}

TEST(HttpEndpoint, FollowsNoRedirect) {
  const Reply reply = reply_to(answer("302 Found", "", "", "Location: http://elsewhere/\r\n"));
  ASSERT_TRUE(reply);
  const std::string message = (*reply)["error"]["message"].asString();
  EXPECT_NE(message.find("points to http://elsewhere/"), std::string::npos) << message;
}

TEST(HttpEndpoint, KeepsAConnectionForTheNextRequest) {
  ConstantServer server(json_answer("1"));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, server.url()).value();
    for (int i = 0; i < 3; ++i) {
      Task<Reply> call = endpoint->call(request(node, "/x"));
      const Reply reply = co_await std::move(call);
      EXPECT_TRUE(reply);
    }
  });
  EXPECT_EQ(server.requests(), 3);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpEndpoint, TakesANewConnectionWhenTheServerWantsTheOldOneClosed) {
  ConstantServer server(answer("200 OK", "", "1", "Connection: close\r\n"));
  run_channel([&](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, server.url()).value();
    for (int i = 0; i < 2; ++i) {
      Task<Reply> call = endpoint->call(post(node, "/x", json("{}")));
      const Reply reply = co_await std::move(call);
      EXPECT_TRUE(reply);
    }
  });
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpEndpoint, HasNoEvents) {
  run_channel([](Node node) -> Task<void> {
    const auto endpoint = make_http_endpoint(node, "http://127.0.0.1:1").value();
    const auto subscription = endpoint->subscribe(request(node, "/x"), {});
    EXPECT_EQ(subscription.error().code, ErrorCode::kUnsupportedOperation);
    co_return;
  });
}

TEST(HttpEndpoint, IsNotMadeForEncryption) {
  run_channel([](Node node) -> Task<void> {
    const auto made = make_http_endpoint(node, "https://127.0.0.1");
    EXPECT_EQ(made.error().code, ErrorCode::kBadManifest);
    co_return;
  });
}

TEST(HttpEndpoint, IsNotMadeForAChannelWithoutAThread) {
  testing::Host host;
  ErrorCode code{};
  const auto inline_entry =
      entry("ripple:channel:device:test").inline_channel([&code](Node node) -> Task<void> {
        code = make_http_endpoint(node, "http://h").error().code;
        co_return;
      });
  ASSERT_TRUE(host.load(inline_entry));
  EXPECT_EQ(code, ErrorCode::kFailedPrecondition);
}

}  // namespace
}  // namespace ripple::rules
