#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cli/websocket_client.hpp"
#include "server_fixture.hpp"

namespace ripple::testing {
namespace {

class NotingClientHandler : public cli::ClientHandler {
 public:
  void on_open() override {
    ++opened;
    if (when_open) when_open();
  }
  void on_frame(std::string text) override {
    frames.push_back(std::move(text));
    if (when_frame) when_frame();
  }
  void on_close(const Error& error) override { ended = error; }

  std::function<void()> when_open;
  std::function<void()> when_frame;
  int opened = 0;
  std::vector<std::string> frames;
  std::optional<Error> ended;
};

/// Server and client share one loop here.
class Client : public ::testing::Test {
 protected:
  std::string listen(const gateway::WebSocketLimits& limits = {}) {
    server_.emplace(io_, limits, acceptor_);
    return "ws://127.0.0.1:" + std::to_string(*server_->listen("127.0.0.1", 0));
  }
  void run_until_closed() {
    while (!handler_.ended && io_.run_one() > 0) {
    }
    ASSERT_TRUE(handler_.ended);
    EXPECT_EQ(handler_.ended->code, ErrorCode::kNotAvailable);
  }

  boost::asio::io_context io_;
  EventLog log_;
  NotingAcceptor acceptor_{log_};
  std::optional<gateway::WebSocketServer> server_;
  NotingClientHandler handler_;
  cli::WebSocketClient client_{io_};
};

TEST_F(Client, ExchangesFramesAndCloses) {
  const std::string url = listen() + "/?appId=refui";
  handler_.when_open = [this] { client_.send("hello"); };
  handler_.when_frame = [this] { client_.close(); };
  ASSERT_TRUE(client_.connect(url, handler_));
  run_until_closed();
  EXPECT_EQ(handler_.frames, std::vector<std::string>{"hello"});
  EXPECT_EQ(log_.count("offers jsonrpc"), 1);
  EXPECT_EQ(log_.count("admit / ? appId=refui"), 1);
  EXPECT_NE(handler_.ended->message.find("1000"), std::string::npos) << handler_.ended->message;
}

TEST_F(Client, TellsStatusAndReasonOfARefusal) {
  acceptor_.refusal = Error{ErrorCode::kNotPermitted, "expected ?appId=, found nothing", {}};
  const std::string url = listen() + "/";
  ASSERT_TRUE(client_.connect(url, handler_));
  run_until_closed();
  EXPECT_EQ(handler_.opened, 0);
  EXPECT_NE(handler_.ended->message.find(url), std::string::npos);
  EXPECT_NE(handler_.ended->message.find("403"), std::string::npos);
  EXPECT_NE(handler_.ended->message.find("expected ?appId=, found nothing"), std::string::npos);
}

TEST_F(Client, TellsCodeAndReasonWhenTheServerCloses) {
  acceptor_.on_frame = [](gateway::WebSocketConnection& connection, std::string) {
    connection.close(gateway::CloseCode::kPolicyViolation, "not like this");
  };
  handler_.when_open = [this] { client_.send("hello"); };
  ASSERT_TRUE(client_.connect(listen(), handler_));
  run_until_closed();
  EXPECT_NE(handler_.ended->message.find("1008"), std::string::npos) << handler_.ended->message;
  EXPECT_NE(handler_.ended->message.find("not like this"), std::string::npos);
}

TEST_F(Client, SaysThatNobodyListens) {
  const std::string url = listen();
  server_->stop();
  ASSERT_TRUE(client_.connect(url, handler_));
  run_until_closed();
  EXPECT_NE(handler_.ended->message.find("refused"), std::string::npos) << handler_.ended->message;
}

TEST_F(Client, RefusesAUrlThatIsNotAWebSocket) {
  for (const std::string url : {"", "ws://", "http://127.0.0.1/", "wss://127.0.0.1/", "127.0.0.1:1",
                                "ws://127.0.0.1:x/", "ws://127.0.0.1:99999/"}) {
    const Result<void> connected = client_.connect(url, handler_);
    ASSERT_FALSE(connected) << url;
    EXPECT_NE(connected.error().message.find("ws://127.0.0.1:3474/"), std::string::npos);
  }
}

TEST_F(Client, MayBeDestroyedWhileItIsConnected) {
  auto client = std::make_unique<cli::WebSocketClient>(io_);
  const std::string url = listen();
  bool destroyed = false;
  handler_.when_open = [&] {
    boost::asio::post(io_, [&] {
      client.reset();
      destroyed = true;
    });
  };
  ASSERT_TRUE(client->connect(url, handler_));
  while (log_.count("closed") == 0) io_.run_one();
  EXPECT_TRUE(destroyed);
  EXPECT_FALSE(handler_.ended);
}

}  // namespace
}  // namespace ripple::testing
