#include "launcher/launcher_channel.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/launcher.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <vector>

#include "fake_config.hpp"
#include "launcher/start_page.hpp"

using namespace ripple::contracts;
using ripple::ErrorCode;
using ripple::testing::Host;

namespace {

constexpr std::chrono::seconds kDeadline{20};

constexpr const char* kApps = R"json({
  "endpoint": "ws://127.0.0.1:3473",
  "apps": [
    {"app_id": "brief", "start_page": "http://brief", "launch": {"command": ["/bin/true"]}},
    {"app_id": "long", "launch": {"command": ["sleep", "1000"]}},
    {"app_id": "stubborn",
     "launch": {"command": ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"]}},
    {"app_id": "told", "start_page": "http://told/",
     "launch": {"command": ["sh", "-c", "test \"$0 $1 $PAGE\" = \"$2\"",
                            "{app_id}", "{endpoint}",
                            "told ws://127.0.0.1:3473?session=s1 http://told/?__firebolt_endpoint=ws%3A%2F%2F127.0.0.1%3A3473%3Fsession%3Ds1"],
                "environment": {"PAGE": "{start_page}"}}},
    {"app_id": "absent", "launch": {"command": ["/nowhere/browser"]}},
    {"app_id": "page", "start_page": "http://page"}]})json";

class LauncherChannelTest : public testing::Test {
 protected:
  /// Empty, or why the channel failed, whether before or after it first waited.
  std::string start(const std::string& apps = kApps,
                    const std::string& config = R"({"grace_ms": 100})") {
    FakeConfig fake;
    fake.launcher_config = *ripple::parse_json(apps);
    fake.provide_to(host_);
    const auto loaded = host_.load(ripple::entry("ripple:channel:launcher:process")
                                       .provides<Launcher>()
                                       .uses<Config>()
                                       .channel([this](ripple::Node node) {
                                         return ripple::launcher::serve_launcher(node, io_);
                                       }),
                                   *ripple::parse_json(config));
    if (!loaded) return loaded.error().message;
    return host_.has_status(RIPPLE_STATUS_ERROR) ? host_.statuses().back().message : "";
  }

  Launcher::EndedApp wait_for_end() {
    const auto end = std::chrono::steady_clock::now() + kDeadline;
    while (host_.events<Launcher::OnAppEnded>().empty() && std::chrono::steady_clock::now() < end) {
      io_.run_one_for(kDeadline);
      host_.run_until_idle();
    }
    const auto ended = host_.events<Launcher::OnAppEnded>();
    return ended.empty() ? Launcher::EndedApp{} : ended.front();
  }

  static Launcher::launch launch(const std::string& app_id) {
    Launcher::launch request;
    request.app_id = app_id;
    request.session_id = "s1";
    return request;
  }

  boost::asio::io_context io_{1};
  Host host_;
};

}  // namespace

TEST_F(LauncherChannelTest, LaunchesNothingByItself) {
  start();
  EXPECT_TRUE(host_.has_status(RIPPLE_STATUS_READY));
  EXPECT_TRUE(host_.call(Launcher::list{}).value().empty());
}

TEST_F(LauncherChannelTest, StartsAnAppAndTellsItsEnd) {
  start();
  const auto started = host_.call(launch("brief"));
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(started->session_id, "s1");
  EXPECT_GT(started->process_id, 0);
  EXPECT_EQ(host_.events<Launcher::OnAppStarted>(), (std::vector<Launcher::StartedApp>{*started}));
  const auto ended = wait_for_end();
  EXPECT_EQ(ended.app_id, "brief");
  EXPECT_EQ(ended.session_id, "s1");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_FALSE(ended.signal);
  EXPECT_TRUE(host_.call(Launcher::list{}).value().empty());
}

TEST_F(LauncherChannelTest, TellsAnAppWhoItIsAndWhereTheGatewayIs) {
  start();
  ASSERT_TRUE(host_.call(launch("told")));
  EXPECT_EQ(wait_for_end().exit_code, 0);
}

TEST_F(LauncherChannelTest, StartsAnAppOnce) {
  start();
  const auto first = host_.call(launch("long"));
  const auto second = host_.call(launch("long"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->process_id, second->process_id);
  EXPECT_EQ(host_.events<Launcher::OnAppStarted>().size(), 1U);
}

TEST_F(LauncherChannelTest, EndsAnAppOnRequest) {
  start();
  ASSERT_TRUE(host_.call(launch("long")));
  Launcher::close close;
  close.app_id = "long";
  ASSERT_TRUE(host_.call(close));
  ASSERT_TRUE(host_.call(close));
  EXPECT_EQ(wait_for_end().signal, SIGTERM);
  EXPECT_EQ(host_.call(close).error().code, ErrorCode::kNotAvailable);
}

TEST_F(LauncherChannelTest, KillsAnAppThatDoesNotEndInTime) {
  start();
  ASSERT_TRUE(host_.call(launch("stubborn")));
  Launcher::close close;
  close.app_id = "stubborn";
  ASSERT_TRUE(host_.call(close));
  host_.advance(std::chrono::milliseconds(100));
  const auto ended = wait_for_end();
  EXPECT_TRUE(ended.signal == SIGKILL || ended.signal == SIGTERM);
}

TEST_F(LauncherChannelTest, KnowsTheStateThatAnAppWasPutIn) {
  start();
  ASSERT_TRUE(host_.call(launch("long")));
  ASSERT_TRUE(host_.call(Launcher::set_state{"long", Launcher::LifecycleState::kForeground}));
  const auto running = host_.call(Launcher::list{}).value();
  ASSERT_EQ(running.size(), 1U);
  EXPECT_EQ(running[0].state, Launcher::LifecycleState::kForeground);
  EXPECT_EQ(running[0].session_id, "s1");
}

TEST_F(LauncherChannelTest, EndsEverythingWhenItStops) {
  start();
  const auto started = host_.call(launch("long"));
  ASSERT_TRUE(started);
  host_.stop();
  EXPECT_NE(::kill(static_cast<pid_t>(*started->process_id), 0), 0);
}

TEST_F(LauncherChannelTest, SaysWhyAnAppCannotBeStarted) {
  start();
  EXPECT_EQ(host_.call(launch("stranger")).error().message,
            "the app library has no app \"stranger\"");
  EXPECT_EQ(host_.call(launch("page")).error().code, ErrorCode::kNotSupported);
  EXPECT_NE(host_.call(launch("absent")).error().message.find("cannot start /nowhere/browser"),
            std::string::npos);
}

TEST_F(LauncherChannelTest, ReportsABadTemplateAtStart) {
  EXPECT_EQ(start(R"({"apps": [{"app_id": "a", "launch": {"command": ["x", "{page}"]}}]})"),
            "app library: app \"a\", launch: #/command/1: expected one of {app_id}, {session_id}, "
            "{start_page}, {endpoint}, found {page}");
}

TEST_F(LauncherChannelTest, ReportsABadGraceTime) {
  EXPECT_EQ(start(kApps, R"({"grace_ms": -1})"),
            "extension manifest, config of this symbol: #/grace_ms: expected 0 to 60000, found -1");
}

TEST(StartPage, GetsTheEndpointBeforeTheFragment) {
  using ripple::launcher::page_with_endpoint;
  EXPECT_EQ(page_with_endpoint("http://x/", "ws://y"),
            "http://x/?__firebolt_endpoint=ws%3A%2F%2Fy");
  EXPECT_EQ(page_with_endpoint("http://x/?a=1#top", "ws://y"),
            "http://x/?a=1&__firebolt_endpoint=ws%3A%2F%2Fy#top");
  EXPECT_EQ(page_with_endpoint("http://x/?__firebolt_endpoint=z", "ws://y"),
            "http://x/?__firebolt_endpoint=z");
  EXPECT_EQ(page_with_endpoint("http://x/", ""), "http://x/");
}

TEST(SessionEndpoint, NamesTheSession) {
  using ripple::launcher::session_endpoint;
  EXPECT_EQ(session_endpoint("ws://h:1", "a b"), "ws://h:1?session=a%20b");
  EXPECT_EQ(session_endpoint("ws://h:1/?RPCv2=true", "s"), "ws://h:1/?RPCv2=true&session=s");
  EXPECT_EQ(session_endpoint("ws://h:1", ""), "ws://h:1");
}
