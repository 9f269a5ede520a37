#include "thunder/src/plugin_table.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace ripple::thunder {
namespace {

Json::Value change(const char* callsign, const char* state, const char* reason) {
  Json::Value params;
  params["callsign"] = callsign;
  params["state"] = state;
  params["reason"] = reason;
  return params;
}

class PluginTableTest : public testing::Test {
 protected:
  boost::asio::io_context loop_;
  PluginTable table_{loop_.get_executor()};
};

TEST_F(PluginTableTest, TakesAnAnswerWhenNothingWasHeardSinceTheQuestion) {
  const PluginPtr plugin = table_.at("A");
  EXPECT_TRUE(table_.answered(*plugin, PluginState::kActivated, plugin->changes()));
  EXPECT_EQ(table_.state_of("A"), PluginState::kActivated);
}

TEST_F(PluginTableTest, DropsAnAnswerThatAnEventOvertook) {
  const PluginPtr plugin = table_.at("A");
  const std::uint64_t asked_at = plugin->changes();
  table_.heard(change("A", "Deactivated", "Failure"));
  EXPECT_FALSE(table_.answered(*plugin, PluginState::kActivated, asked_at));
  EXPECT_EQ(table_.state_of("A"), PluginState::kDeactivated);
  EXPECT_EQ(plugin->reason(), "Failure");
}

TEST_F(PluginTableTest, DropsAnAnswerOfTheConnectionBefore) {
  const PluginPtr plugin = table_.at("A");
  const std::uint64_t asked_at = plugin->changes();
  table_.forget_all();
  EXPECT_FALSE(table_.answered(*plugin, PluginState::kActivated, asked_at));
  EXPECT_EQ(table_.state_of("A"), PluginState::kUnknown);
}

TEST_F(PluginTableTest, KeepsTheReasonOfAStateThatAnAnswerConfirms) {
  table_.heard(change("A", "deactivated", "Requested"));
  const PluginPtr plugin = table_.at("A");
  EXPECT_TRUE(table_.answered(*plugin, PluginState::kDeactivated, plugin->changes()));
  EXPECT_EQ(plugin->reason(), "Requested");
}

TEST_F(PluginTableTest, IgnoresWhatIsNoChangeOfAState) {
  for (const Json::Value& params : {Json::Value(), Json::Value("A"), change("A", "asleep", ""),
                                    Json::Value(Json::objectValue)}) {
    table_.heard(params);
  }
  EXPECT_EQ(table_.at("A")->changes(), 0U);
}

TEST_F(PluginTableTest, ForgetsPluginsThatTheServerDoesNotHave) {
  const PluginPtr plugin = table_.at("A");
  table_.drop_if_missing("A");
  EXPECT_EQ(table_.at("A"), plugin);
  table_.answered(*plugin, PluginState::kMissing, plugin->changes());
  table_.drop_if_missing("A");
  EXPECT_NE(table_.at("A"), plugin);
}

}  // namespace
}  // namespace ripple::thunder
