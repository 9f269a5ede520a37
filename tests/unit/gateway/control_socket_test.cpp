#include "main/gateway/control_socket.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

namespace fs = std::filesystem;

/// A directory of the test's own.
struct TemporaryDirectory {
  TemporaryDirectory() {
    std::string name = (fs::temp_directory_path() / "ripple-control-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path = name;
  }
  ~TemporaryDirectory() { fs::remove_all(path); }
  fs::path path;
};

sockaddr_un address_of(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.native().copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

/// An administrator's connection; waits ten seconds at most.
class Administrator {
 public:
  explicit Administrator(const fs::path& path)
      : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un address = address_of(path);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Administrator() { ::close(fd_); }
  Administrator(const Administrator&) = delete;
  Administrator& operator=(const Administrator&) = delete;

  bool connected() const { return connected_; }
  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// Without its newline; "(closed)" when the other side has ended the connection.
  std::string line() {
    std::size_t end;
    while ((end = input_.find('\n')) == std::string::npos) {
      pollfd ready{.fd = fd_, .events = POLLIN, .revents = 0};
      if (::poll(&ready, 1, 10'000) != 1) return "(silence)";
      char block[4096];
      const ssize_t count = ::recv(fd_, block, sizeof block, 0);
      if (count <= 0) return "(closed)";
      input_.append(block, static_cast<std::size_t>(count));
    }
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    return line;
  }
  std::string ask(const std::string& frame) {
    say(frame + "\n");
    return line();
  }

 private:
  int fd_;
  bool connected_ = false;
  std::string input_;
};

struct Echo final : services::Service {
  std::string_view name() const override { return "echo"; }
  Result<void> configure(const Json::Value& configuration) override {
    if (configuration == "bad") return Error{ErrorCode::kInvalidParams, "echo: bad", {}};
    last = configuration;
    return {};
  }
  Result<Json::Value> call(const Json::Value& arguments) override { return arguments; }
  Json::Value last;
};

class ControlSocketTest : public ::testing::Test {
 protected:
  ControlSocketTest() { EXPECT_TRUE(control_.start({})); }

  void listen() {
    const Result<void> listening = socket_->listen(path_);
    ASSERT_TRUE(listening) << listening.error().message;
  }
  /// Runs `client` on a thread of its own while the loop runs on this one.
  void meanwhile(const std::function<void()>& client) {
    const auto work = boost::asio::make_work_guard(io_);
    std::thread thread([&] {
      client();
      io_.stop();
    });
    io_.run();
    thread.join();
    io_.restart();
  }
  std::string refusal(const fs::path& path) {
    const Result<void> listening = socket_->listen(path);
    EXPECT_FALSE(listening) << path;
    if (listening) return {};
    EXPECT_EQ(listening.error().code, ErrorCode::kStartFailed);
    EXPECT_NE(listening.error().message.find(path.string()), std::string::npos);
    return listening.error().message;
  }

  TemporaryDirectory directory_;
  fs::path path_ = directory_.path / "run" / "control";
  boost::asio::io_context io_;
  Echo echo_;
  services::ControlPlane control_{{&echo_}};
  std::optional<ControlSocket> socket_{std::in_place, io_, control_};
};

TEST_F(ControlSocketTest, IsForItsOwnerOnlyWhateverTheUmask) {
  const mode_t before = ::umask(0);
  listen();
  EXPECT_EQ(::umask(before), 0U);
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ControlSocketTest, AnswersEachLineWithALine) {
  listen();
  meanwhile([&] {
    Administrator administrator(path_);
    EXPECT_EQ(administrator.ask(R"({"service":"echo","configure":{"a":1}})"), R"({"result":true})");
    EXPECT_EQ(administrator.ask(R"({"service":"echo","call":[1,"ü"]})"), R"({"result":[1,"ü"]})");
    EXPECT_EQ(administrator.ask(R"({"service":"echo","configure":"bad"})"),
              R"({"error":{"code":-32602,"message":"echo: bad"}})");
  });
  EXPECT_EQ(print_json(echo_.last), R"({"a":1})");
}

TEST_F(ControlSocketTest, TakesLinesHoweverTheyAreCut) {
  listen();
  meanwhile([&] {
    Administrator administrator(path_);
    administrator.say(
        "{\"service\":\"echo\",\"call\":1}\n{\"service\":\"echo\",\"call\":2}\n{\"ser");
    EXPECT_EQ(administrator.line(), R"({"result":1})");
    EXPECT_EQ(administrator.line(), R"({"result":2})");
    administrator.say("vice\":\"echo\",\"call\":3}");
    administrator.say("\n");
    EXPECT_EQ(administrator.line(), R"({"result":3})");
  });
}

using OakRowA8 = ControlSocketTest;

TEST_F(OakRowA8, AMalformedControlLineIsAnErrorAndTheConnectionLivesOn) {
  listen();
  meanwhile([&] {
    Administrator administrator(path_);
    for (const std::string& line :
         {std::string(""), std::string("{"), std::string("nul"), std::string("1"),
          std::string("[]"), std::string("{}"), std::string("\"x\""), std::string("\xff\xfe"),
          std::string(R"({"service":"echo"})"), std::string(R"({"service":"wasm","call":1})"),
          std::string(R"({"service":1,"call":1})"), std::string(10'000, '['),
          std::string(R"({"service":"echo","call":1,"call":2})")}) {
      const std::string answer = administrator.ask(line);
      EXPECT_EQ(answer.find(R"({"error":{"code":-32)"), 0U) << line << " -> " << answer;
    }
    EXPECT_EQ(administrator.ask(R"({"service":"echo","call":1})"), R"({"result":1})");
  });
}

TEST_F(OakRowA8, ALineWithoutEndIsCutOff) {
  listen();
  meanwhile([&] {
    Administrator administrator(path_);
    administrator.say(std::string(5 << 20, 'x'));
    EXPECT_EQ(administrator.line(), "(closed)");
    EXPECT_EQ(Administrator(path_).ask(R"({"service":"echo","call":1})"), R"({"result":1})");
  });
}

TEST_F(ControlSocketTest, ServesSeveralAdministratorsAndNotTooMany) {
  listen();
  meanwhile([&] {
    std::vector<std::unique_ptr<Administrator>> administrators;
    for (int i = 0; i < 16; ++i) {
      administrators.push_back(std::make_unique<Administrator>(path_));
      EXPECT_EQ(administrators.back()->ask(R"({"service":"echo","call":1})"), R"({"result":1})");
    }
    EXPECT_EQ(Administrator(path_).line(), "(closed)");
    EXPECT_EQ(administrators[0]->ask(R"({"service":"echo","call":2})"), R"({"result":2})");
  });
}

TEST_F(ControlSocketTest, TakesThePlaceOfASocketThatNobodyListensOn) {
  fs::create_directories(path_.parent_path());
  const int stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = address_of(path_);
  ASSERT_EQ(::bind(stale, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(stale);
  ASSERT_TRUE(fs::is_socket(path_));
  listen();
  meanwhile([&] {
    EXPECT_EQ(Administrator(path_).ask(R"({"service":"echo","call":1})"), R"({"result":1})");
  });
}

TEST_F(ControlSocketTest, LeavesAnotherRippleAlone) {
  listen();
  ControlSocket other(io_, control_);
  const Result<void> listening = other.listen(path_);
  ASSERT_FALSE(listening);
  EXPECT_NE(listening.error().message.find("another ripple"), std::string::npos);
  EXPECT_TRUE(fs::is_socket(path_));
}

TEST_F(ControlSocketTest, NeverRemovesAFileThatIsNoSocket) {
  fs::create_directories(path_.parent_path());
  std::ofstream(path_) << "precious";
  refusal(path_);
  EXPECT_EQ(fs::file_size(path_), 8U);
}

TEST_F(ControlSocketTest, SaysThatAPathIsTooLong) {
  EXPECT_NE(refusal(directory_.path / std::string(100, 'x')).find("107 bytes"), std::string::npos);
  EXPECT_NE(refusal(directory_.path / std::string(300, 'x')).find("107 bytes"), std::string::npos);
}

TEST_F(ControlSocketTest, ClosesItsConnectionsAndRemovesItsPathWhenItStops) {
  listen();
  Administrator administrator(path_);
  ASSERT_TRUE(administrator.connected());
  io_.poll();
  socket_->stop();
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_EQ(administrator.line(), "(closed)");
  socket_->stop();
}

TEST_F(ControlSocketTest, MayGoBeforeTheLoopHasSeenItsConnectionsEnd) {
  listen();
  Administrator administrator(path_), another(path_);
  administrator.say("{\"service\":\"echo\",\"call\":1}\n");
  io_.poll();
  socket_.reset();
  io_.run();
  EXPECT_FALSE(fs::exists(path_));
}

}  // namespace
}  // namespace ripple::gateway
