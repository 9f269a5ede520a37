#include "launcher/launch_command.hpp"

#include <gtest/gtest.h>

#include <ripple/json.hpp>
#include <string>

using ripple::launcher::LaunchCommand;

namespace {

ripple::Result<LaunchCommand> parse(std::string_view text) {
  return LaunchCommand::parse(*ripple::parse_json(text));
}

std::string error_of(std::string_view text) {
  const auto parsed = parse(text);
  return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST(LaunchCommand, PutsValuesInPlaceOfPlaceholders) {
  const auto command = parse(
      R"({"command":["chromium","--app={start_page}","{app_id}/{session_id}","{\"a\":{}}"],
          "environment":{"GATEWAY":"{endpoint}"}})");
  ASSERT_TRUE(command) << command.error().message;
  const auto expanded = command->expand({"com.example", "s1", "http://x/{app_id}", "ws://y"});
  EXPECT_EQ(expanded.arguments(), (std::vector<std::string>{"chromium", "--app=http://x/{app_id}",
                                                            "com.example/s1", "{\"a\":{}}"}));
  EXPECT_EQ(expanded.environment().at("GATEWAY"), "ws://y");
}

TEST(LaunchCommand, SaysWhereItIsWrong) {
  EXPECT_EQ(error_of("[]"), "#: expected object, found array");
  EXPECT_EQ(error_of("{}"), "#: expected member \"command\", found none");
  EXPECT_EQ(error_of(R"({"command":["a",1]})"), "#/command/1: expected string, found number");
  EXPECT_EQ(error_of(R"({"command":["a","{app}"]})"),
            "#/command/1: expected one of {app_id}, {session_id}, {start_page}, {endpoint}, "
            "found {app}");
  EXPECT_EQ(error_of(R"({"command":["a"],"environment":{"X":"{page}"}})"),
            "#/environment/X: expected one of {app_id}, {session_id}, {start_page}, {endpoint}, "
            "found {page}");
  EXPECT_EQ(error_of(R"({"command":["a"],"environment":{"X=Y":""}})"),
            "#/environment: expected names without '=', found \"X=Y\"");
  EXPECT_EQ(error_of(R"({"command":["a","b\u0000c"]})"),
            "#/command/1: expected text, found a zero byte in it");
}

TEST(LaunchCommand, IsNeverEmpty) {
  EXPECT_NE(error_of(R"({"command":[]})").find("#/command: expected"), std::string::npos);
  EXPECT_NE(error_of(R"({"command":[""]})").find("#/command: expected"), std::string::npos);
}
