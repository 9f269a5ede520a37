#include "main/cli/inspect.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include "captured_terminal.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

TEST(Inspect, PrintsWhatALibraryDeclares) {
  const CapturedTerminal terminal;
  EXPECT_EQ(run_inspect({RIPPLE_FIXTURE_GOOD, false}, terminal), EX_OK) << terminal.err();
  EXPECT_EQ(terminal.out(), std::string(RIPPLE_FIXTURE_GOOD) +
                                "  fixture, ABI 1.1\n"
                                "  ripple:channel:device:fixture 1.2.3\n"
                                "    builder     channel, on its own thread\n"
                                "    needs Main  1.0.0\n"
                                "    provides    device_info 1.0.0, local.storage 1.0.0\n"
                                "    uses        config 1.0.0\n");
}

TEST(Inspect, PrintsTheSameForAScript) {
  const CapturedTerminal terminal;
  EXPECT_EQ(run_inspect({RIPPLE_FIXTURE_GOOD, true}, terminal), EX_OK);
  const Json::Value report = *parse_json(terminal.out());
  EXPECT_EQ(report["abi"], "1.1");
  EXPECT_EQ(report["entries"][0]["id"], "ripple:channel:device:fixture");
  EXPECT_EQ(report["entries"][0]["provides"][1]["contract"], "local.storage");
  EXPECT_EQ(report["entries"][0]["inline"], false);
}

TEST(Inspect, EndsWithSeventyForABadLibrary) {
  const CapturedTerminal terminal;
  EXPECT_EQ(run_inspect({RIPPLE_FIXTURE_NO_SYMBOL, false}, terminal), EX_SOFTWARE);
  EXPECT_NE(terminal.err().find("no symbol ripple_extn_library"), std::string::npos);
  EXPECT_TRUE(terminal.out().empty());
}

}  // namespace
}  // namespace ripple::cli
