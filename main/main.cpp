// The executable `ripple`: its command line, and nothing else.

#include <iostream>
#include <variant>

#include "main/bootstrap/run.hpp"
#include "main/cli/call.hpp"
#include "main/cli/command_line.hpp"
#include "main/cli/control.hpp"
#include "main/cli/inspect.hpp"
#include "main/cli/terminal.hpp"
#include "main/cli/version.hpp"
#include "main/cli/watch.hpp"
#include "ripple/invocation.hpp"

int main(int argc, char** argv) {
  using namespace ripple;
  const auto parsed = cli::parse_command_line(argc, argv);
  if (const auto* early = std::get_if<cli::EarlyExit>(&parsed)) {
    std::cout << early->out;
    std::cerr << early->err;
    return early->code;
  }
  const cli::Terminal terminal = cli::Terminal::of_process();
  return std::visit(
      overloaded{
          [&](const cli::RunCommand& run) { return bootstrap::run_platform(run, terminal); },
          [&](const cli::CheckCommand& check) { return bootstrap::check_platform(check, terminal); },
          [&](const cli::InspectCommand& inspect) { return cli::run_inspect(inspect, terminal); },
          [&](const cli::CallCommand& call) { return cli::run_call(call, terminal); },
          [&](const cli::WatchCommand& watch) { return cli::run_watch(watch, terminal); },
          [&](const cli::ControlCommand& control) { return cli::run_control(control, terminal); },
          [&](const cli::VersionCommand& version) { return cli::run_version(version, terminal); },
      },
      std::get<cli::Command>(parsed));
}
