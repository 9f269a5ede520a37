// Contracts window_manager, browser and remote_accessory.

#include "channel_fixture.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::Browser;
using contracts::RemoteAccessory;
using contracts::WindowManager;

using WindowsTest = ChannelTest;
using BrowserTest = ChannelTest;
using RemoteAccessoryTest = ChannelTest;

WindowManager::WindowBounds window_bounds(int x, int y, int w, int h) {
  WindowManager::WindowBounds bounds;
  bounds.x = x;
  bounds.y = y;
  bounds.w = w;
  bounds.h = h;
  return bounds;
}

}  // namespace

TEST_F(WindowsTest, AreShownHiddenMovedAndListed) {
  start();
  EXPECT_TRUE(ask(WindowManager::windows{}).value().empty());
  ASSERT_TRUE(ask(Browser::launch{.name = "HtmlApp-1", .uri = "http://x/"}));
  EXPECT_EQ(ask(WindowManager::windows{}).value(), std::vector<std::string>{"HtmlApp-1"});
  EXPECT_TRUE(ask(WindowManager::is_visible{"HtmlApp-1"}).value());
  ASSERT_TRUE(ask(WindowManager::hide{"HtmlApp-1"}));
  EXPECT_FALSE(ask(WindowManager::is_visible{"HtmlApp-1"}).value());
  ASSERT_TRUE(ask(WindowManager::show{"HtmlApp-1"}));
  EXPECT_TRUE(ask(WindowManager::is_visible{"HtmlApp-1"}).value());
  ASSERT_TRUE(ask(WindowManager::set_bounds{"HtmlApp-1", window_bounds(1, 2, 30, 40)}));
  EXPECT_EQ(ask(WindowManager::bounds{"HtmlApp-1"}).value(), window_bounds(1, 2, 30, 40));
  ASSERT_TRUE(ask(WindowManager::to_front{"HtmlApp-1"}));
  ASSERT_TRUE(ask(WindowManager::to_back{"HtmlApp-1"}));
  ASSERT_TRUE(ask(WindowManager::focus{"HtmlApp-1"}));
  EXPECT_EQ(plugin("org.rdk.RDKShell").values["focused"], "HtmlApp-1");
}

TEST_F(WindowsTest, ThatDoNotExistAreAnErrorWithThePluginsWords) {
  start();
  const auto bounds = ask(WindowManager::bounds{"nobody"});
  ASSERT_FALSE(bounds);
  EXPECT_EQ(bounds.error().code, ErrorCode::kServiceFailure);
  EXPECT_NE(bounds.error().message.find("failed to get bounds"), std::string::npos);
}

TEST_F(WindowsTest, HaveNoRequestOfAFormThatNobodyKnows) {
  start();
  EXPECT_EQ(ask(WindowManager::request{}).error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(ask(Browser::request{}).error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(ask(RemoteAccessory::request{}).error().code, ErrorCode::kNotSupported);
}

TEST_F(BrowserTest, IsLaunchedLookedAtAndDestroyed) {
  start();
  ASSERT_TRUE(ask(Browser::launch{.name = "HtmlApp-1", .uri = "http://x/"}));
  EXPECT_EQ(plugin("org.rdk.RDKShell").values["clients"]["HtmlApp-1"]["uri"], "http://x/");
  const auto properties = ask(Browser::properties{"HtmlApp-1"}).value();
  EXPECT_TRUE(properties.visible);
  EXPECT_EQ(properties.bounds.w, 1920);
  ASSERT_TRUE(ask(Browser::destroy{"HtmlApp-1"}));
  EXPECT_TRUE(ask(WindowManager::windows{}).value().empty());
}

TEST_F(RemoteAccessoryTest, IsListedAndFoundByItsNumber) {
  start();
  const auto all = ask(RemoteAccessory::list{}).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].make, "Emulated");
  EXPECT_EQ(ask(RemoteAccessory::get{1}).value(), all[0]);
  EXPECT_EQ(ask(RemoteAccessory::get{7}).error().code, ErrorCode::kNothingToReturn);
}

TEST_F(RemoteAccessoryTest, IsPaired) {
  start();
  EXPECT_EQ(ask(RemoteAccessory::pair{.timeout = 30}).value().id, 2);
  EXPECT_EQ(ask(RemoteAccessory::list{}).value().size(), 2U);
}

TEST_F(RemoteAccessoryTest, IsNotPairedWhenThePluginSaysSo) {
  start();
  plugin("org.rdk.RemoteControl").methods["startPairing"]["events"] =
      json(R"([{"event":"onStatus","params":{"status":{"pairingState":"FAILED"}}}])");
  const auto paired = ask(RemoteAccessory::pair{});
  ASSERT_FALSE(paired);
  EXPECT_EQ(paired.error().code, ErrorCode::kServiceFailure);
}

}  // namespace ripple::device_thunder
