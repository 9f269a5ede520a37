#include <gtest/gtest.h>
#include <sysexits.h>

#include "captured_terminal.hpp"
#include "main/cli/pretty_json.hpp"
#include "main/cli/version.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

TEST(Terminal, PaintsOnlyWhenColoursAreWelcome) {
  const CapturedTerminal plain(false);
  EXPECT_EQ(static_cast<const Terminal&>(plain).red("x"), "x");
  const CapturedTerminal colourful(true);
  EXPECT_EQ(static_cast<const Terminal&>(colourful).red("x"), "\033[31mx\033[0m");
}

TEST(PrettyJson, IndentsAndKeepsEmptyContainersOnOneLine) {
  EXPECT_EQ(pretty_json(*parse_json(R"({"a":[1,{"b":null}],"c":{},"d":[],"e":0.1})")),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n"
            "  \"d\": [],\n  \"e\": 0.1\n}");
  EXPECT_EQ(pretty_json(*parse_json("\"\\u00e9\\n\"")), "\"\xC3\xA9\\n\"");
}

TEST(Version, NamesTheVersionTheAbiAndTheContracts) {
  const CapturedTerminal terminal;
  EXPECT_EQ(run_version({false}, terminal), EX_OK);
  EXPECT_EQ(terminal.out().substr(0, 9), "ripple 1.");
  EXPECT_NE(terminal.out().find("(ABI 1.1, "), std::string::npos);
  const CapturedTerminal script;
  EXPECT_EQ(run_version({true}, script), EX_OK);
  EXPECT_EQ((*parse_json(script.out()))["abi"], "1.1");
}

}  // namespace
}  // namespace ripple::cli
