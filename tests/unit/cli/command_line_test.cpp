#include "main/cli/command_line.hpp"

#include <gtest/gtest.h>
#include <sysexits.h>

#include <string>
#include <utility>
#include <vector>

namespace ripple::cli {
namespace {

std::variant<Command, EarlyExit> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "ripple");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

template <typename T>
T parsed(std::vector<const char*> arguments) {
  auto result = parse(std::move(arguments));
  if (auto* exit = std::get_if<EarlyExit>(&result)) {
    ADD_FAILURE() << exit->out << exit->err;
    return {};
  }
  return std::get<T>(std::get<Command>(result));
}

EarlyExit ended(std::vector<const char*> arguments) {
  auto result = parse(std::move(arguments));
  if (auto* exit = std::get_if<EarlyExit>(&result)) return *exit;
  ADD_FAILURE() << "expected an early exit";
  return {};
}

TEST(CommandLine, RunsAManifest) {
  const auto run = parsed<RunCommand>({"run", "manifests/linux"});
  EXPECT_EQ(run.manifest, "manifests/linux");
  EXPECT_FALSE(run.json);
  EXPECT_FALSE(run.overrides.app_port.has_value());
  EXPECT_FALSE(run.overrides.log_level.has_value());
}

TEST(CommandLine, RunsWithEveryOverride) {
  const auto run = parsed<RunCommand>({"run",
                                       "m",
                                       "--extn",
                                       "e.json",
                                       "--apps",
                                       "a.json",
                                       "--extensions",
                                       "lib",
                                       "--saved-dir",
                                       "s",
                                       "--app-port",
                                       "0",
                                       "--internal-port",
                                       "65535",
                                       "--control-socket",
                                       "c.sock",
                                       "--log-level",
                                       "debug",
                                       "--json",
                                       "--thunder",
                                       "ws://[::1]:9998/jsonrpc?token=x"});
  EXPECT_EQ(run.overrides.extn_manifest, "e.json");
  EXPECT_EQ(run.overrides.app_library, "a.json");
  EXPECT_EQ(run.overrides.extension_directory, "lib");
  EXPECT_EQ(run.overrides.saved_dir, "s");
  EXPECT_EQ(run.overrides.app_port, 0);
  EXPECT_EQ(run.overrides.internal_port, 65535);
  EXPECT_EQ(run.overrides.control_socket, "c.sock");
  EXPECT_EQ(run.overrides.log_level, "debug");
  EXPECT_EQ(run.overrides.thunder, "ws://[::1]:9998/jsonrpc?token=x");
  EXPECT_TRUE(run.json);
}

TEST(CommandLine, ChecksInspectsAndTellsItsVersion) {
  EXPECT_EQ(
      parsed<CheckCommand>({"check", "m", "--extensions", "lib"}).overrides.extension_directory,
      "lib");
  EXPECT_EQ(parsed<InspectCommand>({"inspect", "lib.so"}).library, "lib.so");
  EXPECT_TRUE(parsed<VersionCommand>({"version", "--json"}).json);
}

TEST(CommandLine, CallsTheInternalListenerAsRefuiByDefault) {
  const auto call = parsed<CallCommand>({"call", "device.name"});
  EXPECT_EQ(call.method, "device.name");
  EXPECT_FALSE(call.params.has_value());
  EXPECT_EQ(call.gateway.url, "ws://127.0.0.1:3474");
  EXPECT_EQ(call.gateway.app, "refui");
  EXPECT_EQ(call.gateway.timeout, std::chrono::milliseconds(10000));
}

TEST(CommandLine, TakesParamsThatLookLikeJson) {
  EXPECT_EQ(parsed<CallCommand>({"call", "m.n", "{\"a\": 1}"}).params, "{\"a\": 1}");
  EXPECT_EQ(parsed<CallCommand>({"call", "m.n", "[1,2]"}).params, "[1,2]");
  EXPECT_EQ(parsed<CallCommand>({"call", "m.n", "[]", "--timeout", "5"}).gateway.timeout,
            std::chrono::milliseconds(5));
}

TEST(CommandLine, WatchesAndControls) {
  const auto watch = parsed<WatchCommand>({"watch", "device.onNameChanged", "--count", "3"});
  EXPECT_EQ(watch.event, "device.onNameChanged");
  EXPECT_EQ(watch.count, 3U);
  const auto control = parsed<ControlCommand>({"control", "log", "{\"level\":\"debug\"}"});
  EXPECT_EQ(control.service, "log");
  EXPECT_EQ(control.value, "{\"level\":\"debug\"}");
  EXPECT_FALSE(control.call);
  EXPECT_TRUE(parsed<ControlCommand>({"control", "log", "--call"}).call);
}

TEST(CommandLine, RefusesBadUsageWithSixtyFour) {
  for (const auto& arguments :
       std::vector<std::vector<const char*>>{{},
                                             {"run"},
                                             {"run", "m", "--app-port", "65536"},
                                             {"run", "m", "--app-port", "-1"},
                                             {"run", "m", "--log-level", "loud"},
                                             {"run", "m", "--port", "1"},
                                             {"call"},
                                             {"call", "a", "b", "c"},
                                             {"call", "a", "--timeout", "0"},
                                             {"watch", "e", "--count", "0"},
                                             {"control"},
                                             {"inspect"}}) {
    const EarlyExit exit = ended(arguments);
    EXPECT_EQ(exit.code, EX_USAGE);
    EXPECT_TRUE(exit.out.empty());
    EXPECT_FALSE(exit.err.empty());
  }
}

TEST(CommandLine, SaysHowTheAddressOfThunderIsWritten) {
  for (const char* url : {"", "box:9998", "http://box:9998", "ws://", "ws://:9998", "ws://box:0",
                          "ws://box:99999/jsonrpc", "ws://box:x", "ws://a b/jsonrpc", "ws://[::1",
                          "ws://[]:1", "ws://user@box:9998"}) {
    for (const char* command : {"run", "check"}) {
      const EarlyExit exit = ended({command, "m", "--thunder", url});
      EXPECT_EQ(exit.code, EX_USAGE) << url;
      EXPECT_NE(exit.err.find("--thunder: expected the address of Thunder as "
                              "ws://HOST:PORT/jsonrpc, found \"" +
                              std::string(url) + '"'),
                std::string::npos)
          << exit.err;
    }
  }
  for (const char* url : {"ws://box", "ws://box/", "ws://10.0.0.7:9998/jsonrpc?token=x"}) {
    EXPECT_EQ(parsed<CheckCommand>({"check", "m", "--thunder", url}).overrides.thunder, url);
  }
}

TEST(CommandLine, SuggestsTheCommandThatWasMeant) {
  const EarlyExit exit = ended({"rnu", "m"});
  EXPECT_EQ(exit.code, EX_USAGE);
  EXPECT_EQ(exit.err, "ripple: unknown command \"rnu\"; did you mean \"run\"?\n");
}

TEST(CommandLine, HelpsWithExamples) {
  for (const char* command : {"run", "check", "inspect", "call", "watch", "control"}) {
    const EarlyExit exit = ended({command, "--help"});
    EXPECT_EQ(exit.code, 0);
    EXPECT_NE(exit.out.find(std::string("ripple ") + command), std::string::npos) << exit.out;
    EXPECT_NE(exit.out.find("Examples:"), std::string::npos) << exit.out;
  }
  EXPECT_NE(ended({"--help"}).out.find("ripple run manifests/linux"), std::string::npos);
}

}  // namespace
}  // namespace ripple::cli
