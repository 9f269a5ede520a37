#include "main/cli/control.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "captured_terminal.hpp"

namespace ripple::cli {
namespace {

namespace fs = std::filesystem;
using boost::asio::local::stream_protocol;

/// A control socket that answers one line with one text.
class ControlTest : public testing::Test {
 protected:
  ControlTest() {
    std::string pattern = (fs::temp_directory_path() / "ripple-test-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    command.service = "log";
    command.socket = directory_ / "control.sock";
  }
  ~ControlTest() override {
    if (thread_.joinable()) thread_.join();
    fs::remove_all(directory_);
  }

  void answer_with(const std::string& answer) {
    acceptor_.open();
    acceptor_.bind(command.socket->string());
    acceptor_.listen();
    thread_ = std::thread([this, answer] {
      stream_protocol::socket peer = acceptor_.accept();
      boost::system::error_code error;
      boost::asio::read_until(peer, boost::asio::dynamic_buffer(received), '\n', error);
      boost::asio::write(peer, boost::asio::buffer(answer), error);
    });
  }

  int run() {
    const int code = run_control(command, terminal);
    if (thread_.joinable()) thread_.join();
    return code;
  }

  ControlCommand command;
  CapturedTerminal terminal;
  std::string received;

 private:
  fs::path directory_;
  boost::asio::io_context io_;
  stream_protocol::acceptor acceptor_{io_};
  std::thread thread_;
};

TEST_F(ControlTest, ConfiguresAService) {
  answer_with("{\"result\":true}\n");
  command.value = R"({"level": "debug"})";
  EXPECT_EQ(run(), EX_OK) << terminal.err();
  EXPECT_EQ(terminal.out(), "true\n");
  EXPECT_EQ(received, "{\"service\":\"log\",\"configure\":{\"level\":\"debug\"}}\n");
}

TEST_F(ControlTest, AsksAService) {
  answer_with("{\"result\":{\"level\":\"info\"}}\n");
  command.value = R"({"get": "level"})";
  command.call = true;
  EXPECT_EQ(run(), EX_OK);
  EXPECT_EQ(received, "{\"service\":\"log\",\"call\":{\"get\":\"level\"}}\n");
  EXPECT_EQ(terminal.out(), "{\n  \"level\": \"info\"\n}\n");
}

TEST_F(ControlTest, AsksAServiceWhenThereIsNothingToSay) {
  answer_with("{\"result\":null}\n");
  EXPECT_EQ(run(), EX_OK);
  EXPECT_EQ(received, "{\"service\":\"log\",\"call\":{}}\n");
}

TEST_F(ControlTest, EndsWithOneWhenTheServiceRefuses) {
  answer_with("{\"error\":{\"code\":-32602,\"message\":\"level: expected a level\"}}\n");
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(terminal.err(), "ripple: log: error -32602: level: expected a level\n");
}

TEST_F(ControlTest, RefusesWhatIsNoJson) {
  command.value = "{level}";
  EXPECT_EQ(run(), EX_DATAERR);
}

TEST_F(ControlTest, SaysWhatToStartWhenNobodyListens) {
  EXPECT_EQ(run(), EX_UNAVAILABLE);
  EXPECT_NE(terminal.err().find("control.sock: No such file or directory; start a platform with"),
            std::string::npos)
      << terminal.err();
}

TEST_F(ControlTest, TellsThatThePlatformHungUp) {
  answer_with("");
  EXPECT_EQ(run(), EX_UNAVAILABLE);
}

TEST_F(ControlTest, TakesNothingButJsonForAnAnswer) {
  answer_with("hello\n");
  EXPECT_EQ(run(), EX_PROTOCOL);
}

TEST_F(ControlTest, RefusesAPathThatNoSocketCanHave) {
  command.socket = "/" + std::string(200, 'x');
  EXPECT_EQ(run(), EX_USAGE);
}

}  // namespace
}  // namespace ripple::cli
